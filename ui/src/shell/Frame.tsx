// The frame: environment line, sidebar, the one sheet with its banner, status bar. It also owns the keys that work
// everywhere. What stands in the sheet is the page's.
import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import type { Workspace, WorkspaceList } from "../ipc/bindings";
import { useToast } from "../kit/Toast";
import { numbered, useSwitchWorkspace } from "./current";
import styles from "./Frame.module.css";
import { bind, useKey } from "./keys";
import { PlaceBanner } from "./PlaceBanner";
import { openShortcuts } from "./panels";
import { Sidebar } from "./Sidebar";
import { StatusBar } from "./StatusBar";
import { failureWords } from "./said";
import { useFiles } from "./useFiles";

const Finder = lazy(() => import("./Finder").then((loaded) => ({ default: loaded.Finder })));

type Props = { list: WorkspaceList; current: Workspace; children: ReactNode };

export function Frame({ list, current, children }: Props) {
  const [finding, setFinding] = useState(false);
  const [found, setFound] = useState(false);
  const openFinder = () => {
    setFound(true);
    setFinding(true);
  };
  useEverywhereKeys(list, openFinder);
  useFiles();

  return (
    <div className={styles.app} data-environment={current.environment}>
      <Sidebar list={list} current={current} onFind={openFinder} />
      <main className={styles.sheet}>
        <PlaceBanner current={current} />
        {children}
      </main>
      <StatusBar current={current} />
      {found && (
        <Suspense fallback={null}>
          <Finder open={finding} onClose={() => setFinding(false)} list={list} current={current} />
        </Suspense>
      )}
    </div>
  );
}

function useEverywhereKeys(list: WorkspaceList, find: () => void): void {
  const navigate = useNavigate();
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  useKey("mod+k", find, { ground: true });
  useKey("mod+,", () => void navigate({ to: "/settings" }), { ground: true });
  useKey("g e", () => void navigate({ to: "/endpoints" }), { ground: true });
  useKey("g a", () => void navigate({ to: "/activity" }), { ground: true });
  useKey("?", openShortcuts, { ground: true });
  useKey("g s", () => void navigate({ to: "/secrets" }), { ground: true });
  useKey("g c", () => void navigate({ to: "/chat" }), { ground: true });
  useKey("g m", () => void navigate({ to: "/compare" }), { ground: true });
  useKey("g h", () => void navigate({ to: "/history" }), { ground: true });
  useKey("g b", () => void navigate({ to: "/embeddings" }), { ground: true });
  useKey("n", () => void navigate({ to: "/endpoints/new" }), { ground: true });
  useEffect(() => {
    const unbind = numbered(list).flatMap(({ workspace, digit }) => {
      if (digit === null) return [];
      return bind(`mod+${digit}`, () => {
        if (workspace.id === list.current) return;
        switchTo(workspace.id).catch((error: unknown) => toast(failureWords(error)));
      });
    });
    return () => {
      for (const each of unbind) each();
    };
  }, [list, switchTo, toast]);
}

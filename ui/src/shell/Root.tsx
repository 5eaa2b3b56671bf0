// Around every page: the list of workspaces has to be known before anything else can be shown. Connect stands alone; every
// other page stands inside the frame.
import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { onFailure } from "../ipc/call";
import { FailureCard } from "../kit/FailureCard";
import { CurrentWorkspace, currentOf, useAppInfo, workspacesQuery } from "./current";
import { Frame } from "./Frame";
import { usePanel } from "./panels";
import styles from "./Root.module.css";
import { markSignedOut, useSession } from "./session";
import { useLooks } from "./useLooks";

// Not in the first chunk: most starts never ask.
const Panels = lazy(() => import("./Panels").then((loaded) => ({ default: loaded.Panels })));
const SignInDialog = lazy(() =>
  import("../workspaces/SignInDialog").then((loaded) => ({ default: loaded.SignInDialog })),
);

export function Root() {
  const list = useQuery(workspacesQuery);
  const { asking } = useSession();
  const alone = useRouterState({ select: (state) => state.location.pathname === "/connect" });
  useLooks(useAppInfo()?.settings);
  const panel = usePanel();

  useEffect(
    () =>
      onFailure((failure) => {
        if (failure.kind === "signedOut") markSignedOut();
      }),
    [],
  );

  if (list.isError) {
    return (
      <main className={styles.failed}>
        <FailureCard failure={list.error} onNext={() => void list.refetch()} />
      </main>
    );
  }
  const current = list.data ? currentOf(list.data) : null;
  if (!list.data || !current) return <div className={styles.blank} />;
  return (
    <CurrentWorkspace value={current}>
      {alone ? (
        <Outlet />
      ) : (
        <Frame list={list.data} current={current}>
          <Outlet key={current.id} />
        </Frame>
      )}
      {panel && (
        <Suspense fallback={null}>
          <Panels />
        </Suspense>
      )}
      {asking && (
        <Suspense fallback={null}>
          <SignInDialog list={list.data} />
        </Suspense>
      )}
    </CurrentWorkspace>
  );
}

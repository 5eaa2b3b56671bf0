// One comparison under way at a time: started, stopped (Esc too), ended. What came out stands under its own address.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { EmbeddingTarget, Failure } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { compare, stop } from "./queries";

export type Comparing = {
  busy: boolean;
  stopping: boolean;
  failure: Failure | null;
  start: (texts: string[], targets: EmbeddingTarget[]) => void;
  stop: () => void;
};

export function useComparing(onRun: (id: string) => void): Comparing {
  const client = useQueryClient();
  const name = useRef<string | null>(null);
  // A page that was left is not opened again by what it had asked for; the run is kept all the same.
  const there = useRef(false);
  useEffect(() => {
    there.current = true;
    return () => {
      there.current = false;
    };
  }, []);
  const [state, setState] = useState<{ busy: boolean; stopping: boolean; failure: Failure | null }>({
    busy: false,
    stopping: false,
    failure: null,
  });
  const start = (texts: string[], targets: EmbeddingTarget[]) => {
    if (name.current !== null) return;
    const own = crypto.randomUUID();
    name.current = own;
    setState({ busy: true, stopping: false, failure: null });
    const end = (failure: Failure | null) => {
      name.current = null;
      setState({ busy: false, stopping: false, failure });
    };
    compare(client, own, texts, targets).then(
      (run) => {
        end(null);
        if (run && there.current) onRun(run.id);
      },
      (error: unknown) => end(failureOf(error)),
    );
  };
  const halt = () => {
    if (name.current === null) return;
    setState((now) => ({ ...now, stopping: true }));
    stop(name.current).catch(() => setState((now) => ({ ...now, stopping: false })));
  };
  useEscape(state.busy, halt);
  return { ...state, start, stop: halt };
}

/** Escape stops also while a text is being typed, except in a layer above the page, which it closes. */
function useEscape(when: boolean, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    if (!when) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      const layer = '[role="dialog"], [role="menu"], [role="listbox"]';
      if (event.target instanceof Element && event.target.closest(layer)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [when]);
}

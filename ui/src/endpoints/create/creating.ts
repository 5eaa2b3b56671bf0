// Creating the endpoint and following it until it has settled, as one value the page can draw. An ambiguous failure is
// resolved by the core, which reads instead of sending twice. Called by Page.tsx.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  commands,
  type Endpoint,
  type EndpointDraft,
  type EndpointProgress,
  type PlannedCall,
} from "../../ipc/bindings";
import { FailureError, failureOf, unwrap } from "../../ipc/call";
import { forgetEndpoint, watchEndpoint } from "../queries";

export type Creating =
  | { phase: "none" }
  | { phase: "sending"; name: string; calls: PlannedCall[]; startedAt: number }
  | { phase: "refused"; name: string; failure: FailureError }
  | {
      phase: "settling";
      name: string;
      calls: PlannedCall[];
      sentMs: number;
      progress: EndpointProgress | null;
    }
  /** watch: following it failed, the endpoint itself exists. */
  | {
      phase: "settled";
      name: string;
      calls: PlannedCall[];
      sentMs: number;
      progress: EndpointProgress | null;
      endpoint: Endpoint | null;
      watch: FailureError | null;
    };

const asFailure = (error: unknown): FailureError =>
  error instanceof FailureError ? error : new FailureError(failureOf(error));

export function useCreating(onCreated: () => void) {
  const client = useQueryClient();
  const [state, setState] = useState<Creating>({ phase: "none" });
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);
  const put = (next: Creating | ((now: Creating) => Creating)): void => {
    if (!gone.current) setState(next);
  };

  const follow = async (name: string, calls: PlannedCall[], sentMs: number): Promise<void> => {
    put({ phase: "settling", name, calls, sentMs, progress: null });
    let progress: EndpointProgress | null = null;
    let endpoint: Endpoint | null = null;
    let watch: FailureError | null = null;
    try {
      endpoint = await watchEndpoint(name, (next) => {
        progress = next;
        put((now) => (now.phase === "settling" ? { ...now, progress: next } : now));
      });
    } catch (error) {
      watch = asFailure(error);
    }
    put({ phase: "settled", name, calls, sentMs, progress, endpoint, watch });
    void forgetEndpoint(client, name);
  };

  const create = async (draft: EndpointDraft, calls: PlannedCall[]): Promise<FailureError | null> => {
    const startedAt = Date.now();
    put({ phase: "sending", name: draft.name, calls, startedAt });
    try {
      await unwrap(commands.endpointsCreate(draft));
    } catch (error) {
      const failure = asFailure(error);
      put({ phase: "refused", name: draft.name, failure });
      return failure;
    }
    onCreated();
    void forgetEndpoint(client, draft.name);
    await follow(draft.name, calls, Date.now() - startedAt);
    return null;
  };
  const again = (): void => {
    if (state.phase === "settled") void follow(state.name, state.calls, state.sentMs);
  };
  return { state, create, again, back: () => setState({ phase: "none" }) };
}

/** What the step list shows for a moment of creating. */
export type ShownStep = {
  title: string;
  detail?: string;
  state: "done" | "running" | "failed" | "waiting";
  ms?: number | null;
};

export function stepsOf(state: Creating): ShownStep[] {
  if (state.phase === "none" || state.phase === "refused") return [];
  const sent = state.phase !== "sending";
  const calls: ShownStep[] = state.calls.map((call, index) => ({
    title: call.title,
    detail: `${call.method} ${call.path}`,
    state: sent ? "done" : index === 0 ? "running" : "waiting",
    ms: sent && state.calls.length === 1 ? state.sentMs : null,
  }));
  const progress = sent ? state.progress : null;
  const ms = progress ? progress.seconds * 1000 : null;
  return [...calls, { title: settleTitle(state), state: settleState(state), ms }];
}

function settleTitle(state: Creating): string {
  if (state.phase !== "settled") return "Databricks sets it up";
  if (state.watch) return "Databricks sets it up, as far as we know";
  return state.endpoint?.state === "ready" ? "It answers requests" : "It does not answer requests yet";
}

function settleState(state: Creating): ShownStep["state"] {
  if (state.phase === "sending") return "waiting";
  if (state.phase !== "settled") return "running";
  return state.endpoint?.state === "ready" ? "done" : "failed";
}

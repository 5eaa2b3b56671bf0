// Applying an edit: the core runs the calls in order and tells of every step; a plan that stopped goes on from the step that
// failed. Once everything is live the draft is gone. Called by Review.tsx.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Change, commands, type EndpointEdit, type Failure } from "../../ipc/bindings";
import { failureOf, unwrap } from "../../ipc/call";
import { changedBy } from "../../ipc/freshness";
import { channel } from "../../ipc/host";

export type Phase = "idle" | "running" | "stopped" | "done";
export type Applying = {
  phase: Phase;
  change: Change | null;
  /** Why nothing was begun. */
  failure: Failure | null;
  apply: () => Promise<void>;
  goOn: () => Promise<void>;
  /** Back to before anything was begun. */
  reset: () => void;
};

export function useApplying(edit: EndpointEdit): Applying {
  const client = useQueryClient();
  const [phase, setPhase] = useState<Phase>("idle");
  const [change, setChange] = useState<Change | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (call: () => Promise<Change>): Promise<void> => {
    setPhase("running");
    setFailure(null);
    try {
      const ended = await call();
      setChange(ended);
      if (ended.state === "done") await unwrap(commands.endpointsEditDiscard(edit.endpoint), { quiet: true });
      setPhase(ended.state === "done" ? "done" : "stopped");
    } catch (error) {
      setFailure(failureOf(error));
      setPhase("stopped");
    } finally {
      changedBy(client, "endpoints_edit_apply");
    }
  };
  const apply = () => run(() => unwrap(commands.endpointsEditApply(edit, channel(setChange))));
  const goOn = () =>
    change ? run(() => unwrap(commands.activityResume(change.id, channel(setChange)))) : apply();
  const reset = (): void => {
    setPhase("idle");
    setChange(null);
    setFailure(null);
  };
  return { phase, change, failure, apply, goOn, reset };
}

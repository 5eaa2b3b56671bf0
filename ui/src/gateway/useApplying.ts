// Saving a gateway: the core makes the calls in order and tells of every step; what stopped goes on from the step that
// failed. Called by Review.tsx.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Change, commands, type Failure, type GatewaySettings } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";

export type Reviewed = { endpoint: string; stamp: string; settings: GatewaySettings };
export type Phase = "idle" | "running" | "stopped" | "done";
export type Applying = {
  phase: Phase;
  change: Change | null;
  /** Why nothing was begun. */
  failure: Failure | null;
  apply: () => Promise<void>;
  goOn: () => Promise<void>;
};

export function useApplying({ endpoint, stamp, settings }: Reviewed, onLive: () => void): Applying {
  const client = useQueryClient();
  const [phase, setPhase] = useState<Phase>("idle");
  const [change, setChange] = useState<Change | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = async (call: () => Promise<Change>, resumed: boolean): Promise<void> => {
    setPhase("running");
    setFailure(null);
    try {
      const ended = await call();
      setChange(ended);
      if (ended.state === "done") {
        if (resumed) await unwrap(commands.gatewayDraftDiscard(endpoint), { quiet: true });
        onLive();
      }
      setPhase(ended.state === "done" ? "done" : "stopped");
    } catch (error) {
      setFailure(failureOf(error));
      setPhase("stopped");
    } finally {
      for (const room of ["endpoints", "activity", "gateway"])
        void client.invalidateQueries({
          queryKey: [room],
          // The review on the page is of what was sent, not of what stands there now.
          predicate: (query) => query.queryKey[1] !== "review",
        });
    }
  };
  const apply = () =>
    run(() => unwrap(commands.gatewayApply(endpoint, stamp, settings, channel<Change>(setChange))), false);
  const goOn = () =>
    change
      ? run(() => unwrap(commands.activityResume(change.id, channel<Change>(setChange))), true)
      : apply();
  return { phase, change, failure, apply, goOn };
}

// Carrying out a change of an endpoint from a page: the core makes the calls in order and tells of every step; one that stopped
// goes on from the step that failed. Called by the review of an edit and by the page that makes an endpoint again.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Change, commands, type Failure } from "../../ipc/bindings";
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

type Told = ReturnType<typeof channel<Change>>;
type Way = {
  /** The command, for what is read again afterwards. */
  command: Parameters<typeof changedBy>[1];
  begin: (told: Told) => Promise<Change>;
  /** Once every step is done. */
  onDone?: () => Promise<unknown>;
};

export function useChange({ command, begin, onDone }: Way): Applying {
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
      if (ended.state === "done") await onDone?.();
      setPhase(ended.state === "done" ? "done" : "stopped");
    } catch (error) {
      setFailure(failureOf(error));
      setPhase("stopped");
    } finally {
      changedBy(client, command);
    }
  };
  const apply = () => run(() => begin(channel(setChange)));
  const goOn = () =>
    change ? run(() => unwrap(commands.activityResume(change.id, channel(setChange)))) : apply();
  const reset = (): void => {
    setPhase("idle");
    setChange(null);
    setFailure(null);
  };
  return { phase, change, failure, apply, goOn, reset };
}

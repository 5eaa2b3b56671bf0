// Applying a split: write, follow the roll-out, read again, compare. Keeps what happened so far, so that the review can show
// each step and go on from the failed one. Deciding what may be applied is Review's.
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import {
  commands,
  type Endpoint,
  type EndpointProgress,
  type Failure,
  type TrafficChange,
} from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { channel } from "../ipc/host";
import { sharesOfEntities } from "./rows";
import { arrivedOtherwise } from "./words";

export type Apply = {
  phase: "idle" | "writing" | "rolling" | "done" | "failed";
  /** Where it stopped: before anything was written, while watching, or because Databricks gave the update up. */
  stopped: "writing" | "watching" | "update" | null;
  failure: Failure | null;
  progress: EndpointProgress | null;
  wroteMs: number | null;
  rolledMs: number | null;
  result: Endpoint | null;
  /** What came back differently from what was sent. */
  otherwise: string | null;
};

const IDLE: Apply = {
  phase: "idle",
  stopped: null,
  failure: null,
  progress: null,
  wroteMs: null,
  rolledMs: null,
  result: null,
  otherwise: null,
};

export type Applying = { apply: Apply; write: () => Promise<boolean>; watchAgain: () => Promise<boolean> };

export function useApply(change: TrafficChange): Applying {
  const client = useQueryClient();
  const [apply, setApply] = useState(IDLE);
  const note = useCallback((part: Partial<Apply>) => setApply((now) => ({ ...now, ...part })), []);

  const watch = useCallback(async () => {
    const started = performance.now();
    note({ phase: "rolling", stopped: null, failure: null });
    // The lists and the status bar learn of the roll-out while it runs.
    changedBy(client, "traffic_apply");
    try {
      const result = await unwrap(
        commands.endpointsWatch(
          change.endpoint,
          channel((progress) => note({ progress })),
        ),
      );
      const rolledMs = performance.now() - started;
      changedBy(client, "traffic_apply");
      if (result.state !== "ready") {
        note({ phase: "failed", stopped: "update", result, rolledMs });
        return false;
      }
      note({
        phase: "done",
        result,
        rolledMs,
        otherwise: arrivedOtherwise(change.shares, sharesOfEntities(result.entities)),
      });
      return true;
    } catch (error) {
      note({ phase: "failed", stopped: "watching", failure: failureOf(error) });
      return false;
    }
  }, [change, client, note]);

  const write = useCallback(async () => {
    const started = performance.now();
    setApply({ ...IDLE, phase: "writing" });
    try {
      await unwrap(commands.trafficApply(change));
    } catch (error) {
      note({ phase: "failed", stopped: "writing", failure: failureOf(error) });
      return false;
    }
    note({ wroteMs: performance.now() - started });
    return watch();
  }, [change, note, watch]);

  return { apply, write, watchAgain: watch };
}

// Words of the activity: where a change came from, how it stands, what can be done about it. Pure.
// Used by the list, the panel and the notice.
import type { Change, ChangeState, Origin } from "../ipc/bindings";
import type { GlyphName } from "../kit/Icon";

export const ORIGIN_WORDS: Record<Origin, string> = {
  create: "New endpoint",
  edit: "Edit",
  traffic: "Traffic",
  gateway: "Gateway",
  restore: "Restore",
  ramp: "Ramp",
  rotation: "Key rotation",
  clone: "Copy",
  drill: "Failover drill",
  bulk: "Many at once",
  delete: "Delete",
  recreate: "Made again",
};

export const STATE_WORDS: Record<ChangeState, string> = {
  running: "Running",
  done: "Done",
  failed: "Stopped",
  interrupted: "Interrupted",
  abandoned: "Left as it is",
};

export const STATE_GLYPHS: Record<ChangeState, GlyphName> = {
  running: "updating",
  done: "ready",
  failed: "failed",
  interrupted: "warning",
  abandoned: "waiting",
};

/** What a person should know about how it stands, in a sentence or two. */
export function standing(change: Change): string {
  const done = change.steps.filter((step) => step.state === "done" || step.state === "skipped").length;
  const calls = `${done} of ${change.steps.length} ${change.steps.length === 1 ? "step" : "steps"}`;
  switch (change.state) {
    case "running":
      return `${calls} done. It goes on when you leave this page.`;
    case "done":
      if (hasReplaced(change))
        return "Every step is done, and an update of somebody else that went through in between was replaced.";
      return "Every step is done, and the endpoint stands as below under After.";
    case "failed":
      return done === 0
        ? "The first step was refused. Nothing of this change is live."
        : `${calls} done, then it stopped. What was done before stands.`;
    case "interrupted":
      return `Gatewright was closed after ${calls}. Going on reads the endpoint first, so nothing is sent twice.`;
    case "abandoned":
      return `Left after ${calls}. The rest was never sent.`;
  }
}

/** Somebody has to decide: go on, or leave it. */
export function needsDecision(change: Change): boolean {
  return change.state === "interrupted" || (change.state === "failed" && change.canResume);
}

/** It is done, and has replaced an update that nobody here had seen: a step says which. */
export function hasReplaced(change: Change): boolean {
  return change.steps.some((step) => step.state === "done" && step.explanation !== null);
}

/** The one change of an endpoint to announce on its page: the newest, if it stands between before and after. */
export function toAnnounce(changes: readonly Change[]): Change | null {
  const interrupted = changes.find((change) => change.state === "interrupted");
  const newest = changes[0];
  return interrupted ?? (newest && (needsDecision(newest) || hasReplaced(newest)) ? newest : null);
}

/** Days as heads of the list: "Today", "Yesterday", "Mon 16 November 2026". */
export function dayWord(ms: number, now: number): string {
  const day = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  if (day(ms) === day(now)) return "Today";
  if (day(ms) === day(day(now) - 3_600_000)) return "Yesterday";
  return new Date(ms).toLocaleDateString("en-GB", { dateStyle: "full" });
}

export const clockTime = (ms: number): string =>
  new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

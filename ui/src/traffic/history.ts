// Undo and redo of a split. A drag or a run of key presses on one divider is one step. Pure; held by the editor's
// useSplit, which drops steps that no longer fit the entities it is given.
import { type Split, sameEntities, sameSplit } from "./model";

export type History = { past: readonly Split[]; future: readonly Split[]; run: string | null; at: number };

export const NO_HISTORY: History = { past: [], future: [], run: null, at: 0 };

const LONGEST = 100;
/** Presses of the same kind within this many milliseconds count as one step. */
const ONE_RUN_MS = 700;

/** Remembers what was there before a change. `run` names what is being turned, null makes a step of its own. */
export function record(history: History, before: Split, run: string | null, now: number): History {
  const goesOn = run !== null && run === history.run && now - history.at < ONE_RUN_MS;
  const past = goesOn ? history.past : [...history.past, before].slice(-LONGEST);
  return { past, future: [], run, at: now };
}

/** The split one step back, or null when there is none that holds the same entities. */
export function undo(history: History, present: Split): { history: History; split: Split } | null {
  const split = history.past.at(-1);
  if (!split || !sameEntities(split, present)) return null;
  return {
    history: { past: history.past.slice(0, -1), future: [present, ...history.future], run: null, at: 0 },
    split,
  };
}

export function redo(history: History, present: Split): { history: History; split: Split } | null {
  const [split, ...future] = history.future;
  if (!split || !sameEntities(split, present)) return null;
  return { history: { past: [...history.past, present], future, run: null, at: 0 }, split };
}

/** Whether an edit is worth remembering. */
export function changed(before: Split, after: Split): boolean {
  return before !== after && !sameSplit(before, after);
}

// The state around a split that is being edited: undo, the last refusal with its way out, and what is said aloud. The split
// itself belongs to whoever shows the editor; this hook turns edits into `onChange`. Used by SplitEditor only.
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { changed, NO_HISTORY, record, redo, undo } from "./history";
import { type Outcome, type Split, setLock } from "./model";
import { rowsOfSplit, type SplitRow, splitOfRows } from "./rows";
import { spoken } from "./words";

export type Change = (split: Split) => Outcome;
/** `about`: the entity whose number was typed, or null for dividers and presets. `again` is what was asked for. */
export type Refusal = { about: string | null; reason: string; unlock: string[]; again: Change };

export type Editing = {
  split: Split;
  refusal: Refusal | null;
  said: string;
  canUndo: boolean;
  canRedo: boolean;
  /** Tries an edit; false when it was refused. `run` joins quick repetitions to one step of undo. */
  attempt: (change: Change, about?: string | null, run?: string | null) => boolean;
  /** Opens a lock the refusal named and tries the refused edit once more. */
  unlockAndRetry: (entity: string) => void;
  forgetRefusal: () => void;
  undo: () => void;
  redo: () => void;
};

export function useSplit(rows: readonly SplitRow[], onChange: (rows: SplitRow[]) => void): Editing {
  const split = useMemo(() => splitOfRows(rows), [rows]);
  const [history, setHistory] = useState(NO_HISTORY);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [said, setSaid] = useState("");
  const latest = useRef({ rows, split, history, refusal, onChange });
  useLayoutEffect(() => {
    latest.current = { rows, split, history, refusal, onChange };
  });

  const take = useCallback((next: Split) => {
    setRefusal(null);
    setSaid(`${spoken(next.filter((share) => share.percent > 0))}.`);
    latest.current.onChange(rowsOfSplit(latest.current.rows, next));
  }, []);

  const attempt = useCallback<Editing["attempt"]>(
    (change, about = null, run = null) => {
      const before = latest.current.split;
      const outcome = change(before);
      if (!outcome.ok) {
        setRefusal({ about, reason: outcome.reason, unlock: outcome.unlock, again: change });
        setSaid(outcome.reason);
        return false;
      }
      setRefusal(null);
      if (!changed(before, outcome.split)) return true;
      setHistory((past) => record(past, before, run, Date.now()));
      take(outcome.split);
      return true;
    },
    [take],
  );

  const unlockAndRetry = useCallback(
    (entity: string) => {
      const refused = latest.current.refusal;
      if (!refused) return;
      attempt((now) => {
        const open = setLock(now, entity, false);
        const outcome = refused.again(open);
        return outcome.ok ? outcome : { ok: true, split: open };
      });
    },
    [attempt],
  );

  const travel = useCallback(
    (go: typeof undo) => {
      const step = go(latest.current.history, latest.current.split);
      if (!step) return;
      setHistory(step.history);
      take(step.split);
    },
    [take],
  );

  return {
    split,
    refusal,
    said,
    attempt,
    unlockAndRetry,
    canUndo: undo(history, split) !== null,
    canRedo: redo(history, split) !== null,
    forgetRefusal: useCallback(() => setRefusal(null), []),
    undo: useCallback(() => travel(undo), [travel]),
    redo: useCallback(() => travel(redo), [travel]),
  };
}

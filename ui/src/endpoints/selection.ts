// Which endpoints are marked for a job on many. Nothing of it costs a row anything until marking begins. Names, not places:
// a mark stays with its endpoint when the list is sorted or narrowed. Used by Page.tsx and the list.
import { useCallback, useState } from "react";

/** Jobs on many run for minutes; past this one works in parts. The core has the same limit. */
export const MOST_MARKED = 200;

export type Selection = {
  /** Marking has begun: rows show a box. */
  on: boolean;
  names: ReadonlySet<string>;
  begin: () => void;
  /** Marks an endpoint or takes its mark away; begins marking. */
  toggle: (name: string) => void;
  mark: (names: readonly string[]) => void;
  end: () => void;
};

const NONE: ReadonlySet<string> = new Set();

export function useSelection(): Selection {
  const [on, setOn] = useState(false);
  const [names, setNames] = useState(NONE);
  const begin = useCallback(() => setOn(true), []);
  const toggle = useCallback((name: string) => {
    setOn(true);
    setNames((now) => {
      const next = new Set(now);
      if (!next.delete(name) && next.size < MOST_MARKED) next.add(name);
      return next;
    });
  }, []);
  const mark = useCallback((more: readonly string[]) => {
    setNames((now) => new Set([...now, ...more].slice(0, MOST_MARKED)));
  }, []);
  const end = useCallback(() => {
    setOn(false);
    setNames(NONE);
  }, []);
  return { on, names, begin, toggle, mark, end };
}

// The clock, for parts that show passing time. One timer for all parts of the same pace, none while no part needs it.
import { useSyncExternalStore } from "react";

type Pace = {
  listeners: Set<() => void>;
  timer: number | undefined;
  now: number;
  // Made once a pace: a new function each render would subscribe anew each render, and so render without end.
  subscribe: (listener: () => void) => () => void;
  read: () => number;
};
const paces = new Map<number, Pace>();

function paceOf(every: number): Pace {
  const known = paces.get(every);
  if (known) return known;
  const pace: Pace = {
    listeners: new Set(),
    timer: undefined,
    now: Date.now(),
    subscribe: (listener) => {
      pace.listeners.add(listener);
      if (pace.timer === undefined) {
        pace.now = Date.now();
        pace.timer = window.setInterval(() => tick(pace), every);
      }
      return () => {
        pace.listeners.delete(listener);
        if (pace.listeners.size > 0) return;
        window.clearInterval(pace.timer);
        pace.timer = undefined;
      };
    },
    read: () => pace.now,
  };
  paces.set(every, pace);
  return pace;
}

function tick(pace: Pace): void {
  pace.now = Date.now();
  for (const each of pace.listeners) each();
}

/** Now in unix milliseconds, renewed every so many milliseconds. */
export function useNow(every: number): number {
  const pace = paceOf(every);
  return useSyncExternalStore(pace.subscribe, pace.read);
}

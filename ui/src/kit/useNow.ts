// The clock, for parts that show passing time. One timer for all parts of the same pace, none while no part needs it.
import { useSyncExternalStore } from "react";

type Pace = { listeners: Set<() => void>; timer: number | undefined; now: number };
const paces = new Map<number, Pace>();

function paceOf(every: number): Pace {
  let pace = paces.get(every);
  if (!pace) {
    pace = { listeners: new Set(), timer: undefined, now: Date.now() };
    paces.set(every, pace);
  }
  return pace;
}

function tick(pace: Pace): void {
  pace.now = Date.now();
  for (const each of pace.listeners) each();
}

/** Now in unix milliseconds, renewed every so many milliseconds. */
export function useNow(every: number): number {
  return useSyncExternalStore(
    (listener) => {
      const pace = paceOf(every);
      pace.listeners.add(listener);
      pace.now = Date.now();
      if (pace.timer === undefined) pace.timer = window.setInterval(() => tick(pace), every);
      return () => {
        pace.listeners.delete(listener);
        if (pace.listeners.size > 0) return;
        window.clearInterval(pace.timer);
        pace.timer = undefined;
      };
    },
    () => paceOf(every).now,
  );
}

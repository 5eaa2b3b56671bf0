// Going through many endpoints a few at a time, and what became of one entity in words. Pure. Used by BulkBench.tsx.
import type { Bench, BenchRow, Failure } from "../ipc/bindings";

export type Benched = { bench: Bench | null; failure: Failure | null; ended: boolean };

/** Does something for each, so many at the same time, in the order given. Ends when the last has ended. */
export async function inTurns<T>(
  all: readonly T[],
  together: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const left = [...all];
  const lane = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(together, all.length) }, lane));
}

export function benchWords(row: Pick<BenchRow, "state" | "explanation">): string {
  switch (row.state) {
    case "ok":
      return "Yes";
    case "failed":
      return row.explanation?.title ?? "No";
    case "stopped":
      return "Stopped";
    case "running":
      return "Calling";
    default:
      return "Waiting";
  }
}

import { expect, test } from "vitest";
import type { Bench, BenchRow, Observed } from "../../ipc/bindings";
import { sampleFailure } from "../../ipc/testing";
import { warningsOf } from "../words";
import { brokenOf, readingsOf } from "./health";

const row = (entity: string, more: Partial<BenchRow>): BenchRow => ({
  entity,
  state: "ok",
  servedBy: entity,
  firstWordMs: 600,
  totalMs: 900,
  tokens: 12,
  explanation: null,
  ...more,
});
const bench = (...rows: BenchRow[]): Bench => ({ endpoint: "e", rows, readiness: { score: 50, lines: [] } });
const observed: Observed = {
  calls: 100,
  done: 100,
  failed: 0,
  unnamed: 0,
  counts: [{ entity: "a", configured: 70, count: 68, failed: 0, observed: 68, low: 58, high: 77 }],
  sentence: "",
  verdict: "fits",
  explanation: null,
  ended: true,
};
const refused = sampleFailure({ title: "Cohere refused the key" }).explanation;

test("health says works with the time to the first word, slow from four seconds on, and why not", () => {
  const readings = readingsOf(
    bench(
      row("a", {}),
      row("b", { firstWordMs: 4_100 }),
      row("c", { state: "failed", explanation: refused }),
      row("d", { state: "waiting" }),
    ),
    null,
  );
  const words = [...readings.values()].map(({ health }) => health && [health.tone, health.words]);
  expect(words).toEqual([
    ["ready", "Works, 0.6 s"],
    ["warning", "Slow, 4.1 s"],
    ["failed", "Cohere refused the key"],
    null,
  ]);
  expect([...brokenOf(readings)]).toEqual([["c", "Cohere refused the key"]]);
});

test("bench and observed split of one entity stand side by side; without a call nothing was observed", () => {
  const both = readingsOf(bench(row("a", {})), observed).get("a");
  expect([both?.health?.words, both?.seen?.observed]).toEqual(["Works, 0.6 s", 68]);
  expect(readingsOf(null, { ...observed, done: 0 }).size).toBe(0);
});

test("a split that gives more to an entity that did not answer is warned about, less is not", () => {
  const readings = readingsOf(bench(row("b", { state: "failed", explanation: refused })), null);
  const live = [
    { entity: "a", percent: 90 },
    { entity: "b", percent: 10 },
  ];
  const [more] = warningsOf(
    live,
    [
      { entity: "a", percent: 50 },
      { entity: "b", percent: 50 },
    ],
    readings,
  );
  expect(more).toBe(
    "b gets more requests, but it did not answer when it was called last: Cohere refused the key.",
  );
  expect(warningsOf(live, [{ entity: "a", percent: 100 }], readings)).toEqual([]);
});

// Made-up answers for ramps, observed splits, benches and drills. #ramp=pausing (or any other state) shows a ramp on the
// endpoint that is open, #leftover a copy that a drill left behind.
import type { Bench, Drill, Observed, Ramp } from "../src/ipc/bindings";
import { endpoint, failure } from "./world";

type Args = Record<string, unknown>;
type Sink<T> = { onmessage: (message: T) => void };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const wishes = new URLSearchParams(location.hash.slice(1));

const sharesOf = (name: string) =>
  endpoint(name).entities.map(({ name: entity, share }) => ({ entity, percent: share }));
const here = () => decodeURIComponent(location.pathname.split("/")[2] ?? "");
let ramp: Ramp | null = null;
let left = wishes.has("leftover");

function madeUpRamp(state: Ramp["state"]): Ramp {
  const saved = sharesOf(here());
  const [first, second] = saved;
  const steps = [8, 20, 40, 60].map((points, at) => ({
    pauseMinutes: at === 3 ? 0 : 15,
    shares: saved.map((share) =>
      share === first
        ? { ...share, percent: share.percent - points }
        : share === second
          ? { ...share, percent: share.percent + points }
          : share,
    ),
  }));
  const moving = state === "pausing";
  return {
    id: "r1",
    endpoint: here(),
    steps,
    at: 1,
    state,
    nextAt: moving ? Date.now() + 754_000 : null,
    saved,
    explanation: state === "failed" || state === "stopped" ? failure("refused").explanation : null,
    startedAt: Date.now() - 1_200_000,
  };
}

function benchOf(name: string, done: number): Bench {
  const rows = endpoint(name).entities.map(({ name: entity }, at, all) => {
    const broken = all.length > 2 && at === all.length - 1;
    const state = at >= done ? "running" : broken ? "failed" : "ok";
    return {
      entity,
      state,
      servedBy: state === "ok" ? entity : null,
      firstWordMs: state === "ok" ? 420 + at * 1_900 : null,
      totalMs: state === "ok" ? 900 + at * 2_100 : null,
      tokens: state === "ok" ? 14 : null,
      explanation: state === "failed" ? failure("refused").explanation : null,
    } as const;
  });
  const lines = [
    { ok: true, text: "Fallback is on." },
    { ok: true, text: "The next entity in order works." },
    { ok: rows.length < 3, text: "Every entity works." },
  ];
  return { endpoint: name, rows, readiness: { score: rows.length < 3 ? 100 : 67, lines } };
}

function withFailures(news: Observed): Observed {
  return {
    ...news,
    failed: 4,
    sentence: `${news.sentence} Failed calls: 4 at ${news.counts[0]?.entity}.`,
    counts: news.counts.map((count, at) => ({ ...count, failed: at === 0 ? 4 : 0 })),
  };
}

function observedOf(name: string, calls: number, done: number): Observed {
  const counts = sharesOf(name).map(({ entity, percent }, at) => {
    const observed = Math.max(0, percent + ([-2, 3, -1, 0][at % 4] ?? 0));
    const width = 196 * Math.sqrt(((observed / 100) * (1 - observed / 100)) / Math.max(1, done));
    return {
      entity,
      configured: percent,
      count: Math.round((observed * done) / 100),
      failed: 0,
      observed,
      low: Math.max(0, observed - width),
      high: Math.min(100, observed + width),
    };
  });
  const sentence = `${done} calls can tell shares apart by about ${Math.round(98 / Math.sqrt(done))} points.`;
  return {
    calls,
    done,
    failed: 0,
    unnamed: 0,
    counts,
    sentence,
    verdict: "fits",
    explanation: null,
    ended: done === calls,
  };
}

function drillOf(name: string, at: number): Drill {
  const titles = [
    ["create", "A copy whose first entity always fails"],
    ["wait", "Databricks brings it up"],
    ["call", "One call"],
    ["remove", "The copy is removed"],
  ] as const;
  const over = at >= titles.length;
  const by = endpoint(name).entities[1]?.name ?? "";
  return {
    id: "d1",
    endpoint: name,
    clone: `${name}-drill-3fa1`,
    state: (["creating", "waiting", "calling", "removing"] as const)[at] ?? "done",
    steps: titles.map(([kind, title], index) => ({
      kind,
      title,
      state: index < at ? "done" : index === at ? "running" : "waiting",
      explanation: null,
      milliseconds: index < at ? 400 + index * 700 : null,
    })),
    failing: by,
    expected: by,
    answeredBy: over ? by : null,
    sentence: over ? `The failing entity was skipped, and ${by} answered after 1.2 s. The copy is gone.` : "",
    explanation: null,
    startedAt: Date.now(),
  };
}

async function walk<T>(told: unknown, news: T[]): Promise<T | undefined> {
  for (const one of news) {
    (told as Sink<T>).onmessage(one);
    await pause(wishes.has("quick") ? 5 : 500);
  }
  return news.at(-1);
}

export const traffic: Record<string, (args: Args) => unknown> = {
  traffic_ramps: () => {
    const wish = wishes.get("ramp") as Ramp["state"] | null;
    if (wish && !ramp) ramp = madeUpRamp(wish);
    return ramp ? [ramp] : [];
  },
  traffic_ramp_start: async ({ endpoint: name, steps, told }) => {
    const base = { ...madeUpRamp("writing"), endpoint: String(name), steps: steps as Ramp["steps"], at: 0 };
    ramp = base;
    await walk(told, [base, { ...base, state: "rolling" as const }]);
    ramp = { ...base, state: "pausing", nextAt: Date.now() + 900_000 };
    (told as Sink<Ramp>).onmessage(ramp);
    await pause(3_600_000);
    return ramp;
  },
  traffic_ramp_abort: () => {
    const over = { ...(ramp ?? madeUpRamp("aborted")), state: "aborted" as const };
    ramp = null;
    wishes.delete("ramp");
    return over;
  },
  traffic_ramp_forget: () => {
    ramp = null;
    wishes.delete("ramp");
    return null;
  },
  traffic_ramp_now: () => null,
  // #measured shows what an earlier run of the app measured.
  traffic_results: ({ endpoint: name }) =>
    wishes.has("measured")
      ? {
          observed: withFailures(observedOf(String(name), 100, 96)),
          observedAt: Date.now() - 26 * 3_600_000,
          bench: null,
          benchAt: null,
        }
      : { observed: null, observedAt: null, bench: null, benchAt: null },
  traffic_observe_cost: ({ calls }) => ({
    calls,
    sentence: `${calls} calls, each a prompt of one word, answered with at most one token. Providers charge for them like for any other call, and they count against the rate limits. ${calls} can tell a share to about ±10 points.`,
  }),
  traffic_observe: ({ endpoint: name, calls, told }) =>
    walk(
      told,
      [10, 40, 70, 100].map((part) =>
        observedOf(String(name), Number(calls), Math.round((Number(calls) * part) / 100)),
      ),
    ),
  traffic_observe_stop: () => null,
  traffic_bench: ({ endpoint: name, told }) =>
    walk(
      told,
      [0, 1, 2, 9].map((done) => benchOf(String(name), done)),
    ),
  traffic_bench_stop: () => null,
  traffic_drill_begin: ({ endpoint: name, told }) =>
    walk(
      told,
      [0, 1, 2, 3, 4].map((at) => drillOf(String(name), at)),
    ),
  traffic_drills: () => (left ? [{ ...drillOf(here(), 3), state: "leftover" }] : []),
  traffic_drill_remove: () => {
    left = false;
    return null;
  },
};

// What this room asks of the core beside the draft: ramps, observed splits, benches and failover drills, and where their
// answers stand in the cache. Those that take a while (readings/runs.ts, ramp/runs.ts) outlive the page that began them.
import type { Explanation, Failure, Share } from "../ipc/bindings";
import { commands, freshness } from "../ipc/bindings";
import type { Result } from "../ipc/call";

export type RampStep = { shares: Share[]; pauseMinutes: number };
export type RampState =
  | "planned"
  | "writing"
  | "rolling"
  | "pausing"
  | "stopped"
  | "done"
  | "aborted"
  | "failed"
  | "interrupted";
export type Ramp = {
  id: string;
  endpoint: string;
  steps: RampStep[];
  at: number;
  state: RampState;
  nextAt: number | null;
  saved: Share[];
  explanation: Explanation | null;
  startedAt: number;
};

export type ObservedCount = {
  entity: string;
  configured: number;
  count: number;
  observed: number;
  low: number;
  high: number;
};
export type Observed = {
  calls: number;
  done: number;
  failed: number;
  /** Answers that did not say which entity they are from. */
  unnamed: number;
  counts: ObservedCount[];
  sentence: string;
  verdict: "fits" | "differs" | "tooFew";
  explanation: Explanation | null;
  ended: boolean;
};
export type ObserveCost = { sentence: string; calls: number };

export type BenchRow = {
  entity: string;
  state: "waiting" | "running" | "ok" | "failed" | "stopped";
  servedBy: string | null;
  firstWordMs: number | null;
  totalMs: number | null;
  tokens: number | null;
  explanation: Explanation | null;
};
export type Bench = {
  endpoint: string;
  rows: BenchRow[];
  readiness: { score: number; lines: { ok: boolean; text: string }[] } | null;
};

export type DrillStep = {
  kind: "create" | "wait" | "call" | "remove";
  title: string;
  state: "waiting" | "running" | "done" | "failed" | "unknown" | "skipped";
  explanation: Explanation | null;
  milliseconds: number | null;
};
export type Drill = {
  id: string;
  endpoint: string;
  clone: string;
  state: "creating" | "waiting" | "calling" | "removing" | "done" | "failed" | "leftover";
  steps: DrillStep[];
  /** The entity whose place something that always fails took. */
  failing: string;
  expected: string;
  answeredBy: string | null;
  sentence: string;
  explanation: Explanation | null;
  startedAt: number;
};

type Answer<T> = Promise<Result<T, Failure>>;
type Stream<T> = { onmessage: (message: T) => void };
type Asks = {
  trafficRamps: () => Answer<Ramp[]>;
  trafficRampStart: (endpoint: string, stamp: string, steps: RampStep[], told: Stream<Ramp>) => Answer<Ramp>;
  trafficRampAbort: (id: string) => Answer<Ramp>;
  trafficRampResume: (id: string, told: Stream<Ramp>) => Answer<Ramp>;
  trafficRampForget: (id: string) => Answer<null>;
  trafficRampNow: (id: string) => Answer<null>;
  trafficObserveCost: (endpoint: string, calls: number) => Answer<ObserveCost>;
  trafficObserve: (endpoint: string, calls: number, run: string, told: Stream<Observed>) => Answer<Observed>;
  trafficObserveStop: (run: string) => Answer<null>;
  trafficBench: (endpoint: string, run: string, told: Stream<Bench>) => Answer<Bench>;
  trafficBenchStop: (run: string) => Answer<null>;
  trafficDrillBegin: (endpoint: string, told: Stream<Drill>) => Answer<Drill>;
  trafficDrills: () => Answer<Drill[]>;
  trafficDrillRemove: (id: string) => Answer<null>;
};

export const asks = commands as unknown as Asks;

const known = (command: string) => freshness.some((row: { command: string }) => row.command === command);
/** What this core can do; what it cannot is not shown. */
export const has = {
  ramps: known("traffic_ramp_start"),
  observing: known("traffic_observe"),
  bench: known("traffic_bench"),
  drill: known("traffic_drill_begin"),
};

/** Keys carry the workspace: a run that ends after a switch must not show its result in another one. */
export const trafficKeys = {
  ramps: (workspace: string) => ["traffic", "ramps", workspace] as const,
  ramp: (workspace: string, endpoint: string) => ["traffic", "ramp", workspace, endpoint] as const,
  observed: (workspace: string, endpoint: string) => ["traffic", "observed", workspace, endpoint] as const,
  bench: (workspace: string, endpoint: string) => ["traffic", "bench", workspace, endpoint] as const,
  drill: (workspace: string, endpoint: string) => ["traffic", "drill", workspace, endpoint] as const,
  drills: (workspace: string) => ["traffic", "drills", workspace] as const,
};

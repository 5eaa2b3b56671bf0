// What the counts of an endpoint say: calls, refusals and waiting times of the last minute, and the rest by name. Pure; which
// lines there are changes with the kind of endpoint, so nothing here depends on one being there. Used by MetricsCard.tsx.
import type { MetricLine } from "../ipc/bindings";

export type Counts = {
  /** null: the endpoint does not count it. */
  calls: number | null;
  refused: number | null;
  failed: number | null;
  /** Half of the calls took no longer, in milliseconds; null when nothing was called. */
  half: Bound | null;
  most: Bound | null;
  others: MetricLine[];
};

/** As exact as the buckets are: "up to 250", or "more than 600000". */
export type Bound = { above: number; upTo: number | null };

const CALLS = "request_count_total";
const REFUSED = "request_4xx_count_total";
const FAILED = "request_5xx_count_total";
const LATENCY = "request_latency_ms";

export function countsOf(lines: readonly MetricLine[]): Counts {
  const buckets = bucketsOf(lines);
  const known = new Set([CALLS, REFUSED, FAILED]);
  return {
    calls: sum(lines, CALLS),
    refused: sum(lines, REFUSED),
    failed: sum(lines, FAILED),
    half: boundOf(buckets, 0.5),
    most: boundOf(buckets, 0.95),
    others: lines.filter((line) => !known.has(line.name) && !/_(bucket|sum|count)$/.test(line.name)),
  };
}

function sum(lines: readonly MetricLine[], name: string): number | null {
  const found = lines.filter((line) => line.name === name);
  return found.length === 0 ? null : found.reduce((all, line) => all + line.value, 0);
}

type Bucket = { upTo: number; calls: number };

/** The buckets of all served entities together, each with the calls that took no longer. */
function bucketsOf(lines: readonly MetricLine[]): Bucket[] {
  const calls = new Map<number, number>();
  for (const line of lines) {
    if (line.name !== `${LATENCY}_bucket`) continue;
    const le = line.labels.find((label) => label.name === "le")?.value ?? "";
    const upTo = le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le);
    if (!Number.isNaN(upTo)) calls.set(upTo, (calls.get(upTo) ?? 0) + line.value);
  }
  return [...calls].map(([upTo, count]) => ({ upTo, calls: count })).sort((a, b) => a.upTo - b.upTo);
}

/** Between which bounds the call lies that the given share of all was not slower than. */
function boundOf(buckets: readonly Bucket[], share: number): Bound | null {
  const all = buckets.at(-1)?.calls ?? 0;
  if (all <= 0) return null;
  const place = buckets.findIndex((bucket) => bucket.calls >= all * share);
  const upTo = buckets[place]?.upTo ?? Number.POSITIVE_INFINITY;
  return {
    above: place > 0 ? (buckets[place - 1]?.upTo ?? 0) : 0,
    upTo: Number.isFinite(upTo) ? upTo : null,
  };
}

export function boundWords(bound: Bound | null): string {
  if (bound === null) return "–";
  if (bound.upTo === null) return `more than ${milliseconds(bound.above)}`;
  return `up to ${milliseconds(bound.upTo)}`;
}

function milliseconds(value: number): string {
  return value < 1_000 ? `${value} ms` : `${(value / 1_000).toLocaleString("en")} s`;
}

/** "gpu_usage_percentage" with its labels, as a person reads it. */
export function metricWords(line: MetricLine): string {
  const labels = line.labels.filter((label) => label.name !== "endpoint_name").map((label) => label.value);
  const name = line.name.replaceAll("_", " ");
  return labels.length === 0 ? name : `${name}, ${labels.join(", ")}`;
}

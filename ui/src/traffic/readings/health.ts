// What the latest bench and observed split say of each entity, as the table, the fallback line and the review need it. Pure.
import type { Bench, BenchRow, Observed } from "../../ipc/bindings";

/** `tone` chooses glyph and colour; a slow entity works, so it warns and does not fail. */
export type Health = { tone: "ready" | "warning" | "failed" | "updating"; words: string; why: string | null };
export type Seen = { observed: number; low: number; high: number };
export type Reading = { health: Health | null; seen: Seen | null };
export type Readings = ReadonlyMap<string, Reading>;

/** From here on an answer to one short question is called slow. */
const SLOW_MS = 4_000;

export function readingsOf(bench: Bench | null, observed: Observed | null): Readings {
  const readings = new Map<string, Reading>();
  for (const row of bench?.rows ?? []) readings.set(row.entity, { health: healthOf(row), seen: null });
  if (observed && observed.done > 0) {
    for (const { entity, observed: share, low, high } of observed.counts) {
      readings.set(entity, {
        health: readings.get(entity)?.health ?? null,
        seen: { observed: share, low, high },
      });
    }
  }
  return readings;
}

function healthOf(row: BenchRow): Health | null {
  if (row.state === "waiting" || row.state === "stopped") return null;
  if (row.state === "running") return { tone: "updating", words: "Being called", why: null };
  if (row.state === "failed") {
    const words = row.explanation?.title ?? "No answer";
    return { tone: "failed", words, why: row.explanation?.cause ?? null };
  }
  const took = row.firstWordMs ?? row.totalMs;
  if (took === null) return { tone: "ready", words: "Works", why: null };
  const seconds = `${(took / 1_000).toFixed(1)} s`;
  return took >= SLOW_MS
    ? { tone: "warning", words: `Slow, ${seconds}`, why: null }
    : { tone: "ready", words: `Works, ${seconds}`, why: null };
}

/** Entities that did not answer when they were called last, with the reason. */
export function brokenOf(readings: Readings): Map<string, string> {
  const broken = new Map<string, string>();
  for (const [entity, { health }] of readings) {
    if (health?.tone === "failed") broken.set(entity, health.words);
  }
  return broken;
}

// Geometry of the split bar in pixels: where labels go that do not fit, how dividers that nearly share a pixel are spread
// over lanes, and which one a pointer means. Pure; the drawing is SplitBar's, the arithmetic of shares divider.ts's.

/** The size of what can be grabbed around a divider, for a mouse and for a finger; nearer ones get lanes. */
export const HIT = 24;
export const TOUCH_HIT = 44;

export type Lane = { lane: number; of: number };

/** Dividers that crowd share the thickness of the bar in lanes; two in one lane are never closer than a hit area. */
export function lanes(positions: readonly number[], hit = HIT): Lane[] {
  const found: Lane[] = [];
  let crowd: Lane[] = [];
  let lastInLane: number[] = [];
  for (const [at, position] of positions.entries()) {
    if (at === 0 || position - (positions[at - 1] ?? 0) >= hit) {
      crowd = [];
      lastInLane = [];
    }
    const free = lastInLane.findIndex((last) => position - last >= hit);
    const lane = free < 0 ? lastInLane.length : free;
    lastInLane[lane] = position;
    crowd.push({ lane, of: 1 });
    found.push(crowd.at(-1) as Lane);
    for (const one of crowd) one.of = lastInLane.length;
  }
  return found;
}

/**
 * The divider a pointer means: within reach along the bar, and of those the one whose lane is nearest across it.
 * `across` runs from 0 to 1 over the thickness of the bar. Null when none is in reach.
 */
export function pick(positions: readonly number[], along: number, across: number, hit = HIT): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, { lane, of }] of lanes(positions, hit).entries()) {
    const off = Math.abs((positions[at] ?? 0) - along);
    if (off > hit / 2) continue;
    const beside = of === 1 ? 0 : Math.abs((lane + 0.5) / of - across);
    const cost = beside * hit * of + off / hit;
    if (cost < least) {
      least = cost;
      best = at;
    }
  }
  return best;
}

/** How much of a segment's label fits inside it. */
export type Fit = "name" | "share" | "below";

/** Below 8 % a label always moves under the bar; above it the pixels decide. */
export function labelFit(percent: number, pixels: number): Fit {
  if (percent < 8 || pixels < 46) return "below";
  return pixels < 84 ? "share" : "name";
}

/** Left edges for labels that want to be centred: kept apart, in order, inside the bar. */
export function spread(centres: readonly number[], width: number, room: number): number[] {
  const lefts: number[] = [];
  for (const centre of centres) lefts.push(Math.max(centre - width / 2, (lefts.at(-1) ?? -width) + width, 0));
  let limit = room - width;
  for (let at = lefts.length - 1; at >= 0; at -= 1) {
    lefts[at] = Math.max(0, Math.min(lefts[at] ?? 0, limit));
    limit = (lefts[at] ?? 0) - width;
  }
  return lefts;
}

// The split said in words: what happens to 100 requests, what a draft changes, what a divider says. Pure text, no state.
// Called by the editor, the draft bar and the review; the create flow takes `requestsInWords` through index.ts.
import type { Share } from "../ipc/bindings";
import type { Readings } from "./readings/health";

type Portion = { readonly entity: string; readonly percent: number };

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[], last: "and" | "or" = "and"): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}

/** Pieces of the sentence under the bar, so that numbers can be set in bold. */
export type Piece = { text: string; strong: boolean };

export function requestPieces(split: readonly Portion[]): Piece[] {
  const shown = split.filter((share) => share.percent > 0);
  const [only] = shown;
  if (!only) return [{ text: "No served entity gets a request.", strong: false }];
  if (shown.length === 1) return [{ text: `Every request goes to ${only.entity}.`, strong: false }];
  const pieces: Piece[] = [{ text: "Out of 100 requests about ", strong: false }];
  shown.forEach((share, at) => {
    const goes = at === 0 ? " go to " : " to ";
    const next = at === shown.length - 1 ? "." : at === shown.length - 2 ? " and " : ", ";
    pieces.push(
      { text: String(share.percent), strong: true },
      { text: `${goes}${share.entity}${next}`, strong: false },
    );
  });
  return pieces;
}

export function requestsInWords(split: readonly Portion[]): string {
  return requestPieces(split)
    .map((piece) => piece.text)
    .join("");
}

export const BY_CHANCE = "Each request is drawn by chance, so one conversation may hop between models.";

/** How a divider, and the live region, speak of shares. */
export function spoken(shares: readonly Portion[]): string {
  return shares.map((share) => `${share.entity} ${share.percent} percent`).join(", ");
}

/** How many of 100 requests change hands between two splits. */
export function pointsMoved(before: readonly Portion[], after: readonly Portion[]): number {
  return differences(before, after).reduce((sum, one) => sum + Math.max(0, one.to - one.from), 0);
}

export type Difference = { entity: string; from: number; to: number };

/** Entities whose share differs, in the order of the later split; those that left come last. */
export function differences(before: readonly Portion[], after: readonly Portion[]): Difference[] {
  const from = new Map(before.map((share) => [share.entity, share.percent]));
  const to = new Map(after.map((share) => [share.entity, share.percent]));
  const names = [...to.keys(), ...[...from.keys()].filter((name) => !to.has(name))];
  return names
    .map((entity) => ({ entity, from: from.get(entity) ?? 0, to: to.get(entity) ?? 0 }))
    .filter((one) => one.from !== one.to);
}

export function sameOrder(before: readonly Portion[], after: readonly Portion[]): boolean {
  return before.length === after.length && before.every((share, at) => share.entity === after[at]?.entity);
}

/** The draft bar's sentence; null when the draft is what is live. */
export function draftInWords(live: readonly Portion[], draft: readonly Portion[]): string | null {
  const changed = differences(live, draft);
  const reordered = !sameOrder(live, draft);
  if (changed.length === 0) return reordered ? "The fallback order changed. Nothing is live yet." : null;
  const losers = changed.filter((one) => one.to < one.from).map((one) => one.entity);
  const points = pointsMoved(live, draft);
  const order = reordered ? " The fallback order changed as well." : "";
  const [noun, verb] = points === 1 ? ["point", "moves"] : ["points", "move"];
  return `${changed.length} shares changed, ${points} ${noun} ${verb} away from ${listed(losers)}.${order} Nothing is live yet.`;
}

/** "60 / 25 / 15". */
export function inNumbers(shares: readonly Portion[]): string {
  return shares.map((share) => share.percent).join(" / ");
}

/** Whether what came back from the workspace is what was sent: values and order. Null when it is. */
export function arrivedOtherwise(sent: readonly Share[], came: readonly Share[]): string | null {
  const changed = differences(sent, came);
  if (changed.length > 0) {
    const lines = changed.map((one) => `${one.entity} has ${one.to} % instead of ${one.from} %`);
    return `The workspace came back with other shares: ${listed(lines)}.`;
  }
  if (sameOrder(sent, came)) return null;
  return `The shares are right, but the fallback order came back as ${came.map((share) => share.entity).join(", ")}.`;
}

/** In production a large move is confirmed by typing the endpoint's name: over 25 points, or everything to one entity. */
export function isLargeMove(before: readonly Portion[], after: readonly Portion[]): boolean {
  const all = (shares: readonly Portion[]) => shares.find((share) => share.percent === 100)?.entity;
  return pointsMoved(before, after) > 25 || (all(after) !== undefined && all(after) !== all(before));
}

/** What speaks against a split, from the last time each entity was called: entities that get more and did not answer. */
export function warningsOf(
  before: readonly Portion[],
  after: readonly Portion[],
  readings: Readings,
): string[] {
  return differences(before, after)
    .filter((one) => one.to > one.from && readings.get(one.entity)?.health?.tone === "failed")
    .map((one) => {
      const why = readings.get(one.entity)?.health?.words ?? "";
      return `${one.entity} gets more requests, but it did not answer when it was called last: ${why}.`;
    });
}

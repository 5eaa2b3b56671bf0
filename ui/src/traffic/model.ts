// The split of an endpoint and every edit of single shares, as pure functions: whole numbers from 0 to 100, the sum is
// always 100, a locked share moves only when it is edited itself. Dividers live in divider.ts, presets in presets.ts,
// undo in history.ts, sentences in words.ts. Called by the editor and, through index.ts, by the create flow.
import { listed } from "./words";

/** One served entity's part of the traffic. The order of a split is the fallback order. */
export type SplitShare = { entity: string; percent: number; locked: boolean };
export type Split = readonly SplitShare[];

/** An edit either gives the whole new split or says why not, and which locks would have to be opened for it. */
export type Outcome = { ok: true; split: Split } | { ok: false; reason: string; unlock: string[] };

export const done = (split: Split): Outcome => ({ ok: true, split });
export const refused = (reason: string, unlock: string[] = []): Outcome => ({ ok: false, reason, unlock });

/** What is wrong with a split that came from elsewhere; null when it can be edited and sent. */
export function splitProblem(split: Split): string | null {
  if (split.length === 0) return "There is no served entity to send traffic to.";
  const names = new Set(split.map((share) => share.entity));
  if (names.size !== split.length) return "Two served entities have the same name.";
  const odd = split.find(({ percent }) => !isPercent(percent));
  if (odd) return `The share of ${odd.entity} is not a whole number from 0 to 100.`;
  const sum = total(split);
  return sum === 100 ? null : `The shares add up to ${sum}, not to 100.`;
}

export function isPercent(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 100;
}

export function total(split: Split): number {
  return split.reduce((sum, share) => sum + share.percent, 0);
}

export function percentOf(
  split: readonly { entity: string; percent: number }[],
  entity: string,
): number | null {
  return split.find((share) => share.entity === entity)?.percent ?? null;
}

/** Same entities, order, shares and locks. */
export function sameSplit(a: Split, b: Split): boolean {
  return (
    a.length === b.length &&
    a.every((share, at) => {
      const other = b[at];
      return (
        other?.entity === share.entity && other.percent === share.percent && other.locked === share.locked
      );
    })
  );
}

/** Whether both hold the same entities, in any order. */
export function sameEntities(a: readonly { entity: string }[], b: readonly { entity: string }[]): boolean {
  const names = new Set(a.map((share) => share.entity));
  return names.size === b.length && b.every((share) => names.has(share.entity));
}

/**
 * Whole parts of `points` in proportion to the weights, by largest remainder; earlier ones win a tie. When all weights
 * are 0 the first takes everything: waking one parked entity is a smaller surprise than waking all of them.
 */
export function apportion(points: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) return weights.map((_, at) => (at === 0 ? points : 0));
  const parts = weights.map((weight) => Math.floor((points * weight) / sum));
  const left = points - parts.reduce((all, part) => all + part, 0);
  const byRemainder = weights
    .map((weight, at) => ({ at, rest: (points * weight) % sum }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of byRemainder.slice(0, left)) parts[at] = (parts[at] ?? 0) + 1;
  return parts;
}

/** Gives an entity the share a person asked for; the unlocked others make room in proportion. */
export function setShare(split: Split, entity: string, percent: number): Outcome {
  const now = percentOf(split, entity);
  if (now === null) return refused(`${entity} is not part of this split.`);
  if (!Number.isFinite(percent)) return refused(`Type a whole number from 0 to 100 for ${entity}.`);
  if (percent < 0 || percent > 100) return refused("A share is a whole number from 0 to 100.");
  if (!Number.isInteger(percent)) return refused(wholeOnly(percent));
  if (percent === now) return done(split);
  if (split.length === 1) return refused(`${entity} is the only served entity, so it answers every request.`);
  const free = split.filter((share) => share.entity !== entity && !share.locked);
  const locked = split.filter((share) => share.entity !== entity && share.locked);
  const pool = total(free);
  if (free.length === 0) return refused(allOthersLocked(entity, locked), locked.map(nameOf));
  if (percent - now > pool)
    return refused(tooMuch(entity, now + pool, locked), locked.filter(holds).map(nameOf));
  const parts = apportion(
    pool + now - percent,
    free.map((share) => share.percent),
  );
  return done(withPercents(split, new Map([[entity, percent], ...pairs(free, parts)])));
}

/** One step of the number field: as `setShare`, but stopping at 0 and 100 instead of complaining. */
export function stepShare(split: Split, entity: string, by: number): Outcome {
  const now = percentOf(split, entity);
  if (now === null) return refused(`${entity} is not part of this split.`);
  return setShare(split, entity, Math.max(0, Math.min(100, now + by)));
}

/** A new entity comes in at 0 %, last in the fallback order. The first one of all takes everything. */
export function addShare(split: Split, entity: string): Outcome {
  if (entity === "") return refused("A served entity needs a name before it can have a share.");
  if (split.some((share) => share.entity === entity))
    return refused(`${entity} is already part of this split.`);
  return done([...split, { entity, percent: split.length === 0 ? 100 : 0, locked: false }]);
}

/** Takes an entity out. Its share goes to `receiver`, or without one to the unlocked others in proportion. */
export function removeShare(split: Split, entity: string, receiver?: string): Outcome {
  const points = percentOf(split, entity);
  if (points === null) return refused(`${entity} is not part of this split.`);
  const rest = split.filter((share) => share.entity !== entity);
  if (rest.length === 0) return refused("An endpoint needs at least one served entity.");
  const chosen = receiver === undefined ? undefined : rest.find((share) => share.entity === receiver);
  if (receiver !== undefined && !chosen) return refused(`${receiver} is not part of this split.`);
  if (points === 0) return done(rest);
  if (chosen?.locked)
    return refused(`${chosen.entity} is locked. Open its lock to give it more.`, [chosen.entity]);
  const takers = chosen ? [chosen] : rest.filter((share) => !share.locked);
  if (takers.length === 0) return refused(nowhereToGo(points, entity, rest), rest.map(nameOf));
  const parts = apportion(
    points,
    takers.map((share) => share.percent),
  );
  const grown = takers.map((share, at) => share.percent + (parts[at] ?? 0));
  return done(withPercents(rest, new Map(pairs(takers, grown))));
}

/** Moves an entity in the fallback order; -1 is one place earlier. Shares stay as they are. */
export function moveInOrder(split: Split, entity: string, by: -1 | 1): Outcome {
  const from = split.findIndex((share) => share.entity === entity);
  const to = from + by;
  const moved = split[from];
  const other = split[to];
  if (!moved) return refused(`${entity} is not part of this split.`);
  if (!other) return refused(`${entity} is already ${by < 0 ? "first" : "last"} in the fallback order.`);
  return done(split.map((share, at) => (at === from ? other : at === to ? moved : share)));
}

export function setLock(split: Split, entity: string, locked: boolean): Split {
  return split.map((share) => (share.entity === entity ? { ...share, locked } : share));
}

/** The same split with other percents for the entities named. */
export function withPercents(split: Split, percents: ReadonlyMap<string, number>): Split {
  return split.map((share) => {
    const percent = percents.get(share.entity);
    return percent === undefined || percent === share.percent ? share : { ...share, percent };
  });
}

const nameOf = (share: SplitShare): string => share.entity;
const holds = (share: SplitShare): boolean => share.percent > 0;

function pairs(shares: readonly SplitShare[], percents: readonly number[]): [string, number][] {
  return shares.map((share, at) => [share.entity, percents[at] ?? 0]);
}

function wholeOnly(percent: number): string {
  const below = Math.floor(percent);
  return `Databricks takes whole percents only: ${below} or ${below + 1}.`;
}

function allOthersLocked(entity: string, locked: readonly SplitShare[]): string {
  if (locked.length === 1) {
    return `${listed(locked.map(nameOf))} is locked, so the share of ${entity} cannot change. Open its lock first.`;
  }
  return `All others are locked, so the share of ${entity} cannot change. Open the lock of ${listed(locked.map(nameOf), "or")}.`;
}

function tooMuch(entity: string, most: number, locked: readonly SplitShare[]): string {
  const holding = locked.filter(holds);
  const held = total(holding);
  const locks = listed(holding.map(nameOf), "or");
  return `${entity} can have at most ${most} %, because ${held} % are locked elsewhere. Open the lock of ${locks} for more.`;
}

function nowhereToGo(points: number, entity: string, rest: readonly SplitShare[]): string {
  return `The ${points} % of ${entity} have nowhere to go, all others are locked. Open the lock of ${listed(rest.map(nameOf), "or")}.`;
}

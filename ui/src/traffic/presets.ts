// Ready-made splits: even, all to one, canary, swap two, back to live. All of them leave locked shares alone and refuse
// with the lock to open when they cannot. Single shares are edited in model.ts.
import type { Share } from "../ipc/bindings";
import {
  apportion,
  done,
  type Outcome,
  percentOf,
  refused,
  type Split,
  setShare,
  total,
  withPercents,
} from "./model";
import { listed } from "./words";

export const CANARY_STEPS = [5, 10, 25, 50] as const;

/** What is not locked is shared out evenly; earlier ones take the odd points. */
export function even(split: Split): Outcome {
  const free = split.filter((share) => !share.locked);
  if (split.length === 0) return done(split);
  if (free.length === 0)
    return refused("Every share is locked. Open a lock to share out evenly.", names(split));
  const points = 100 - total(split.filter((share) => share.locked));
  const parts = apportion(
    points,
    free.map(() => 1),
  );
  return done(withPercents(split, new Map(free.map((share, at) => [share.entity, parts[at] ?? 0]))));
}

/** Everything that is not locked elsewhere goes to one entity. */
export function allTo(split: Split, entity: string): Outcome {
  const target = split.find((share) => share.entity === entity);
  if (!target) return refused(`${entity} is not part of this split.`);
  if (target.locked) return refused(isLocked(entity), [entity]);
  const others = split.filter((share) => share.entity !== entity && share.locked);
  const points = 100 - total(others);
  if (points === 0) {
    const holders = names(others.filter((share) => share.percent > 0));
    return refused(`All traffic is locked elsewhere. Open the lock of ${listed(holders, "or")}.`, holders);
  }
  const percents = new Map(split.filter((share) => !share.locked).map((share) => [share.entity, 0]));
  return done(withPercents(split, percents.set(entity, points)));
}

/** The entity is the new one: it gets `percent`, the unlocked others keep their proportions. */
export function canary(split: Split, entity: string, percent: number): Outcome {
  const target = split.find((share) => share.entity === entity);
  return target?.locked ? refused(isLocked(entity), [entity]) : setShare(split, entity, percent);
}

/** Two entities exchange their shares. */
export function swap(split: Split, one: string, other: string): Outcome {
  const a = percentOf(split, one);
  const b = percentOf(split, other);
  if (a === null || b === null) return refused(`${a === null ? one : other} is not part of this split.`);
  const locked = names(
    split.filter((share) => share.locked && (share.entity === one || share.entity === other)),
  );
  if (locked.length > 0)
    return refused(`${listed(locked)} ${locked.length > 1 ? "are" : "is"} locked.`, locked);
  const swapped = new Map([
    [one, b],
    [other, a],
  ]);
  return done(withPercents(split, swapped));
}

/** Shares and fallback order as they are live. Entities that are not live yet keep their place behind, at 0 %. */
export function backToLive(split: Split, live: readonly Share[]): Outcome {
  const gone = live.filter((share) => percentOf(split, share.entity) === null);
  if (gone.some((share) => share.percent > 0)) {
    return refused(
      `${listed(gone.map((share) => share.entity))} was removed, so the live split cannot be restored.`,
    );
  }
  const locked = names(
    split.filter((share) => share.locked && share.percent !== (percentOf(live, share.entity) ?? 0)),
  );
  if (locked.length > 0) {
    return refused(
      `${listed(locked)} ${locked.length > 1 ? "are" : "is"} locked at another share than the live one.`,
      locked,
    );
  }
  const place = new Map(live.map((share, at) => [share.entity, at]));
  const ordered = [...split].sort(
    (a, b) => (place.get(a.entity) ?? live.length) - (place.get(b.entity) ?? live.length),
  );
  return done(ordered.map((share) => ({ ...share, percent: percentOf(live, share.entity) ?? 0 })));
}

const names = (split: Split): string[] => split.map((share) => share.entity);

function isLocked(entity: string): string {
  return `${entity} is locked. Open its lock first.`;
}

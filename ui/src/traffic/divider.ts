// Dividers of the split bar: which two visible neighbours each one stands between, how far it may go, where it snaps.
// Moving one changes its two neighbours and nothing else. Drawing and pointer events are SplitBar's business.
import { type Outcome, refused, type Split, type SplitShare, withPercents } from "./model";
import { spoken } from "./words";

/** `now`, `min` and `max` are positions on the bar, 0 at its start and 100 at its end. */
export type Divider = {
  left: string;
  right: string;
  now: number;
  min: number;
  max: number;
  /** Why it does not move, when a neighbour is locked. */
  fixed: string | null;
  spoken: string;
};

/** Dividers between visible neighbours, from the start of the bar. Entities at 0 % have no place on the bar. */
export function dividers(split: Split): Divider[] {
  const shown = split.filter((share) => share.percent > 0);
  let start = 0;
  return shown.slice(0, -1).map((left, at) => {
    const right = shown[at + 1] as SplitShare;
    const now = start + left.percent;
    const fixed = lockedNeighbour(left, right);
    const divider: Divider = {
      left: left.entity,
      right: right.entity,
      now,
      min: fixed ? now : start + 1,
      max: fixed ? now : now + right.percent - 1,
      fixed,
      spoken: spoken([left, right]),
    };
    start = now;
    return divider;
  });
}

/** Moves the divider that stands between `left` and its next visible neighbour to a position, within its limits. */
export function moveDivider(split: Split, left: string, position: number): Outcome {
  const divider = dividers(split).find((one) => one.left === left);
  if (!divider) return refused(`${left} has no neighbour on the bar.`);
  if (divider.fixed) {
    const names = [divider.left, divider.right];
    const locked = split.filter((share) => share.locked && names.includes(share.entity));
    return refused(
      divider.fixed,
      locked.map((share) => share.entity),
    );
  }
  const to = Math.max(divider.min, Math.min(divider.max, Math.round(position)));
  const by = to - divider.now;
  const percents = new Map<string, number>();
  for (const share of split) {
    if (share.entity === divider.left) percents.set(share.entity, share.percent + by);
    if (share.entity === divider.right) percents.set(share.entity, share.percent - by);
  }
  return { ok: true, split: by === 0 ? split : withPercents(split, percents) };
}

/** How near, in percent, a position has to be to a multiple of 5 to be drawn there. */
const MAGNET = 0.8;

/** The whole percent a pointer means: the nearest one, a multiple of 5 pulling stronger unless `free`. */
export function snap(position: number, free: boolean): number {
  const five = Math.round(position / 5) * 5;
  return !free && Math.abs(position - five) < MAGNET ? five : Math.round(position);
}

/**
 * The pull counts for the share one reads on the left of the divider, not for the position on the bar: 7 + 30 should
 * catch at 30, not at 35 - 7.
 */
export function snapShare(split: Split, divider: Divider, position: number, free: boolean): number {
  const share = split.find((one) => one.entity === divider.left)?.percent ?? 0;
  const start = divider.now - share;
  return start + snap(position - start, free);
}

function lockedNeighbour(left: SplitShare, right: SplitShare): string | null {
  if (left.locked && right.locked) {
    return `${left.entity} and ${right.entity} are locked. Open their locks to move this divider.`;
  }
  const locked = left.locked ? left : right.locked ? right : null;
  return locked && `${locked.entity} is locked. Open its lock to move this divider.`;
}

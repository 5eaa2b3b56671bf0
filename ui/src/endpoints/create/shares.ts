// Sharing out 100 points among the entities of a draft when one leaves. Whole numbers, the sum is always 100.
// Dragging and typing shares is the split editor's business (room traffic). Called by create/model.ts.

export type Portion = { share: number; locked: boolean };

/** Gives `points` to the receivers in proportion to their shares (largest remainder); to the first when all have none. */
export function handOut(portions: Portion[], receivers: number[], points: number): Portion[] {
  const total = receivers.reduce((sum, index) => sum + (portions[index]?.share ?? 0), 0);
  const exact = receivers.map((index, place) => {
    const part = total === 0 ? (place === 0 ? points : 0) : (points * (portions[index]?.share ?? 0)) / total;
    return { index, whole: Math.floor(part), rest: part - Math.floor(part) };
  });
  let left = points - exact.reduce((sum, part) => sum + part.whole, 0);
  const extra = new Map<number, number>();
  for (const part of [...exact].sort((a, b) => b.rest - a.rest || a.index - b.index)) {
    extra.set(part.index, part.whole + (left > 0 ? 1 : 0));
    if (left > 0) left -= 1;
  }
  return portions.map((portion, index) => ({ ...portion, share: portion.share + (extra.get(index) ?? 0) }));
}

/** The shares that remain without one entity: its points go to unlocked others, to locked ones only when no other is left. */
export function withoutOne(portions: Portion[], leaving: number): Portion[] {
  const points = portions[leaving]?.share ?? 0;
  const rest = portions.filter((_, index) => index !== leaving);
  if (rest.length === 0) return rest;
  const unlocked = rest.flatMap((portion, index) => (portion.locked ? [] : [index]));
  const receivers = unlocked.length > 0 ? unlocked : rest.map((_, index) => index);
  return handOut(rest, receivers, points);
}

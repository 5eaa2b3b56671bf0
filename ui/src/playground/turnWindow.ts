// Which turns of a long conversation are drawn: some around what is looked at, never all. Pure; Turns.tsx holds it.
// A conversation of two thousand messages opens as fast as one of ten, and scrolling through it keeps the page light.

/** Turns `from` up to, not with, `to`; `to` null means up to the newest, also when that grows. */
export type Span = { from: number; to: number | null };

export const FIRST = 12;
export const STEP = 8;
/** More than this is never drawn at once. */
export const MOST = 96;

export function newest(count: number): Span {
  return { from: Math.max(0, count - FIRST), to: null };
}

/** Some turns before and after one; the newest ones when it is not there. */
export function around(count: number, at: number): Span {
  if (at < 0 || at >= count) return newest(count);
  const from = Math.max(0, at - FIRST / 2);
  const to = at + FIRST / 2;
  return { from, to: to >= count ? null : to };
}

/** More of what was said before; lets go of the end when it gets too much. */
export function earlier(span: Span, count: number): Span {
  const from = Math.max(0, span.from - STEP);
  const end = span.to ?? count;
  return { from, to: end - from > MOST ? from + MOST : span.to };
}

/** More of what was said after; lets go of the beginning when it gets too much. */
export function later(span: Span, count: number): Span {
  if (span.to === null) return span;
  const to = Math.min(count, span.to + STEP);
  return { from: Math.max(span.from, to - MOST), to: to >= count ? null : to };
}

/** The span as it applies to so many turns: a path that got shorter has no turns past its end. */
export function within(span: Span, count: number): Span {
  if (span.to !== null && span.to < count) return span;
  return { from: span.from < count ? span.from : Math.max(0, count - FIRST), to: null };
}

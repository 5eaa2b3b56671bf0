// The stops of the Length slider and what raising it means. Lengths are tokens.

export const LENGTHS = [32, 64, 128, 256, 400, 512, 800, 1024, 1600, 2048, 4096, 8192, 16_384, 32_768];

/** The stop nearest to a length, as its place in LENGTHS. */
export function stopOf(tokens: number): number {
  let nearest = 0;
  for (const [at, stop] of LENGTHS.entries()) {
    if (Math.abs(stop - tokens) < Math.abs((LENGTHS[nearest] ?? 0) - tokens)) nearest = at;
  }
  return nearest;
}

/** A length with room for the answer that was cut: twice what it had, at least 512. */
export function raised(limit: number | null, used: number | null): number {
  return Math.max(512, 2 * Math.max(limit ?? 0, used ?? 0));
}

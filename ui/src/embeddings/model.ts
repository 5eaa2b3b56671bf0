// What the embeddings page says about likeness, as plain functions of data. No React, no commands. Likeness is the cosine of
// two vectors, from -1 to 1; most models stay between 0 and 1.
import type { EmbeddingPicture, EmbeddingRun, EmbeddingSide } from "../ipc/bindings";

/** A, B, … Z, AA, AB, as the files of the core name them too. */
export function letter(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : `${letter(Math.floor(at / 26) - 1)}${last}`;
}

/** The step of the eight-step ramp a likeness is drawn in. */
export function heatStep(likeness: number): number {
  const steps = [0.15, 0.25, 0.36, 0.5, 0.65, 0.8, 0.9];
  const at = steps.findIndex((step) => likeness < step);
  return at < 0 ? 7 : at;
}

/** A whole table of more texts than this cannot be read any more. */
export const MOST_SHOWN = 40;

/** The texts a table shows: all, or the chosen one and those most like it, in the order of typing. */
export function shownTexts(picture: EmbeddingPicture, chosen: number): number[] {
  const all = picture.similarities.map((_, at) => at);
  if (all.length <= MOST_SHOWN) return all;
  const near = picture.nearest[chosen]?.slice(0, MOST_SHOWN - 1) ?? [];
  return [chosen, ...near].toSorted((a, b) => a - b);
}

export function likeness(picture: EmbeddingPicture, one: number, other: number): number {
  return picture.similarities[one]?.[other] ?? 0;
}

/** Two places, as the table shows it; a minus that would stand before nothing is left out. */
export function twoPlaces(number: number): string {
  const words = number.toFixed(2);
  return words === "-0.00" ? "0.00" : words.replace("-", "−");
}

/** Words of a text, lower case, each once. */
export function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

export function sharedWords(one: string, other: string): string[] {
  const theirs = wordsOf(other);
  return [...wordsOf(one)].filter((word) => theirs.has(word));
}

export type Said = { strong: string; rest: string };

/** What the table says about the chosen text, in a sentence a person can read out. */
export function sentence(run: EmbeddingRun, picture: EmbeddingPicture, chosen: number): Said | null {
  const [first, second] = picture.nearest[chosen] ?? [];
  if (first === undefined) return null;
  const near = likeness(picture, chosen, first);
  const [own, other] = [letter(chosen), letter(first)];
  const next =
    second === undefined
      ? ""
      : ` Next for ${own} is ${letter(second)} with ${twoPlaces(likeness(picture, chosen, second))}.`;
  const number = `(${twoPlaces(near)})`;
  const texts = [run.texts[chosen] ?? "", run.texts[first] ?? ""] as const;
  if (texts[0] === texts[1])
    return { strong: `${own} and ${other} are the same text`, rest: `${number}.${next}` };
  if (near >= 0.8) {
    return {
      strong: `${own} and ${other} mean nearly the same`,
      rest: `${number}${although(...texts)}.${next}`,
    };
  }
  if (near >= 0.5)
    return { strong: `${own} and ${other} are alike`, rest: `${number}${although(...texts)}.${next}` };
  return { strong: `Nothing here is very like ${own}`, rest: `; ${other} comes nearest ${number}.${next}` };
}

/** Likeness of meaning is worth a word where the words themselves differ. */
function although(one: string, other: string): string {
  const shared = sharedWords(one, other);
  const fewest = Math.min(wordsOf(one).size, wordsOf(other).size);
  if (fewest < 2) return "";
  if (shared.length === 0) return ", although they share no word";
  if (shared.length === 1 && fewest > 2) return `, although they share only the word “${shared[0]}”`;
  return "";
}

/** The two texts of a run that are most alike. */
export function mostAlike(picture: EmbeddingPicture): { pair: [number, number]; likeness: number } | null {
  let best: { pair: [number, number]; likeness: number } | null = null;
  for (const [at, nearest] of picture.nearest.entries()) {
    const other = nearest[0];
    if (other === undefined) continue;
    const here = likeness(picture, at, other);
    if (best === null || here > best.likeness)
      best = { pair: [Math.min(at, other), Math.max(at, other)], likeness: here };
  }
  return best;
}

/** What has to be said when two models stand side by side; null where there is nothing to compare. */
export function twoModels(
  sides: readonly EmbeddingSide[],
): { tone: "warning" | "info"; text: string } | null {
  const [one, other] = sides.map((side) => side.picture);
  if (!one || !other) return null;
  if (one.dimensions !== other.dimensions) {
    return {
      tone: "warning",
      text: `${count(one.dimensions)} and ${count(other.dimensions)} numbers per text: an index made with one of these models cannot be searched with the other.`,
    };
  }
  if (sides[0]?.model !== sides[1]?.model) {
    return {
      tone: "info",
      text: `Both make ${count(one.dimensions)} numbers per text, but they mean different things: an index made with one cannot be searched with the other.`,
    };
  }
  return null;
}

/** Whether both models find the same pair most alike, in words. */
export function agreement(sides: readonly EmbeddingSide[]): string | null {
  const [one, other] = sides.map((side) => (side.picture ? mostAlike(side.picture) : null));
  if (!one || !other) return null;
  const named = (pair: [number, number]) => `${letter(pair[0])} and ${letter(pair[1])}`;
  return one.pair[0] === other.pair[0] && one.pair[1] === other.pair[1]
    ? `Both find ${named(one.pair)} most alike.`
    : `They disagree on what is most alike: ${named(one.pair)}, and ${named(other.pair)}.`;
}

/** How long the vectors are, and what follows from it. */
export function normWords(norms: readonly number[]): { value: string; note: string } {
  const [low, high] = [Math.min(...norms), Math.max(...norms)];
  if (high === 0) return { value: "0", note: "Only zeros came back" };
  if (high - low < 0.005 && Math.abs(low - 1) < 0.005) {
    return { value: "1.00", note: "All the same: cosine and dot product agree" };
  }
  const value = high - low < 0.005 ? low.toFixed(2) : `${low.toFixed(2)} – ${high.toFixed(2)}`;
  return { value, note: "Not 1: use cosine, not the dot product" };
}

export function count(n: number): string {
  return n.toLocaleString("en-US");
}

export function amount(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** Seconds as people read them. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 9_950 ? 2 : 1)} s`;
}

/** Places of the map inside a box, equal scales in both directions, some room at the edge. */
export function places(
  points: readonly { x: number; y: number }[],
  width: number,
  height: number,
  edge: number,
): { x: number; y: number }[] {
  const span = (of: (point: { x: number; y: number }) => number): [number, number] => {
    const all = points.map(of);
    return [Math.min(...all), Math.max(...all)];
  };
  if (points.length === 0) return [];
  const [left, right] = span((point) => point.x);
  const [low, high] = span((point) => point.y);
  const scale = Math.min(
    (width - 2 * edge) / Math.max(right - left, 1e-9),
    (height - 2 * edge) / Math.max(high - low, 1e-9),
  );
  // Texts that lie on one place stand in the middle.
  const fit = Number.isFinite(scale) && Math.max(right - left, high - low) > 1e-6 ? scale : 0;
  return points.map((point) => ({
    x: width / 2 + (point.x - (left + right) / 2) * fit,
    y: height / 2 - (point.y - (low + high) / 2) * fit,
  }));
}

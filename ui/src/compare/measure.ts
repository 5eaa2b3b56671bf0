// The numbers of a comparison: what one column took, how far its repeats lie apart, and who was fastest, shortest and
// cheapest. Pure; only answers that came whole count.
import { distance } from "./diff";

/** What of an answer is measured. */
export type Measured = {
  complete: boolean;
  text: string;
  words: number;
  totalMs: number | null;
  firstWordMs: number | null;
  /** Null: the price is not known, which is not nothing. */
  cost: { amount: number; currency: string; estimated: boolean } | null;
};

export type Range = { median: number; min: number; max: number };

export type Spread = {
  asked: number;
  complete: number;
  totalMs: Range | null;
  firstWordMs: Range | null;
  words: Range | null;
  /** Of one answer. Null when the price of one of them is not known, or they are in two currencies. */
  cost: (Range & { currency: string; estimated: boolean; sum: number }) | null;
  /** How unlike the texts are, each against each, 0 to 1. Null with fewer than two. */
  apart: Range | null;
  /** How many different texts there are. */
  different: number;
};

export function rangeOf(numbers: number[]): Range | null {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
  return { median, min: sorted[0] as number, max: sorted.at(-1) as number };
}

export function spreadOf(answers: Measured[]): Spread {
  const whole = answers.filter((answer) => answer.complete);
  const known = (pick: (answer: Measured) => number | null) =>
    rangeOf(whole.map(pick).filter((value) => value !== null));
  return {
    asked: answers.length,
    complete: whole.length,
    totalMs: known((answer) => answer.totalMs),
    firstWordMs: known((answer) => answer.firstWordMs),
    words: known((answer) => answer.words),
    cost: costOf(whole),
    apart: rangeOf(distances(whole.map((answer) => answer.text))),
    different: new Set(whole.map((answer) => answer.text)).size,
  };
}

function costOf(whole: Measured[]): Spread["cost"] {
  const costs = whole.map((answer) => answer.cost).filter((cost) => cost !== null);
  const currency = costs[0]?.currency;
  if (currency === undefined || costs.length < whole.length) return null;
  if (costs.some((cost) => cost.currency !== currency)) return null;
  const range = rangeOf(costs.map((cost) => cost.amount));
  if (range === null) return null;
  const sum = costs.reduce((total, cost) => total + cost.amount, 0);
  return { ...range, currency, sum, estimated: costs.some((cost) => cost.estimated) };
}

/** Texts past this many characters are compared by their beginning: ten answers are 45 pairs. */
const COMPARED = 4_000;

function distances(texts: string[]): number[] {
  const short = texts.map((text) => text.slice(0, COMPARED));
  return short.flatMap((text, at) => short.slice(at + 1).map((other) => distance(text, other)));
}

export type TagName = "fastest" | "shortest" | "cheapest";

/**
 * Who deserves which tag, column by column. A tag says that somebody is ahead, so it needs two to compare and is not given
 * when all are level as far as the page shows; "cheapest" is not given while one price is not known.
 */
export function tagsOf(columns: (Spread | null)[]): TagName[][] {
  const whole = columns.map((spread) => (spread && spread.complete > 0 ? spread : null));
  const currencies = new Set(
    whole.map((spread) => spread?.cost?.currency).filter((one) => one !== undefined),
  );
  const priced = whole.every((spread) => spread === null || spread.cost !== null) && currencies.size === 1;
  const ahead: Record<TagName, Set<number>> = {
    fastest: least(whole.map((spread) => tenths(spread?.totalMs?.median))),
    shortest: least(whole.map((spread) => spread?.words?.median ?? null)),
    cheapest: priced ? least(whole.map((spread) => spread?.cost?.median ?? null)) : new Set(),
  };
  const names: TagName[] = ["fastest", "cheapest", "shortest"];
  return columns.map((_, at) => names.filter((name) => ahead[name].has(at)));
}

// As shown: two that both say 1.9 s are level.
function tenths(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.round(ms / 100);
}

function least(values: (number | null)[]): Set<number> {
  const known = values.filter((value) => value !== null);
  const smallest = Math.min(...known);
  if (known.length < 2 || known.every((value) => value === smallest)) return new Set();
  return new Set(values.flatMap((value, at) => (value === smallest ? [at] : [])));
}

// Everything this room says about numbers, spreads and votes, as plain functions of data.
import type { Answer, Tally, Vote } from "../ipc/bindings";
import { amount, seconds } from "../playground";
import type { Range, Spread, TagName } from "./measure";

export const TAG_WORDS = {
  fastest: { word: "Fastest", icon: "bolt", tone: "ready" },
  cheapest: { word: "Cheapest", icon: "coin", tone: "accent" },
  shortest: { word: "Shortest", icon: "short", tone: "info" },
} as const satisfies Record<TagName, { word: string; icon: string; tone: string }>;

/** Cents below one unit, two digits from there on; what is estimated carries its sign. */
export function money(sum: number, currency: string, estimated: boolean): string {
  const sign = estimated ? "≈ " : "";
  if (sum >= 1) return `${sign}${sum.toFixed(2)} ${currency}`;
  const cents = sum * 100;
  if (cents === 0) return `${sign}0 ct`;
  if (cents < 0.01) return "less than 0.01 ct";
  return `${sign}${Number(cents.toPrecision(cents < 0.1 ? 1 : 2))} ct`;
}

/** The quiet line under one answer that has ended. */
export function numbers(answer: Answer, words: number): string[] {
  const line: string[] = [];
  if (answer.fromCache !== null) return ["from the cache, nothing was sent", amount(words, "word", "words")];
  if (answer.totalMs !== null) line.push(seconds(answer.totalMs));
  if (answer.firstWordMs !== null) line.push(`${seconds(answer.firstWordMs)} to first word`);
  if (words > 0) line.push(amount(words, "word", "words"));
  if (answer.outcome === "complete") line.push(answer.cost?.words ?? "price not known");
  return line;
}

/** The quiet line under several answers: the middle, and from the least to the most. */
export function spreadNumbers(spread: Spread): string[] {
  const line = [`${spread.complete} of ${spread.asked} answered`];
  if (spread.totalMs) line.push(between(spread.totalMs, seconds));
  if (spread.words) line.push(`${between(spread.words, (n) => String(Math.round(n)))} words`);
  if (spread.complete > 0) {
    const { cost } = spread;
    line.push(
      cost === null ? "price not known" : `${money(cost.sum, cost.currency, cost.estimated)} together`,
    );
  }
  return line;
}

function between(range: Range, write: (n: number) => string): string {
  const [least, most] = [write(range.min), write(range.max)];
  if (least === most) return write(range.median);
  return `${write(range.median)} (${least} to ${most})`;
}

/** How unlike the texts of a column are; null with fewer than two. */
export function apartWords(spread: Spread): string | null {
  if (spread.apart === null) return null;
  if (spread.different === 1) return "All texts are the same";
  const percent = (share: number) => `${Math.max(1, Math.round(share * 100))} %`;
  const { median, max } = spread.apart;
  const most = percent(max) === percent(median) ? "" : `, at most ${percent(max)}`;
  return `${spread.different} different texts, ${percent(median)} of the words differ${most}`;
}

/** "3 calls, ≈ 1.1 ct": what a run will take, as far as the last one tells. */
export function callWords(columns: number, repeat: number, spreads: (Spread | null)[]): string {
  const calls = amount(columns * repeat, "call", "calls");
  const costs = spreads.map((spread) => spread?.cost ?? null);
  const currency = costs[0]?.currency;
  const known =
    costs.length === columns && costs.every((cost) => cost !== null && cost.currency === currency);
  if (!known || currency === undefined) return calls;
  const sum = costs.reduce((total, cost) => total + (cost?.median ?? 0) * repeat, 0);
  return `${calls}, ${money(sum, currency, true)}`;
}

export function tallyWords(tally: Tally): string {
  const none = tally.none > 0 ? `, ${tally.none} of them for none` : "";
  return `${amount(tally.votes, "vote", "votes")}${none}`;
}

export function voteWords(vote: Vote | null, columnId: string): string {
  return vote?.column === columnId ? "Your choice" : "This one";
}

// The words and rules of the history: what its address means, the spans of time one can choose, how hits stand under days, and
// how an excerpt is cut at its marks. Pure.
import type { AnswerOutcome, Excerpt, HistoryHit, HistoryKind } from "../ipc/bindings";
import type { GlyphName, IconName } from "../kit/Icon";
import type { Asked } from "./queries";

/** What the address says, as text; the words it may use are below. */
export type Given = {
  q?: string | undefined;
  endpoint?: string | undefined;
  entity?: string | undefined;
  kind?: string | undefined;
  when?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  only?: string | undefined;
};

export const KIND_WORDS: Record<HistoryKind, string> = {
  chat: "Chat",
  compare: "Compare",
  completion: "Completions",
  embedding: "Embeddings",
};

export const KIND_ICONS: Record<HistoryKind, IconName> = {
  chat: "chat",
  compare: "compare",
  completion: "pencil",
  embedding: "table",
};

export type When = "any" | "today" | "week" | "month" | "year" | "between";

export const WHEN_WORDS: Record<When, string> = {
  any: "Any time",
  today: "Today",
  week: "Last 7 days",
  month: "Last 30 days",
  year: "Last 365 days",
  between: "Between two days",
};

const DAYS: Partial<Record<When, number>> = { week: 7, month: 30, year: 365 };

export const whenOf = (given: Given): When =>
  given.when !== undefined && given.when in WHEN_WORDS ? (given.when as When) : "any";

export const kindOf = (given: Given): HistoryKind | null =>
  given.kind !== undefined && given.kind in KIND_WORDS ? (given.kind as HistoryKind) : null;

export type Only = "all" | "failed" | "starred";

export const onlyOf = (given: Given): Only =>
  given.only === "failed" || given.only === "starred" ? given.only : "all";

/** Midnight at the beginning of a day written as 2026-11-23; null for anything else. */
export function dayOf(written: string | undefined): number | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(written ?? "");
  if (!parts) return null;
  const day = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  return day.getMonth() === Number(parts[2]) - 1 ? day.getTime() : null;
}

/** The day after, also where a night is 23 or 25 hours long. */
function dayAfter(day: number): number {
  const next = new Date(day);
  next.setDate(next.getDate() + 1);
  return next.getTime();
}

/** From when to when, the end not included. Days begin at midnight, so that the same search stays the same all day. */
export function spanOf(given: Given, now: number): { from: number | null; to: number | null } {
  const when = whenOf(given);
  if (when === "between") {
    const last = dayOf(given.to);
    return { from: dayOf(given.from), to: last === null ? null : dayAfter(last) };
  }
  if (when === "any") return { from: null, to: null };
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - (DAYS[when] ?? 0));
  return { from: day.getTime(), to: null };
}

/** What an address asks of the core. */
export function askedOf(given: Given, now: number): Asked {
  const only = onlyOf(given);
  return {
    words: given.q ?? "",
    endpoint: given.endpoint ?? null,
    entity: given.endpoint === undefined ? null : (given.entity ?? null),
    kind: kindOf(given),
    failed: only === "failed" ? true : null,
    starred: only === "starred" ? true : null,
    ...spanOf(given, now),
  };
}

/** Whether anything narrows but the words. */
export const narrowed = (given: Given): boolean =>
  given.endpoint !== undefined ||
  kindOf(given) !== null ||
  whenOf(given) !== "any" ||
  onlyOf(given) !== "all";

export type Piece = { text: string; found: boolean; at: number };

/** The excerpt in pieces, found ones and others, in order. Marks that make no sense are left out. */
export function piecesOf(excerpt: Excerpt): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of excerpt.marks) {
    if (from < at || to <= from || to > excerpt.text.length) continue;
    if (from > at) pieces.push({ text: excerpt.text.slice(at, from), found: false, at });
    pieces.push({ text: excerpt.text.slice(from, to), found: true, at: from });
    at = to;
  }
  if (at < excerpt.text.length) pieces.push({ text: excerpt.text.slice(at), found: false, at });
  return pieces;
}

/** Markdown's own signs, each as a group of what goes; what stands between them stays. */
const SIGNS = [
  /(\*\*|~~)/gu,
  /(`{1,3})/gu,
  /(?:^|\s)(#{1,6} )/gu,
  /(?:^|[\s(])(\*)(?=[^\s*][^*\n]*\*)/gu,
  /(?<=[^\s*])(\*)(?=[\s.,;:!?)]|$)/gu,
  /(?:^|\n)((?:> )+)/gu,
  /(!?\[)(?=[^\]\n]*\]\([^)\s]*\))/gu,
  /(?<=\[[^\]\n]*)(\]\([^)\s]*\))/gu,
];

/** An answer's excerpt as one reads it, without Markdown's signs; what was found stays marked, and is never taken out. */
export function unmarked(excerpt: Excerpt): Excerpt {
  const { text, marks } = excerpt;
  const gone = new Set<number>();
  for (const sign of SIGNS) {
    for (const match of text.matchAll(sign)) {
      const cut = match[1] ?? "";
      const from = match.index + match[0].lastIndexOf(cut);
      const to = from + cut.length;
      if (marks.some(([start, end]) => start < to && end > from)) continue;
      for (let at = from; at < to; at += 1) gone.add(at);
    }
  }
  if (gone.size === 0) return excerpt;
  const before = (place: number): number => [...gone].filter((at) => at < place).length;
  return {
    text: text.replace(/[\s\S]/g, (sign, at: number) => (gone.has(at) ? "" : sign)),
    marks: marks.map(([from, to]) => [from - before(from), to - before(to)]),
  };
}

/** How an answer ended, where that is worth a word. */
export const OUTCOME_WORDS: Partial<Record<AnswerOutcome, { word: string; glyph: GlyphName }>> = {
  failed: { word: "Failed", glyph: "failed" },
  cut: { word: "Cut off", glyph: "warning" },
  unknown: { word: "End not known", glyph: "warning" },
  stopped: { word: "Stopped", glyph: "waiting" },
};

export const titleOf = (hit: HistoryHit): string =>
  hit.title !== "" ? hit.title : hit.kind === "embedding" ? "Texts compared" : "New chat";

/** What deleting this hit takes along. */
export const idOf = (hit: HistoryHit): string | null => hit.chatId ?? hit.placeId;

export type Goal =
  | { to: "/chat"; search: { chat: string; at?: string } }
  | { to: "/compare"; search: { chat: string } }
  | { to: "/completions"; search: { chat: string; at?: string } }
  | { to: "/embeddings"; search: { run: string } };

/** Where a hit opens; null when nothing of it can be opened. */
export function goalOf(hit: HistoryHit): Goal | null {
  if (hit.kind === "embedding")
    return hit.placeId === null ? null : { to: "/embeddings", search: { run: hit.placeId } };
  if (hit.chatId === null) return null;
  if (hit.kind === "compare") return { to: "/compare", search: { chat: hit.chatId } };
  const at = hit.turnId === null ? {} : { at: hit.turnId };
  if (hit.kind === "completion") return { to: "/completions", search: { chat: hit.chatId, ...at } };
  return { to: "/chat", search: { chat: hit.chatId, ...at } };
}

/** Days as heads of the list: "Today", "Yesterday", "Monday 16 November 2026". */
export function dayWord(ms: number, now: number): string {
  const day = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  if (day(ms) === day(now)) return "Today";
  if (day(ms) === day(day(now) - 3_600_000)) return "Yesterday";
  return new Date(ms).toLocaleDateString("en-GB", { dateStyle: "full" });
}

export const clockTime = (ms: number): string =>
  new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** "1 exchange in 0.4 ms", "1,204 exchanges in 12 ms". */
export function countWords(total: number, ms: number): string {
  const time = ms < 10 ? ms.toFixed(1) : Math.round(ms).toLocaleString("en");
  return `${total.toLocaleString("en")} ${total === 1 ? "exchange" : "exchanges"} in ${time} ms`;
}

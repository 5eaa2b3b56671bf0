// Everything this room says about an answer, an endpoint or a number, as plain functions of data. No React, no commands.
import type { Answer, Endpoint, Entity, Failure, Guarded, WorkspaceKind } from "../ipc/bindings";
import { relativeTime } from "../kit/time";

/** Where what is typed goes, in one line. */
export function destination(kind: WorkspaceKind, entities: Entity[], entity: string | null): string {
  if (kind === "sandbox") return "Answered by the sandbox on this computer";
  const reached =
    entity === null ? entities.filter((one) => one.share > 0) : entities.filter((one) => one.name === entity);
  const names = [...new Set(reached.map((one) => one.providerName).filter((name) => name !== ""))];
  const home = "Goes to your company’s Databricks";
  if (names.length === 0) return home;
  return `${home}, then to ${either(names)}`;
}

function either(names: string[]): string {
  if (names.length < 2) return names.join("");
  if (names.length > 3) return `one of ${names.length} providers`;
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}

/** Seconds as people read them: 0.4 s, 12.3 s, 1:42. */
export function seconds(ms: number): string {
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const whole = Math.round(ms / 1000);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function count(n: number): string {
  return n.toLocaleString("en-US");
}

export function amount(n: number, one: string, many: string): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** Counts words piece by piece; a word cut in two by the pieces counts once. */
export class WordCount {
  words = 0;
  #inside = false;

  add(piece: string): void {
    for (let at = 0; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      const space = code <= 32 || code === 0xa0;
      if (!space && !this.#inside) this.words += 1;
      this.#inside = !space;
    }
  }
}

export function wordsIn(text: string): number {
  const counter = new WordCount();
  counter.add(text);
  return counter.words;
}

/** The quiet line under an answer that has ended. Only what is known; an estimate carries its sign. */
export function numbers(answer: Answer, words: number): string[] {
  const line: string[] = [];
  if (answer.totalMs !== null) line.push(seconds(answer.totalMs));
  if (answer.firstWordMs !== null) line.push(`first word ${seconds(answer.firstWordMs)}`);
  if (words > 0) line.push(amount(words, "word", "words"));
  if (answer.completionTokens !== null) {
    line.push(`${answer.estimatedTokens ? "≈ " : ""}${amount(answer.completionTokens, "token", "tokens")}`);
  }
  if (answer.fromCache === null && answer.cost !== null) line.push(answer.cost.words);
  return line;
}

/** True when an answer was paid for and nobody knows how much. */
export function priceMissing(answer: Answer): boolean {
  return answer.cost === null && answer.fromCache === null && answer.completionTokens !== null;
}

/** How old a kept answer is, in words. */
export function cacheAge(at: number, now: number): string {
  return `From the cache, kept ${relativeTime(at, now)}`;
}

/** Tokens a second while it wrote; null where that cannot be told. */
export function pace(answer: Answer): number | null {
  const { completionTokens, firstWordMs, totalMs } = answer;
  if (completionTokens === null || firstWordMs === null || totalMs === null) return null;
  const writing = totalMs - firstWordMs;
  return writing < 100 ? null : completionTokens / (writing / 1000);
}

export type NoteAction = "continue" | "raiseLength" | "tryAgain" | "sendAgain";
export type Note = { tone: "info" | "warning"; text: string; actions: NoteAction[] };

export const ACTION_WORDS: Record<NoteAction, string> = {
  continue: "Ask to continue",
  raiseLength: "Raise Length",
  tryAgain: "Try again",
  sendAgain: "Send again",
};

/** What has to be said about how an answer ended, in the order of weight. A plain complete answer needs no words. */
export function notes(answer: Answer): Note[] {
  const said: Note[] = [];
  const ending = endingOf(answer);
  if (ending) said.push(ending);
  said.push(...maskNotes(answer));
  for (const text of answer.notes) said.push({ tone: "info", text, actions: [] });
  return said;
}

function maskNotes(answer: Answer): Note[] {
  const hidden = (side: Guarded["side"]) => [
    ...new Set(answer.guardrails.filter((one) => one.side === side).map((one) => one.what)),
  ];
  const before = hidden("input");
  const after = hidden("output");
  const said: Note[] = [];
  if (before.length > 0) {
    const text = `A rule of the gateway hid ${listed(before)} in your message before the model read it.`;
    said.push({ tone: "info", text, actions: [] });
  }
  if (after.length > 0 || (answer.masked && before.length === 0)) {
    const what = after.length > 0 ? listed(after) : "parts";
    const text = `A rule of the gateway hid ${what} in this answer. The masked spots stand where the words were.`;
    said.push({ tone: "info", text, actions: [] });
  }
  return said;
}

function listed(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** The placeholders in an answer that the gateway's own account says it put there. */
export function spotsOf(answer: Answer): string[] {
  return [...new Set(answer.guardrails.flatMap((one) => one.spots))].filter((spot) => spot !== "");
}

function endingOf(answer: Answer): Note | null {
  switch (answer.outcome) {
    case "stopped":
      return {
        tone: "info",
        text: answer.text === "" ? "Stopped by you before the first word." : "Stopped by you.",
        actions: [],
      };
    case "cut":
      return {
        tone: "warning",
        text: "This answer broke off before its end: the connection was cut, or Gatewright was closed. What came is kept. Try again for a whole one.",
        actions: ["tryAgain"],
      };
    case "unknown":
      return {
        tone: "warning",
        text: "The connection was lost after your message had been sent, so nobody knows whether it was answered. It may have been charged – send again?",
        actions: ["sendAgain"],
      };
    case "waiting":
    case "streaming":
      return {
        tone: "warning",
        text: "This answer was being written when the window closed; what came so far is kept.",
        actions: ["tryAgain"],
      };
    case "complete":
      return completeEnding(answer);
    default:
      return null;
  }
}

function completeEnding(answer: Answer): Note | null {
  const thought = (answer.reasoning ?? "") !== "" || (answer.reasoningTokens ?? 0) > 0;
  if (answer.text === "" && thought) {
    const text =
      "The model used its whole budget to think and had none left to answer. Raise Length and try again.";
    return { tone: "warning", text, actions: ["raiseLength", "tryAgain"] };
  }
  if (answer.finishReason === "content_filter") {
    return {
      tone: "warning",
      text: "The provider’s content filter stopped this answer. Say it differently and ask again.",
      actions: [],
    };
  }
  if (answer.finishReason === "length" || answer.finishReason === "max_tokens") {
    const limit = answer.completionTokens;
    const where = limit === null ? "Cut at its limit" : `Cut at ${amount(limit, "token", "tokens")}`;
    return {
      tone: "warning",
      text: `${where}; raise Length or ask to continue.`,
      actions: ["continue", "raiseLength"],
    };
  }
  if (answer.text === "" && answer.toolCalls.length === 0)
    return { tone: "warning", text: "The model ended its answer without a word.", actions: ["tryAgain"] };
  return null;
}

/** The body that was sent, or null when it is not a JSON object. */
export function sentBody(sent: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(sent);
    return typeof body === "object" && body !== null && !Array.isArray(body)
      ? (body as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** `sent` laid out for reading; as it is when it is not JSON. */
export function prettySent(sent: string): string {
  try {
    return JSON.stringify(JSON.parse(sent), null, 2);
  } catch {
    return sent;
  }
}

/** How an answer ended, for the facts of the last call. */
export function outcomeWords(answer: Answer): string {
  const status = answer.failure?.explanation.raw?.status;
  switch (answer.outcome) {
    case "waiting":
      return "waiting for the first word";
    case "streaming":
      return "writing";
    case "complete":
      return "answered";
    case "stopped":
      return "stopped by you";
    case "cut":
      return "connection cut";
    case "unknown":
      return "not known, the connection was lost";
    case "failed":
      return status ? `failed with ${status}` : "failed";
  }
}

const FINISH_WORDS = new Map([
  ["stop", "came to its end"],
  ["end_turn", "came to its end"],
  ["length", "reached Length"],
  ["max_tokens", "reached Length"],
  ["content_filter", "stopped by a content filter"],
  ["tool_calls", "asked for a tool"],
]);

/** A finish reason in words with its own name behind; unknown ones as they came. */
export function finishWords(reason: string): string {
  const words = FINISH_WORDS.get(reason);
  return words === undefined ? reason : `${words} (${reason})`;
}

/** Roughly how many words fit into so many tokens, said with its sign. */
export function lengthInWords(tokens: number): string {
  const words = tokens * 0.75;
  const rounded = words < 100 ? Math.round(words / 5) * 5 : Math.round(words / 50) * 50;
  return `up to ≈ ${amount(Math.max(5, rounded), "word", "words")}`;
}

export function creativityInWords(temperature: number): string {
  if (temperature <= 0.1) return "Same every time";
  if (temperature <= 0.4) return "Careful";
  if (temperature <= 0.8) return "Balanced";
  return temperature <= 1.2 ? "Free" : "Surprising";
}

export const STARTERS = [
  "Write a short, friendly answer to a customer whose delivery is six days late.",
  "Explain what a traffic split is to someone who has never seen one, in three sentences.",
  "List five questions to ask before choosing a language model, as a table.",
];

export const CACHE_WORDS = {
  off: "Always ask the model",
  deterministic: "Only where Creativity is 0",
  always: "Whenever the same was asked before",
} as const;

/** Whether this endpoint's checks on answers are skipped while words are shown as they come. */
export function streamSkipsChecks(endpoint: Endpoint | undefined, stream: boolean): boolean {
  return stream && endpoint?.gateway.guardrails === true;
}

/** What is wrong with what was given, in the core's own sentences; nothing for failures of other kinds. */
export function problemsOf(failure: Failure): string[] {
  return failure.kind === "invalid" ? failure.fields.map((field) => field.message) : [];
}

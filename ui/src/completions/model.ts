// What the page says about prompts and what came of them, as plain functions of data.

import type { Answer, Turn } from "../ipc/bindings";
import { notes, seconds } from "../playground";

export const TASK = "llm/v1/completions";

export const isRunning = (answer: Answer): boolean =>
  answer.outcome === "waiting" || answer.outcome === "streaming";

/** The answer that is on its way, whoever asked: this page, another window, or a page that was left. */
export function running(turns: readonly Turn[]): Answer | null {
  for (const turn of turns.toReversed()) {
    const found = turn.answers.find(isRunning);
    if (found) return found;
  }
  return null;
}

/** The version of a turn that is looked at. */
export function shownAnswer(turn: Turn, wanted: string | undefined): Answer | undefined {
  return (
    turn.answers.find((answer) => answer.id === wanted) ??
    turn.answers.find((answer) => answer.id === turn.shown) ??
    turn.answers.at(-1)
  );
}

/** All texts of one answer: the first, and the further ones where more were asked for. */
export function texts(answer: Answer): string[] {
  return [answer.text, ...answer.choices];
}

/** The prompt of the newest turn once more is a further version of it; anything else is new. */
export function turnFor(turns: readonly Turn[], prompt: string): string | null {
  const last = turns.at(-1);
  return last !== undefined && last.prompt === prompt ? last.id : null;
}

/** What has to be said about how an answer ended. There is no conversation here that could be asked to continue. */
export function endWords(answer: Answer): string[] {
  const cut =
    answer.outcome === "complete" &&
    (answer.finishReason === "length" || answer.finishReason === "max_tokens");
  const said = notes(answer).filter((note) => !note.actions.includes("continue"));
  return [
    ...(cut ? ["It reached its Length. Raise Length and try again, or go on from here."] : []),
    ...said.map((note) => note.text),
  ];
}

/** The quiet line under an answer. Only what is known; an estimate carries its sign. */
export function numbers(answer: Answer): string[] {
  const line: string[] = [];
  if (answer.servedBy !== null) line.push(answer.servedBy);
  if (answer.totalMs !== null) line.push(seconds(answer.totalMs));
  if (answer.completionTokens !== null) {
    const tokens = `${answer.completionTokens.toLocaleString("en-US")} ${answer.completionTokens === 1 ? "token" : "tokens"}`;
    line.push(answer.estimatedTokens ? `≈ ${tokens}` : tokens);
  }
  if (answer.fromCache !== null) line.push("from the cache, cost nothing");
  else if (answer.cost !== null) line.push(answer.cost.words);
  return line;
}

/** The answer cost something, and nobody wrote down what. */
export const priceMissing = (answer: Answer): boolean =>
  answer.fromCache === null && answer.cost === null && answer.completionTokens !== null;

/** What an endpoint does instead, when it cannot complete prompts. */
export function otherTask(
  name: string,
  task: string | null | undefined,
): { words: string; to: "/chat" | "/embeddings" | null } | null {
  if (task == null || task === TASK) return null;
  if (task === "llm/v1/chat") {
    return { words: `${name} chats: it takes messages and cannot go on with a prompt.`, to: "/chat" };
  }
  if (task === "llm/v1/embeddings") {
    return {
      words: `${name} makes embeddings: it answers with numbers and cannot go on with a prompt.`,
      to: "/embeddings",
    };
  }
  return { words: `${name} does another task (${task}).`, to: null };
}

// A conversation as one text, to be put into a mail or a document: the path and the versions that are looked at. Pure.
import type { Chat } from "../ipc/bindings";
import { clean } from "./markdown/clean";
import { plainText } from "./markdown/plainText";
import { shownAnswer } from "./model";

export function chatAsText(chat: Chat): string {
  const parts = said(chat).flatMap(({ prompt, by, answer }) => [
    `You:\n${prompt}`,
    ...(answer === "" ? [] : [`${by}:\n${plainText(answer)}`]),
  ]);
  return [titleOf(chat), ...parts].join("\n\n");
}

export function chatAsMarkdown(chat: Chat): string {
  const parts = said(chat).flatMap(({ prompt, by, answer }) => [
    `**You**\n\n${prompt.replace(/^/gmu, "> ")}`,
    ...(answer === "" ? [] : [`**${by}**\n\n${answer}`]),
  ]);
  return [`# ${titleOf(chat)}`, ...parts].join("\n\n");
}

function titleOf(chat: Chat): string {
  return clean(chat.title || chat.turns[0]?.prompt || chat.endpoint).replace(/\s+/gu, " ");
}

function said(chat: Chat) {
  return chat.turns.map((turn) => {
    const answer = shownAnswer(turn);
    return {
      prompt: clean(turn.prompt),
      by: answer?.servedBy ?? chat.endpoint,
      answer: clean(answer?.text ?? ""),
    };
  });
}

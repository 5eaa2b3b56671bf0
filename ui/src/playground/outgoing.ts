// What the next message would send, in words: the messages in their order and the options that go along. Pure; shown
// before sending, drawn by Preview.tsx.
import type { Attachment, Chat } from "../ipc/bindings";
import { shownAnswer } from "./model";
import { count } from "./words";

export type Outgoing = {
  /** The messages that go along, oldest first; long conversations are cut in the middle of the telling, not of the sending. */
  messages: { who: string; text: string; attachments: readonly Attachment[] }[];
  /** How many earlier ones go along that are not listed. */
  leftOut: number;
  options: { name: string; value: string }[];
};

const LISTED = 6;

export function outgoing(chat: Chat, prompt: string): Outgoing {
  const all: Outgoing["messages"] = [];
  if (chat.options.system.trim() !== "")
    all.push({ who: "Role and rules (system)", text: chat.options.system, attachments: [] });
  const rules = all.length;
  for (const turn of chat.turns) {
    const answer = shownAnswer(turn);
    // A message that nobody answered is not part of what was said.
    if (answer === undefined || answer.text === "") continue;
    all.push({ who: "You (user)", text: turn.prompt, attachments: turn.attachments });
    all.push({ who: "Answer (assistant)", text: answer.text, attachments: [] });
  }
  if (prompt.trim() !== "")
    all.push({ who: "You (user)", text: prompt.trim(), attachments: chat.draftAttachments });
  const leftOut = Math.max(0, all.length - rules - LISTED);
  return {
    messages: [...all.slice(0, rules), ...all.slice(rules + leftOut)],
    leftOut,
    options: optionsOf(chat),
  };
}

function optionsOf({ options }: Chat): Outgoing["options"] {
  const listed: Outgoing["options"] = [];
  const put = (name: string, value: string | null) => {
    if (value !== null) listed.push({ name, value });
  };
  put("temperature", options.temperature === null ? null : String(options.temperature));
  put("max_tokens", options.maxTokens === null ? null : count(options.maxTokens));
  put("stop", options.stop.length === 0 ? null : JSON.stringify(options.stop));
  put("n", options.n === null ? null : String(options.n));
  put("stream", String(options.stream));
  for (const { name, value } of options.extra) put(name, value);
  return listed;
}

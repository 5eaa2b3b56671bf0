// One question and its answer for somebody who is to look into it: who was asked, with what, what came, and the ids by
// which the other side finds the call, and a passport that leads them to where it was asked. Markdown, to be pasted into a
// ticket or a mail. There is no sign-in in it: the core keeps none with a call. Pure.
import type { Answer, Chat, RawCall, Turn, Workspace } from "../ipc/bindings";
import { clean } from "./markdown/clean";
import { outcomeWords, prettySent, seconds } from "./words";

type About = {
  workspace: Workspace;
  chat: Chat;
  turn: Turn;
  answer: Answer;
  raw: RawCall | null;
  /** The text of a passport of the endpoint; null when none could be made. */
  passport: string | null;
};

export function engineerNote({ workspace, chat, turn, answer, raw, passport }: About): string {
  const failure = answer.failure?.explanation;
  const parts = [
    `## ${failure ? clean(failure.title) : "A call of"} ${failure ? `(${chat.endpoint})` : chat.endpoint}`,
    facts({ workspace, chat, turn, answer }),
    section("What was asked", clean(turn.prompt)),
    turn.variables.length > 0 &&
      `**Variables**\n\n${turn.variables.map(([name, value]) => `- ${name}: ${clean(value)}`).join("\n")}`,
    failure &&
      `**Why it stopped**\n\n${[failure.meaning, failure.cause].filter(Boolean).map(clean).join(" ")}`,
    answer.text !== "" && section("What came back", clean(answer.text)),
    failure?.raw && section(`Raw answer, status ${failure.raw.status ?? "none"}`, clean(failure.raw.body)),
    raw && section(`Sent: ${raw.method} ${clean(raw.path)}`, clean(prettySent(raw.sent)), "json"),
    passport !== null &&
      section("Passport: choose “Open a passport” in Gatewright and paste this", passport, "json"),
  ];
  return parts.filter((part) => typeof part === "string").join("\n\n");
}

function facts({ workspace, chat, answer, turn }: Omit<About, "raw" | "passport">): string {
  const lines: [string, string | null][] = [
    ["Workspace", workspace.host],
    ["Endpoint", chat.endpoint],
    ["Asked", chat.entity === null ? "the traffic split" : `${chat.entity}, directly`],
    ["Answered by", answer.servedBy],
    ["Model", answer.model],
    ["Outcome", outcomeWords(answer)],
    ["Time", answer.totalMs === null ? null : seconds(answer.totalMs)],
    ["Request id", answer.requestId],
    ["Our mark (client_request_id)", answer.clientRequestId],
    ["At", new Date(answer.startedAt).toISOString()],
    ["Pictures", turn.attachments.length === 0 ? null : String(turn.attachments.length)],
  ];
  return lines.flatMap(([name, value]) => (value === null ? [] : [`- ${name}: ${clean(value)}`])).join("\n");
}

const MOST = 20_000;

function section(title: string, text: string, language = ""): string {
  const cut = text.length > MOST ? `${text.slice(0, MOST)}\n… (${text.length} characters)` : text;
  // A fence longer than any in the text, so that nothing in it can end it.
  const longest = Math.max(2, ...[...cut.matchAll(/`+/gu)].map((found) => found[0].length));
  const fence = "`".repeat(longest + 1);
  return `**${title}**\n\n${fence}${language}\n${cut}\n${fence}`;
}

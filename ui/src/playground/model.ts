// One request of one conversation as a state machine, and what it does to the conversation. Pure: no clock, no commands,
// no text (the words themselves live in LiveText). conversation.ts drives it; buttons and lines only read it.
// Send and Stop are one button because both derive from `phase` and from nothing else.
import type { Answer, AnswerEvent, Attachment, Chat, Failure, PromptFrom, Turn } from "../ipc/bindings";

/** What goes along with a message: pictures, what filled its variables, the saved prompt it came from. */
export type Along = {
  attachments: Attachment[];
  variables: [string, string][];
  promptFrom: PromptFrom | null;
};
export const NOTHING_ALONG: Along = { attachments: [], variables: [], promptFrom: null };

/** `turnId` set: that turn is answered once more. `editOf` set: a turn of its own beside that one. Neither: something new. */
export type Question = Along & {
  askId: number;
  turnId: string | null;
  editOf: string | null;
  prompt: string;
  /** What stood in the box, when variables made the prompt out of it. */
  typed: string;
  askedAt: number;
};

export type Request =
  | { phase: "idle" }
  | { phase: "waiting"; question: Question; answerId: string | null }
  | {
      phase: "streaming";
      question: Question;
      answerId: string;
      textSeq: number;
      reasoningSeq: number;
      firstWordMs: number | null;
    }
  | { phase: "stopping"; question: Question; answerId: string | null; firstWordMs: number | null }
  | { phase: "ended"; question: Question; answer: Answer | null; failure: Failure | null };

export type Happening =
  | { kind: "ask"; question: Question }
  | { kind: "event"; askId: number; event: AnswerEvent; at: number }
  | { kind: "stop" }
  | { kind: "settled"; askId: number; answer: Answer }
  | { kind: "refused"; askId: number; failure: Failure };

export const IDLE: Request = { phase: "idle" };

export function isRunning(request: Request): request is Exclude<Request, { phase: "idle" | "ended" }> {
  return request.phase === "waiting" || request.phase === "streaming" || request.phase === "stopping";
}

/** What the one button of the composer is now. */
export function buttonOf(request: Request): "send" | "stop" | "stopping" {
  if (request.phase === "stopping") return "stopping";
  return isRunning(request) ? "stop" : "send";
}

/** The next state. What belongs to another question or another answer, or comes late, changes nothing: the same object returns. */
export function next(request: Request, happening: Happening): Request {
  if (happening.kind === "ask") {
    return isRunning(request) ? request : { phase: "waiting", question: happening.question, answerId: null };
  }
  if (!isRunning(request)) return request;
  if (happening.kind === "stop") return stopped(request);
  if (happening.askId !== request.question.askId) return request;
  if (happening.kind === "settled") return ended(request.question, happening.answer, null);
  if (happening.kind === "refused") return ended(request.question, null, happening.failure);
  return afterEvent(request, happening.event, happening.at);
}

type Running = Exclude<Request, { phase: "idle" | "ended" }>;

function ended(question: Question, answer: Answer | null, failure: Failure | null): Request {
  return { phase: "ended", question, answer, failure };
}

function stopped(request: Running): Request {
  if (request.phase === "stopping") return request;
  const firstWordMs = request.phase === "streaming" ? request.firstWordMs : null;
  return { phase: "stopping", question: request.question, answerId: request.answerId, firstWordMs };
}

function afterEvent(request: Running, event: AnswerEvent, at: number): Request {
  switch (event.kind) {
    case "started":
      return request.answerId === null ? { ...request, answerId: event.answer.id } : request;
    case "finished":
      return isOurs(request, event.answer.id) ? ended(request.question, event.answer, null) : request;
    case "text":
    case "reasoning":
      return isOurs(request, event.answerId) ? afterWords(request, event, at) : request;
  }
}

function isOurs(request: Running, answerId: string): boolean {
  return request.answerId === null || request.answerId === answerId;
}

// Text and reasoning are counted apart, so that it does not matter whether the core numbers them together or each by itself.
function afterWords(request: Running, event: Extract<AnswerEvent, { seq: number }>, at: number): Request {
  if (request.phase === "stopping") return request;
  const now: Extract<Running, { phase: "streaming" }> =
    request.phase === "streaming"
      ? request
      : {
          phase: "streaming",
          question: request.question,
          answerId: event.answerId,
          textSeq: -1,
          reasoningSeq: -1,
          firstWordMs: null,
        };
  if (event.kind === "reasoning")
    return event.seq > now.reasoningSeq ? { ...now, reasoningSeq: event.seq } : request;
  if (event.seq <= now.textSeq) return request;
  return {
    ...now,
    textSeq: event.seq,
    firstWordMs: now.firstWordMs ?? Math.max(0, at - now.question.askedAt),
  };
}

// ---- the conversation ---------------------------------------------------------------------------------------------

/** What an answer belongs to, as far as the conversation has to know it. */
export type Placed = Pick<Question, "prompt" | "editOf"> & Along;

/**
 * The conversation with an answer put in its place: replaced when it is there, a further version of its turn, a branch
 * beside the edited turn (what followed that one is another path now), or a new turn at the end.
 */
export function withAnswer(chat: Chat, turnId: string, question: Placed, answer: Answer): Chat {
  if (chat.turns.some((turn) => turn.id === turnId)) {
    const put = (turn: Turn) =>
      turn.id === turnId
        ? { ...turn, answers: putAnswer(turn.answers, answer), shown: shownAfter(turn, answer) }
        : turn;
    return { ...chat, turns: chat.turns.map(put) };
  }
  const at = chat.turns.findIndex((turn) => turn.id === question.editOf);
  const edited = chat.turns[at];
  const before = edited ? chat.turns.slice(0, at) : chat.turns;
  const beside = edited?.branches.turns ?? [];
  const { prompt, attachments, variables, promptFrom } = question;
  const made: Turn = {
    id: turnId,
    prompt,
    answers: [answer],
    parent: before.at(-1)?.id ?? null,
    branches: { at: beside.length, of: beside.length + 1, turns: [...beside, turnId] },
    attachments,
    variables,
    promptFrom,
    shown: answer.id,
  };
  return { ...chat, turns: [...before, made] };
}

function putAnswer(answers: Answer[], answer: Answer): Answer[] {
  const there = answers.some((one) => one.id === answer.id);
  return there ? answers.map((one) => (one.id === answer.id ? answer : one)) : [...answers, answer];
}

// A further version comes to sight; one that only grew leaves the choice where it is.
function shownAfter(turn: Turn, answer: Answer): string | null {
  return turn.answers.some((one) => one.id === answer.id) ? turn.shown : answer.id;
}

/** Which version of a turn is looked at: the chosen one, else the newest. -1 when nothing answered yet. */
export function shownAt(turn: Turn): number {
  const at = turn.answers.findIndex((answer) => answer.id === turn.shown);
  return at < 0 ? turn.answers.length - 1 : at;
}

export function shownAnswer(turn: Turn | undefined): Answer | undefined {
  return turn?.answers[shownAt(turn)];
}

/** The conversation with another version of a turn in sight. */
export function withShown(chat: Chat, turnId: string, answerId: string): Chat {
  return {
    ...chat,
    turns: chat.turns.map((turn) => (turn.id === turnId ? { ...turn, shown: answerId } : turn)),
  };
}

/** True when an answer brought nothing but its failure: asking the same again is then a further try, not a new message. */
export function broughtNothing(answer: Answer | undefined): boolean {
  return (
    answer !== undefined &&
    answer.text === "" &&
    (answer.outcome === "failed" || answer.outcome === "unknown")
  );
}

/** Which turn a sent text belongs to: the last one when it is the same words and only failed so far; otherwise a new one. */
export function turnFor(chat: Chat, prompt: string, attachments: Attachment[] = []): string | null {
  const last = chat.turns.at(-1);
  if (last === undefined || last.prompt !== prompt || attachments.length > 0) return null;
  return broughtNothing(last.answers.at(-1)) ? last.id : null;
}

/** Who answered the turn before, as far as is known: the nearest turn above whose answer names somebody. */
export function servedBefore(turns: Turn[], index: number): string | null {
  for (let at = index - 1; at >= 0; at -= 1) {
    const served = turns[at]?.answers.findLast((answer) => answer.servedBy !== null)?.servedBy;
    if (served) return served;
  }
  return null;
}

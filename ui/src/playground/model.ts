// One request of one conversation as a state machine, and what it does to the conversation. Pure: no clock, no commands,
// no text (the words themselves live in LiveText). Asking.ts drives it; buttons and lines only read it.
// Send and Stop are one button because both derive from `phase` and from nothing else.
import type { Answer, AnswerEvent, Chat, Failure, Turn } from "../ipc/bindings";

/** What is being asked: `turnId` null asks something new, otherwise that turn is answered once more. */
export type Question = { askId: number; turnId: string | null; prompt: string; askedAt: number };

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

/** The conversation with an answer put in its place: replaced when it is there, a further version of its turn, or a new turn. */
export function withAnswer(chat: Chat, turnId: string, prompt: string, answer: Answer): Chat {
  const known = chat.turns.some((turn) => turn.id === turnId);
  const turns = known
    ? chat.turns.map((turn) => (turn.id === turnId ? { ...turn, answers: put(turn.answers, answer) } : turn))
    : [...chat.turns, { id: turnId, prompt, answers: [answer] }];
  return { ...chat, turns };
}

function put(answers: Answer[], answer: Answer): Answer[] {
  const there = answers.some((one) => one.id === answer.id);
  return there ? answers.map((one) => (one.id === answer.id ? answer : one)) : [...answers, answer];
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
export function turnFor(chat: Chat, prompt: string): string | null {
  const last = chat.turns.at(-1);
  return last !== undefined && last.prompt === prompt && broughtNothing(last.answers.at(-1)) ? last.id : null;
}

/** Who answered the turn before, as far as is known: the newest answer that names somebody. */
export function servedBefore(turns: Turn[], index: number): string | null {
  for (let at = index - 1; at >= 0; at -= 1) {
    const served = turns[at]?.answers.findLast((answer) => answer.servedBy !== null)?.servedBy;
    if (served) return served;
  }
  return null;
}

// The conversation from top to bottom: what was asked and what was answered, the newest version unless another one was
// chosen. It follows the newest words until the person scrolls up. Announced at the start and the end of an answer only.
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Answer, Chat, NextStepKind, Turn } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureCard } from "../kit/FailureCard";
import { LiveRegion } from "../kit/LiveRegion";
import answerStyles from "./Answer.module.css";
import { AnswerView, Waiting } from "./AnswerView";
import styles from "./Chat.module.css";
import { type Conversation, useRequest } from "./conversation";
import { clean } from "./markdown/clean";
import { isRunning, type Request, servedBefore } from "./model";
import { type Stick, useStick } from "./stick";
import { amount, type NoteAction, STARTERS, wordsIn } from "./words";

export type TurnActs = {
  onNote: (action: NoteAction, turn: Turn, answer: Answer) => void;
  onNext: (kind: NextStepKind, turn: Turn | null) => void;
  details: (turn: Turn, answer: Answer) => void;
  starter: (text: string) => void;
};

type Props = { chat: Chat; conversation: Conversation; acts: TurnActs; stick: RefObject<Stick | null> };

export function Turns({ chat, conversation, acts, stick }: Props) {
  const request = useRequest(conversation);
  const box = useRef<HTMLDivElement | null>(null);
  const content = useRef<HTMLDivElement | null>(null);
  const sticking = useStick(box, content, chat.id);
  useEffect(() => {
    stick.current = sticking;
  }, [stick, sticking]);
  const pending = pendingOf(chat, request);
  const empty = chat.turns.length === 0 && pending === null && request.phase !== "ended";
  return (
    <div className={styles.msgsPlace}>
      <div
        ref={box}
        className={styles.msgs}
        role="log"
        aria-live="off"
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
        tabIndex={0}
      >
        <div ref={content} className={styles.msgsIn}>
          {empty && <Starters onTake={acts.starter} />}
          {chat.turns[0] && <p className={styles.day}>{chat.title || chat.turns[0].prompt}</p>}
          {chat.turns.map((turn, at) => (
            <TurnView
              key={turn.id}
              turn={turn}
              before={servedBefore(chat.turns, at)}
              conversation={conversation}
              request={request}
              acts={acts}
            />
          ))}
          {pending?.turnId === null && <Asked prompt={pending.prompt} />}
          {pending && <Waiting since={pending.askedAt} stopping={request.phase === "stopping"} />}
          {request.phase === "ended" && request.failure && (
            <Refused request={request} turns={chat.turns} acts={acts} />
          )}
        </div>
      </div>
      {sticking.away && (
        <Button size="s" icon="chevronDown" className={styles.jump} onClick={sticking.toEnd}>
          Jump to newest
        </Button>
      )}
      <LiveRegion text={announcement(chat, request)} />
    </div>
  );
}

/** A question the core has not confirmed yet: shown from the first moment on. */
function pendingOf(chat: Chat, request: Request) {
  if (!isRunning(request)) return null;
  const known =
    request.answerId !== null &&
    chat.turns.some((turn) => turn.answers.some((answer) => answer.id === request.answerId));
  return known ? null : request.question;
}

function Refused({
  request,
  turns,
  acts,
}: {
  request: Extract<Request, { phase: "ended" }>;
  turns: Turn[];
  acts: TurnActs;
}) {
  const turn = turns.find((one) => one.id === request.question.turnId) ?? null;
  return (
    <>
      <FailureCard failure={request.failure} onNext={(kind) => acts.onNext(kind, turn)} />
      <p className={answerStyles.kept}>Your message is kept.</p>
    </>
  );
}

function Asked({ prompt }: { prompt: string }) {
  return (
    <article className={styles.mine} aria-label="You">
      <p>{clean(prompt)}</p>
    </article>
  );
}

type TurnProps = {
  turn: Turn;
  before: string | null;
  conversation: Conversation;
  request: Request;
  acts: TurnActs;
};

function TurnView({ turn, before, conversation, request, acts }: TurnProps) {
  const newest = turn.answers.length - 1;
  // Which version is looked at, and how many there were then: a further one brings the newest back to sight.
  const [chosen, setChosen] = useState<{ at: number; of: number } | null>(null);
  const at = chosen !== null && chosen.of === turn.answers.length ? Math.min(chosen.at, newest) : newest;
  const answer = turn.answers[at];
  const busy = isRunning(request);
  const mine = busy && answer !== undefined && request.answerId === answer.id;
  const again = () => void conversation.ask(turn.id, turn.prompt);
  return (
    <div className={styles.turn}>
      <Asked prompt={turn.prompt} />
      {answer && (
        <AnswerView
          key={answer.id}
          answer={answer}
          conversation={conversation}
          before={before}
          versions={{
            at,
            of: turn.answers.length,
            show: (next) => setChosen({ at: next, of: turn.answers.length }),
          }}
          writing={mine ? writingOf(request) : null}
          busy={busy}
          acts={{
            again,
            onNote: (action) =>
              action === "tryAgain" || action === "sendAgain" ? again() : acts.onNote(action, turn, answer),
            onNext: (kind) => acts.onNext(kind, turn),
            details: () => acts.details(turn, answer),
          }}
        />
      )}
    </div>
  );
}

function writingOf(request: Exclude<Request, { phase: "idle" | "ended" }>) {
  return {
    since: request.question.askedAt,
    firstWordMs: request.phase === "waiting" ? null : request.firstWordMs,
    stopping: request.phase === "stopping",
  };
}

function Starters({ onTake }: { onTake: (text: string) => void }) {
  return (
    <section className={styles.starters} aria-label="Ideas to begin with">
      <h2>What would you like to ask?</h2>
      {STARTERS.map((text) => (
        <button key={text} type="button" onClick={() => onTake(text)}>
          {text}
        </button>
      ))}
    </section>
  );
}

/** One sentence for a screen reader: at the start of an answer and at its end, nothing in between. */
function announcement(chat: Chat, request: Request): string {
  if (request.phase === "idle") return "";
  if (request.phase === "stopping") return "Stopping.";
  if (request.phase !== "ended") return `Waiting for ${chat.endpoint}.`;
  if (request.failure) return `No answer. ${request.failure.explanation.title}.`;
  const { answer } = request;
  if (answer === null) return "";
  if (answer.failure) return `No answer. ${answer.failure.explanation.title}.`;
  const words = amount(wordsIn(answer.text), "word", "words");
  return answer.outcome === "stopped"
    ? `Stopped by you after ${words}.`
    : `${answer.servedBy ?? "The model"} answered, ${words}.`;
}

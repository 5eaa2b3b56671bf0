// The conversation from top to bottom, some turns at a time (turnWindow.ts): more come as one scrolls. It follows the
// newest words until the person scrolls up. Announced at the start and the end of an answer only.
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Answer, Chat, NextStepKind, Turn } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureCard } from "../kit/FailureCard";
import { LiveRegion } from "../kit/LiveRegion";
import answerStyles from "./Answer.module.css";
import { Waiting } from "./AnswerView";
import styles from "./Chat.module.css";
import { type Conversation, useDraft, useRequest } from "./conversation";
import { Mine } from "./Mine";
import { isRunning, type Request, servedBefore } from "./model";
import { startersQuery } from "./queries";
import { type Stick, useStick } from "./stick";
import { TurnView } from "./TurnView";
import { around, earlier, later, newest, type Span, within } from "./turnWindow";
import { amount, type NoteAction, problemsOf, wordsIn } from "./words";

export type TurnActs = {
  onNote: (action: NoteAction, turn: Turn, answer: Answer) => void;
  onNext: (kind: NextStepKind, turn: Turn | null) => void;
  details: (turn: Turn, answer: Answer) => void;
  /** The request and the response as they were. */
  raw: (answer: Answer) => void;
  /** Puts all an engineer needs to look into it on the clipboard. */
  engineer: (turn: Turn, answer: Answer) => void;
  starter: (text: string) => void;
  show: (turn: Turn, answerId: string) => void;
  branch: (turnId: string) => void;
  /** Asks again, of somebody else for this once; null lets the traffic split decide. */
  againWith: (turn: Turn, entity: string | null) => void;
};

type Props = {
  chat: Chat;
  conversation: Conversation;
  entities: readonly string[];
  acts: TurnActs;
  stick: RefObject<Stick | null>;
  /** The turn to open at instead of the end. */
  at: string | null;
  starters: readonly string[];
};

export function Turns({ chat, conversation, entities, acts, stick, at, starters }: Props) {
  const request = useRequest(conversation);
  const box = useRef<HTMLDivElement | null>(null);
  const content = useRef<HTMLDivElement | null>(null);
  const place = chat.turns.findIndex((turn) => turn.id === at);
  const { span, earlierTurns, laterTurns, toNewest } = useSpan(chat.turns, place, box);
  const sticking = useStick(box, content, {
    key: chat.id,
    whole: span.to === null,
    fromEnd: place < 0,
  });
  const toEnd = () => {
    toNewest();
    sticking.toEnd();
  };
  useEffect(() => {
    stick.current = { away: sticking.away, toEnd };
  });
  useSought(box, place < 0 ? null : at);
  const pending = pendingOf(chat, request);
  const empty = chat.turns.length === 0 && pending === null && request.phase !== "ended";
  const end = span.to ?? chat.turns.length;
  const atEnd = span.to === null;
  // What is written anew beside an earlier message takes the place of that message and all after it.
  const cut = pending?.editOf ? chat.turns.findIndex((turn) => turn.id === pending.editOf) : -1;
  const drawn = chat.turns.slice(span.from, cut < 0 ? end : Math.min(end, cut));
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    if (element.scrollTop < NEAR_EDGE) earlierTurns();
    else if (element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_EDGE) laterTurns();
  };
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
        onScroll={onScroll}
      >
        <div ref={content} className={styles.msgsIn}>
          {empty && (
            <Starters
              endpoint={chat.endpoint}
              conversation={conversation}
              texts={starters}
              onTake={acts.starter}
            />
          )}
          {span.from > 0 && <More side="earlier" count={span.from} onMore={earlierTurns} />}
          {span.from === 0 && chat.turns[0] && (
            <p className={styles.day}>{chat.title || chat.turns[0].prompt}</p>
          )}
          {drawn.map((turn, index) => (
            <TurnView
              key={turn.id}
              turn={turn}
              before={servedBefore(chat.turns, span.from + index)}
              conversation={conversation}
              request={request}
              entities={entities}
              endpoint={chat.endpoint}
              acts={acts}
              sought={turn.id === at}
            />
          ))}
          {!atEnd && <More side="later" count={chat.turns.length - end} onMore={laterTurns} />}
          {atEnd && pending !== null && pending.turnId === null && (
            <Mine prompt={pending.prompt} attachments={pending.attachments} variables={pending.variables} />
          )}
          {atEnd && pending && <Waiting since={pending.askedAt} stopping={request.phase === "stopping"} />}
          {atEnd && request.phase === "ended" && request.failure && (
            <Refused request={request} turns={chat.turns} acts={acts} />
          )}
        </div>
      </div>
      {(sticking.away || !atEnd) && (
        <Button size="s" icon="chevronDown" className={styles.jump} onClick={toEnd}>
          Jump to newest
        </Button>
      )}
      <LiveRegion text={announcement(chat, request)} />
    </div>
  );
}

/** This near to where the drawn turns end, more are drawn. */
const NEAR_EDGE = 480;

type Kept = { id: string; top: number };

/** The drawn turns. Turns that come or go above leave what is looked at where it is on the screen. */
function useSpan(turns: readonly Turn[], place: number, box: RefObject<HTMLElement | null>) {
  const [chosen, setChosen] = useState<Span>(() => around(turns.length, place));
  const span = within(chosen, turns.length);
  const kept = useRef<Kept | null>(null);
  const ends = useRef(false);
  const move = (to: Span) => {
    if (to.from === span.from && to.to === span.to) return;
    kept.current = firstInSight(box.current);
    setChosen(to);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: put back after other turns were drawn.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const was = kept.current;
    kept.current = null;
    if (ends.current) element.scrollTop = element.scrollHeight;
    else if (was) {
      const now = turnElement(element, was.id);
      if (now) element.scrollTop += now.getBoundingClientRect().top - was.top;
    }
    ends.current = false;
  }, [span.from, span.to, box]);
  return {
    span,
    earlierTurns: () => move(earlier(span, turns.length)),
    laterTurns: () => move(later(span, turns.length)),
    toNewest: () => {
      if (span.to === null) return;
      ends.current = true;
      setChosen(newest(turns.length));
    },
  };
}

function turnElement(box: HTMLElement, id: string): HTMLElement | null {
  for (const one of box.querySelectorAll<HTMLElement>("[data-turn]")) if (one.dataset.turn === id) return one;
  return null;
}

function firstInSight(box: HTMLElement | null): Kept | null {
  if (!box) return null;
  const edge = box.getBoundingClientRect().top;
  for (const one of box.querySelectorAll<HTMLElement>("[data-turn]")) {
    const { top, bottom } = one.getBoundingClientRect();
    if (bottom > edge) return { id: one.dataset.turn ?? "", top };
  }
  return null;
}

/** Brings the turn that was asked for to sight, once. */
function useSought(box: RefObject<HTMLElement | null>, id: string | null): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || id === null) return;
    const turn = turnElement(element, id);
    if (turn)
      element.scrollTop += turn.getBoundingClientRect().top - element.getBoundingClientRect().top - 24;
  }, [box, id]);
}

function More({ side, count, onMore }: { side: "earlier" | "later"; count: number; onMore: () => void }) {
  return (
    <p className={styles.more}>
      <Button size="s" variant="quiet" onClick={onMore}>
        {amount(count, `${side} message`, `${side} messages`)}
      </Button>
    </p>
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

type RefusedProps = { request: Extract<Request, { phase: "ended" }>; turns: Turn[]; acts: TurnActs };

function Refused({ request, turns, acts }: RefusedProps) {
  const turn = turns.find((one) => one.id === request.question.turnId) ?? null;
  return (
    <>
      <FailureCard failure={request.failure} onNext={(kind) => acts.onNext(kind, turn)} />
      {request.failure &&
        problemsOf(request.failure).map((text) => (
          <p key={text} className={answerStyles.problem}>
            {text}
          </p>
        ))}
      <p className={answerStyles.kept}>Your message is kept.</p>
    </>
  );
}

type StartersProps = {
  endpoint: string;
  conversation: Conversation;
  texts: readonly string[];
  onTake: (text: string) => void;
};

/** What a passport of the endpoint brought, or else the given ones. */
function Starters({ endpoint, conversation, texts, onTake }: StartersProps) {
  const brought = useQuery(startersQuery(endpoint)).data ?? [];
  // Something waits to be sent: taking an idea now would throw it away.
  if (useDraft(conversation).trim() !== "") return null;
  return (
    <section className={styles.starters} aria-label="Ideas to begin with">
      <h2>What would you like to ask?</h2>
      {[...new Set(brought.length > 0 ? brought : texts)].map((text) => (
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

// What came of the prompts, newest first: the texts of one answer side by side, earlier versions behind ‹ ›, how it ended,
// and its numbers.
import { useEffect, useRef, useState } from "react";
import type { Answer, NextStepKind, Turn } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { Pulse } from "../kit/Spinner";
import { clean, PriceNotKnown } from "../playground";
import styles from "./Completions.module.css";
import { endWords, isRunning, numbers, priceMissing, shownAnswer, texts } from "./model";

type Props = {
  turns: readonly Turn[];
  /** The one that is sought. */
  at: string | null;
  /** The one that was asked. */
  endpoint: string;
  busy: boolean;
  onAgain: (turn: Turn) => void;
  /** Puts a text into the box. */
  onTake: (prompt: string) => void;
  onNext: (kind: NextStepKind, turn: Turn) => void;
};

export function Turns({ turns, at, ...acts }: Props) {
  return (
    <ol className={styles.turns}>
      {turns.toReversed().map((turn) => (
        <li key={turn.id}>
          <One turn={turn} sought={turn.id === at} {...acts} />
        </li>
      ))}
    </ol>
  );
}

type OneProps = Omit<Props, "turns" | "at"> & { turn: Turn; sought: boolean };

function One({ turn, sought, endpoint, busy, onAgain, onTake, onNext }: OneProps) {
  const own = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (!sought) return;
    own.current?.scrollIntoView({ block: "nearest" });
    own.current?.focus({ preventScroll: true });
  }, [sought]);
  const [wanted, setWanted] = useState<string | undefined>();
  const newest = turn.answers.at(-1);
  // What is being written is what one wants to see.
  const answer = newest && isRunning(newest) ? newest : shownAnswer(turn, wanted);
  return (
    <article
      ref={own}
      tabIndex={sought ? -1 : undefined}
      className={styles.turn}
      data-sought={sought || undefined}
      aria-label={`Prompt: ${turn.prompt.slice(0, 60)}`}
    >
      <header className={styles.asked}>
        <p title={turn.prompt}>{turn.prompt}</p>
        <Button size="s" variant="quiet" icon="pencil" onClick={() => onTake(turn.prompt)}>
          Use this prompt
        </Button>
      </header>
      {answer && (
        <>
          <Body
            answer={answer}
            busy={busy}
            onNext={(kind) => onNext(kind, turn)}
            onGoOn={(text) => onTake(turn.prompt + text)}
          />
          <footer className={styles.foot}>
            {turn.answers.length > 1 && <Versions turn={turn} answer={answer} onShow={setWanted} />}
            <span className={styles.numbers}>
              {numbers(answer).join(" · ")}
              {priceMissing(answer) && " · "}
              {priceMissing(answer) && <PriceNotKnown servedBy={answer.servedBy} endpoint={endpoint} />}
            </span>
            {!isRunning(answer) && (
              <Button size="s" variant="quiet" icon="refresh" disabled={busy} onClick={() => onAgain(turn)}>
                Try again
              </Button>
            )}
          </footer>
        </>
      )}
    </article>
  );
}

type BodyProps = {
  answer: Answer;
  busy: boolean;
  onNext: (kind: NextStepKind) => void;
  onGoOn: (text: string) => void;
};

function Body({ answer, busy, onNext, onGoOn }: BodyProps) {
  const all = texts(answer).map(clean);
  const waiting = isRunning(answer) && answer.text === "";
  return (
    <>
      {waiting && <Pulse lines={2} label="Waiting for the first word" />}
      {answer.failure && <FailureCard failure={answer.failure} onNext={onNext} nextBusy={busy} />}
      {!waiting && (answer.failure === null || answer.text !== "") && (
        <ul className={styles.choices} data-many={all.length > 1 || undefined}>
          {all.map((text, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice is its place in the answer.
            <li key={at} aria-label={all.length > 1 ? `Text ${at + 1} of ${all.length}` : undefined}>
              <p className={styles.text} data-empty={text === "" || undefined}>
                {text === "" ? "No words came." : text}
              </p>
              {text !== "" && (
                <span className={styles.acts}>
                  <CopyButton text={text} />
                  {!isRunning(answer) && (
                    <Button
                      size="s"
                      variant="quiet"
                      icon="pencil"
                      onClick={() => onGoOn(texts(answer)[at] ?? "")}
                    >
                      Go on from here
                    </Button>
                  )}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {!isRunning(answer) &&
        endWords(answer).map((text) => (
          <p key={text} className={styles.note}>
            <Icon name="info" size={15} />
            <span>{text}</span>
          </p>
        ))}
    </>
  );
}

function Versions({ turn, answer, onShow }: { turn: Turn; answer: Answer; onShow: (id: string) => void }) {
  const at = turn.answers.findIndex((one) => one.id === answer.id);
  const go = (to: number) => {
    const next = turn.answers[to];
    if (next) onShow(next.id);
  };
  return (
    <span className={styles.versions}>
      <IconButton
        size="s"
        icon="chevronLeft"
        label="Earlier version"
        disabled={at === 0}
        onClick={() => go(at - 1)}
      />
      {at + 1} / {turn.answers.length}
      <IconButton
        size="s"
        icon="chevronRight"
        label="Later version"
        disabled={at === turn.answers.length - 1}
        onClick={() => go(at + 1)}
      />
    </span>
  );
}

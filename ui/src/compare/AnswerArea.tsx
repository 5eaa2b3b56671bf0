// The words of one column: the answer as it grows or with its differences, what has to be said about how it ended, and its
// failure. While names are hidden a failure keeps its reason for later: it would name the provider.
import { useMemo } from "react";
import type { Answer, Failure } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureCard } from "../kit/FailureCard";
import { Glyph, Icon } from "../kit/Icon";
import { AnswerText, LiveText, notes, seconds, useTextView, useTicks } from "../playground";
import { useNextStep } from "../shell/next";
import styles from "./Compare.module.css";
import type { Writing } from "./comparing";
import { DiffText } from "./DiffText";

type Props = {
  /** What the column is called now. */
  title: string;
  answer: Answer | null;
  writing: Writing | null;
  refused: Failure | null;
  /** It was asked, though nothing may have come. */
  asked: boolean;
  hidden: boolean;
  against: string | null;
  differences: boolean;
  textOf: (answerId: string) => LiveText | undefined;
  onAgain: () => void;
};

export function AnswerArea({
  title,
  answer,
  writing,
  refused,
  asked,
  hidden,
  against,
  differences,
  textOf,
  onAgain,
}: Props) {
  const next = useNextStep({ tryAgain: onAgain, waitAndRetry: onAgain, reload: onAgain });
  const failure = writing === null ? (refused ?? answer?.failure ?? null) : null;
  const waits = writing !== null && (answer === null || answer.id !== writing.answerId || answer.text === "");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className={styles.words} tabIndex={0} aria-label={`What ${title} answered`}>
      {answer && (
        <Words
          answer={answer}
          live={textOf(answer.id)}
          writing={writing?.answerId === answer.id}
          against={differences && writing === null ? against : null}
        />
      )}
      {waits && writing && <Waiting since={writing.since} streaming={answer} textOf={textOf} />}
      {answer === null && writing === null && refused === null && (
        <div className={styles.quiet}>
          <p>{asked ? "Stopped before it began to answer." : "Not asked yet."}</p>
          {asked && (
            <Button size="s" onClick={onAgain}>
              Ask it again
            </Button>
          )}
        </div>
      )}
      {writing === null &&
        answer &&
        notes(answer).map((note) => (
          <p key={note.text} className={styles.note} data-tone={note.tone}>
            <Icon name={note.tone === "warning" ? "warning" : "info"} size={14} />
            <span>{note.text}</span>
          </p>
        ))}
      {failure && hidden && (
        <div className={styles.quiet}>
          <p>This one gave no answer. Why appears after your vote.</p>
          <Button size="s" onClick={onAgain}>
            Ask it again
          </Button>
        </div>
      )}
      {failure && !hidden && <FailureCard failure={failure} onNext={next} compact />}
    </section>
  );
}

type WordsProps = {
  answer: Answer;
  live: LiveText | undefined;
  writing: boolean;
  against: string | null;
};

function Words({ answer, live, writing, against }: WordsProps) {
  const text = useMemo(() => live ?? LiveText.whole(answer.text), [live, answer.text]);
  if (against !== null && answer.text !== "") return <DiffText before={against} after={answer.text} />;
  return <Growing live={text} writing={writing} />;
}

function Growing({ live, writing }: { live: LiveText; writing: boolean }) {
  const view = useTextView(live);
  if (view.words === 0 && view.tail === null) return null;
  return <AnswerText live={live} writing={writing} />;
}

type WaitingProps = {
  since: number;
  streaming: Answer | null;
  textOf: (answerId: string) => LiveText | undefined;
};

const NOTHING = LiveText.whole("");

/** Until the first word of the answer under way. */
function Waiting({ since, streaming, textOf }: WaitingProps) {
  const view = useTextView((streaming && textOf(streaming.id)) ?? NOTHING);
  const now = useTicks(200);
  if (streaming?.outcome !== "complete" && view.words > 0) return null;
  const ms = Math.max(0, now - since);
  return (
    <p className={styles.waiting}>
      <Glyph name="updating" size={14} />
      Waiting for the first word
      {ms >= 1000 && <span>{seconds(ms)}</span>}
    </p>
  );
}

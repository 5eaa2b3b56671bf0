// One answer: who gave it, its words, what has to be said about how it ended, and its numbers. What the buttons do is
// the page's matter (`acts`).
import { useMemo, useState } from "react";
import type { Answer, NextStepKind } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { FailureCard } from "../kit/FailureCard";
import { Glyph, Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { Swatch, swatchIndex } from "../kit/Swatch";
import { Tag } from "../kit/Tag";
import { PriceNotKnown } from "./AddPrice";
import styles from "./Answer.module.css";
import { AnswerMenu } from "./AnswerMenu";
import { AnswerText, useTextView } from "./AnswerText";
import type { Conversation } from "./conversation";
import { LiveText } from "./liveText";
import { clean } from "./markdown/clean";
import { MaskedSpots } from "./markdown/Masked";
import { Steps } from "./Steps";
import { Structured } from "./Structured";
import { structuredOf } from "./structure";
import { ToolCalls } from "./ToolCalls";
import { useTicks } from "./ticks";
import {
  ACTION_WORDS,
  amount,
  cacheAge,
  count,
  type Note,
  type NoteAction,
  notes,
  numbers,
  priceMissing,
  seconds,
  spotsOf,
} from "./words";

export type AnswerActs = {
  again: () => void;
  /** Asks somebody else for this once; null lets the traffic split decide. */
  againWith: (entity: string | null) => void;
  onNote: (action: NoteAction) => void;
  onNext: (kind: NextStepKind) => void;
  details: () => void;
  raw: () => void;
  engineer: () => void;
};

type Versions = { at: number; of: number; show: (at: number) => void };

type Props = {
  answer: Answer;
  conversation: Conversation;
  /** The name of who answered the turn before, when known. */
  before: string | null;
  /** Who may be asked again, by name. */
  entities: readonly string[];
  endpoint: string;
  versions: Versions;
  /** Set while this answer is being waited for or written. */
  writing: { since: number; firstWordMs: number | null; stopping: boolean } | null;
  busy: boolean;
  acts: AnswerActs;
};

export function AnswerView(props: Props) {
  const { answer, conversation, before, versions, writing, busy, acts } = props;
  // Only when n asked for several: 0 is the answer itself.
  const [choice, setChoice] = useState(0);
  const further = answer.choices[choice - 1];
  const text = further ?? answer.text;
  const live = useMemo(
    () =>
      (further === undefined ? conversation.textOf(answer.id) : undefined) ??
      LiveText.whole(further ?? answer.text),
    [conversation, answer.id, answer.text, further],
  );
  const view = useTextView(live);
  const spots = useMemo(() => spotsOf(answer), [answer]);
  const hasText = view.words > 0 || view.tail !== null;
  const said = writing === null ? notes(answer) : [];
  return (
    <article
      className={styles.answer}
      aria-label={`Answer${answer.servedBy ? ` by ${answer.servedBy}` : ""}`}
      aria-busy={writing !== null || undefined}
    >
      <Who answer={answer} before={before} />
      <Thoughts answer={answer} conversation={conversation} writing={writing !== null && !hasText} />
      <Steps what="choice" at={choice} of={answer.choices.length + 1} onShow={setChoice} />
      <MaskedSpots value={spots}>
        {hasText && <Words text={text} live={live} writing={writing !== null && !writing.stopping} />}
      </MaskedSpots>
      {writing !== null && !hasText && <Waiting since={writing.since} stopping={writing.stopping} />}
      {answer.toolCalls.length > 0 && <ToolCalls calls={answer.toolCalls} />}
      {said.map((note) => (
        <NoteLine key={note.text} note={note} busy={busy} onAct={acts.onNote} />
      ))}
      {writing === null && answer.failure && <Failed answer={answer} busy={busy} acts={acts} />}
      {(writing === null || hasText) && (
        <footer className={styles.foot}>
          <Steps what="version" at={versions.at} of={versions.of} onShow={versions.show} />
          {writing !== null ? (
            <Writing
              since={writing.since}
              firstWordMs={writing.firstWordMs}
              words={view.words}
              stopping={writing.stopping}
            />
          ) : (
            <Ended {...props} words={view.words} text={text} />
          )}
        </footer>
      )}
    </article>
  );
}

/** What stands under an answer that has ended: its numbers and what one can do with it. */
function Ended({
  answer,
  entities,
  endpoint,
  busy,
  acts,
  words,
  text,
}: Props & { words: number; text: string }) {
  return (
    <>
      <NumbersLine parts={numbers(answer, words)} onOpen={acts.details} />
      {priceMissing(answer) && <PriceNotKnown servedBy={answer.servedBy} endpoint={endpoint} />}
      <span className={styles.acts}>
        {text !== "" && <CopyButton text={() => clean(text)} label="Copy answer" iconOnly />}
        <IconButton
          size="s"
          icon="refresh"
          label="Try again"
          onClick={acts.again}
          disabledReason={busy ? "Another answer is being written." : null}
        />
        <AnswerMenu answer={answer} text={text} entities={entities} busy={busy} acts={acts} />
      </span>
    </>
  );
}

/** An answer that is data is laid out; everything else is words. */
function Words({ text, live, writing }: { text: string; live: LiveText; writing: boolean }) {
  const data = useMemo(() => (writing ? null : structuredOf(text)), [text, writing]);
  const words = <AnswerText live={live} writing={writing} />;
  return data === null ? words : <Structured data={data} asItCame={words} />;
}

function Who({ answer, before }: { answer: Answer; before: string | null }) {
  if (answer.servedBy === null && answer.fromCache === null) return null;
  return (
    <header className={styles.who}>
      {answer.servedBy !== null && (
        <>
          <Swatch index={answer.position === null ? "standby" : swatchIndex(answer.position)} />
          <b>{answer.servedBy}</b>
        </>
      )}
      {answer.share !== null && <span className={styles.share}>{count(answer.share)} % of traffic</span>}
      {before !== null && before !== answer.servedBy && <Tag tone="info">Another model than before</Tag>}
      {answer.fromCache && <FromCache at={answer.fromCache.at} />}
    </header>
  );
}

function FromCache({ at }: { at: number }) {
  const now = useTicks(60_000);
  return (
    <Tag tone="warning" icon="history">
      {cacheAge(at, now)}
    </Tag>
  );
}

export function Waiting({ since, stopping = false }: { since: number; stopping?: boolean }) {
  const now = useTicks(200);
  const ms = Math.max(0, now - since);
  return (
    <p className={styles.waiting}>
      <Glyph name="updating" size={14} />
      {stopping ? "Stopping" : "Waiting for the first word"}
      {ms >= 1000 && <span className={styles.elapsed}>{seconds(ms)}</span>}
    </p>
  );
}

function Writing({
  since,
  firstWordMs,
  words,
  stopping,
}: {
  since: number;
  firstWordMs: number | null;
  words: number;
  stopping: boolean;
}) {
  const now = useTicks(200);
  return (
    <span className={styles.numbers}>
      <span className={styles.updating}>
        {stopping ? "stopping" : "writing"}, {seconds(Math.max(0, now - since))}
      </span>
      {firstWordMs !== null && <span>first word {seconds(firstWordMs)}</span>}
      <span>{amount(words, "word", "words")} so far</span>
    </span>
  );
}

function NumbersLine({ parts, onOpen }: { parts: string[]; onOpen: () => void }) {
  return (
    <button type="button" className={styles.numbers} onClick={onOpen} title="Show this call">
      {parts.length === 0 ? <span>Details</span> : parts.map((part) => <span key={part}>{part}</span>)}
    </button>
  );
}

function NoteLine({ note, busy, onAct }: { note: Note; busy: boolean; onAct: (action: NoteAction) => void }) {
  return (
    <div className={styles.note} data-tone={note.tone}>
      <p>
        <Icon name={note.tone === "warning" ? "warning" : "info"} size={14} />
        <span>{note.text}</span>
      </p>
      {note.actions.map((action) => (
        <Button
          key={action}
          size="s"
          onClick={() => onAct(action)}
          disabledReason={busy && action !== "raiseLength" ? "Another answer is being written." : null}
        >
          {ACTION_WORDS[action]}
        </Button>
      ))}
    </div>
  );
}

/** Folded away; plain text, because nobody styles their thoughts. */
function Thoughts({
  answer,
  conversation,
  writing,
}: {
  answer: Answer;
  conversation: Conversation;
  writing: boolean;
}) {
  const live = useMemo(
    () => conversation.thoughtsOf(answer.id) ?? LiveText.whole(answer.reasoning ?? ""),
    [conversation, answer.id, answer.reasoning],
  );
  const view = useTextView(live);
  if (view.words === 0) return null;
  return (
    <details className={styles.thoughts}>
      <summary>
        <Icon name="chevronRight" size={14} />
        {writing ? "Thinking" : "Thought first"}, {amount(view.words, "word", "words")}
      </summary>
      <AnswerText live={live} writing={writing} />
    </details>
  );
}

function Failed({ answer, busy, acts }: { answer: Answer; busy: boolean; acts: AnswerActs }) {
  const failure = answer.failure;
  const until =
    failure?.kind === "throttled" && failure.retryAfterSeconds !== null
      ? endOf(answer) + failure.retryAfterSeconds * 1000
      : null;
  if (failure === null) return null;
  return (
    <>
      {until === null ? (
        <FailureCard failure={failure} onNext={acts.onNext} nextBusy={busy} />
      ) : (
        <Throttled failure={failure} until={until} busy={busy} onNext={acts.onNext} />
      )}
      <p className={styles.kept}>
        <Icon name="check" size={14} />
        Your message is kept.
      </p>
    </>
  );
}

const endOf = (answer: Answer): number => answer.startedAt + (answer.totalMs ?? 0);

type ThrottledProps = {
  failure: NonNullable<Answer["failure"]>;
  until: number;
  busy: boolean;
  onNext: (kind: NextStepKind) => void;
};

/** Counts down to when asking again makes sense; only then the button is there. */
function Throttled({ failure, until, busy, onNext }: ThrottledProps) {
  const left = Math.ceil((until - useTicks(500)) / 1000);
  if (left <= 0) return <FailureCard failure={failure} onNext={onNext} nextBusy={busy} />;
  return (
    <>
      <FailureCard failure={failure} />
      <p className={styles.kept}>
        <Icon name="clock" size={14} />
        You can ask again in {amount(left, "second", "seconds")}.
      </p>
    </>
  );
}

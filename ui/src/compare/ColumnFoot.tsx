// Under a column: who is ahead in what, the numbers, the repeats one by one, and the vote. Time and price stay hidden with
// the names.
import { useState } from "react";
import type { Answer } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { RelativeTime } from "../kit/RelativeTime";
import { Tag } from "../kit/Tag";
import { TextInput } from "../kit/TextInput";
import { wordsIn } from "../playground";
import type { ColumnProps } from "./ColumnView";
import styles from "./Compare.module.css";
import { useComparingState, type Writing } from "./comparing";
import { apartWords, numbers, spreadNumbers, TAG_WORDS, voteWords } from "./words";

type Props = ColumnProps & {
  answer: Answer | null;
  /** Which repeat is looked at. */
  at: number;
  onLook: (at: number) => void;
  writing: Writing | null;
};

export function ColumnFoot(props: Props) {
  const { run, place, answers, answer, tags, spread, hidden, writing, onVote } = props;
  const several = answers.length > 1;
  const ended = writing === null && answer !== null;
  const mine = run !== null && run.vote?.column === place.id;
  const note = run?.vote?.note ?? "";
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <footer className={styles.foot}>
      <div className={styles.tags}>
        {!hidden &&
          ended &&
          tags.map((name) => (
            <Tag key={name} tone={TAG_WORDS[name].tone} icon={TAG_WORDS[name].icon}>
              {TAG_WORDS[name].word}
            </Tag>
          ))}
        {ended && answer.fromCache && (
          <Tag icon="history">
            From the cache, <RelativeTime ms={answer.fromCache.at} />
          </Tag>
        )}
        {mine && note === "" && typed === null && (
          <LinkButton size="s" onClick={() => setTyped("")}>
            Say why
          </LinkButton>
        )}
        {several && <Repeats {...props} />}
      </div>
      {hidden ? (
        <p className={styles.say}>Time and price appear after your vote.</p>
      ) : (
        <p className={styles.numbers}>
          {ended &&
            (several && spread ? spreadNumbers(spread) : numbers(answer, wordsIn(answer.text))).map(
              (part) => <span key={part}>{part}</span>,
            )}
        </p>
      )}
      {several && spread && writing === null && <p className={styles.say}>{apartWords(spread)}</p>}
      <VoteButton {...props} />
      {mine && (typed !== null || note !== "") && (
        <Note
          note={note}
          typed={typed}
          onType={setTyped}
          onSave={(changed) => changed !== note && onVote(place.id, changed)}
        />
      )}
    </footer>
  );
}

function Repeats({ answers, at, onLook, writing }: Props) {
  return (
    <span className={styles.repeats}>
      <IconButton
        size="s"
        icon="chevronLeft"
        label="Earlier repeat"
        onClick={() => onLook(at - 1)}
        disabledReason={at === 0 ? "This is the first one." : null}
      />
      <span>
        {at + 1} / {answers.length}
      </span>
      <IconButton
        size="s"
        icon="chevronRight"
        label="Later repeat"
        onClick={() => onLook(at + 1)}
        disabledReason={writing !== null || at === answers.length - 1 ? "This is the newest one." : null}
      />
    </span>
  );
}

function VoteButton({ run, place, answers, comparing, hidden, onVote }: Props) {
  const mine = run?.vote?.column === place.id;
  const running = useComparingState(comparing).phase !== "idle";
  const without = answers.every((answer) => answer.text === "");
  const reason = running ? "Wait until all have answered." : without ? "It has no answer to prefer." : null;
  return (
    <Button
      icon={mine ? "check" : undefined}
      className={styles.prefer}
      aria-pressed={mine}
      disabledReason={run === null ? "Ask first." : reason}
      onClick={() => onVote(place.id, mine ? "" : (run?.vote?.note ?? ""), mine)}
      aria-label={`${voteWords(run?.vote ?? null, place.id)}: ${hidden ? place.letter : place.label}`}
    >
      {voteWords(run?.vote ?? null, place.id)}
    </Button>
  );
}

type NoteProps = {
  note: string;
  typed: string | null;
  onType: (typed: string | null) => void;
  onSave: (note: string) => void;
};

function Note({ note, typed, onType, onSave }: NoteProps) {
  if (typed === null) {
    return (
      <p className={styles.why}>
        <span>{note}</span>
        <LinkButton size="s" onClick={() => onType(note)}>
          Change
        </LinkButton>
      </p>
    );
  }
  const save = () => {
    onType(null);
    onSave(typed.trim());
  };
  return (
    <TextInput
      size="m"
      label="Why this one"
      placeholder="Why this one"
      value={typed}
      onChange={onType}
      onBlur={save}
      onKeyDown={(event) => event.key === "Enter" && save()}
      maxLength={500}
      autoFocus
    />
  );
}

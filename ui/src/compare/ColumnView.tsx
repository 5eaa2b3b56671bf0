// One column: who it asks, what came back, what that took, and the button that prefers it. It fails alone.
import { useState } from "react";
import type { Answer, Comparison, ComparisonRun } from "../ipc/bindings";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { Swatch, swatchIndex } from "../kit/Swatch";
import { Tag } from "../kit/Tag";
import { AnswerArea } from "./AnswerArea";
import { ColumnFoot } from "./ColumnFoot";
import { ColumnMenu } from "./ColumnMenu";
import type { Voting } from "./Compare";
import styles from "./Compare.module.css";
import { type Comparing, useComparingState, type Writing } from "./comparing";
import type { Spread, TagName } from "./measure";
import { optionWords, type Place } from "./model";
import type { OptionsOf } from "./OptionsDrawer";
import { OwnMessage } from "./OwnMessage";

export type ColumnProps = {
  place: Place;
  comparison: Comparison;
  comparing: Comparing;
  run: ComparisonRun | null;
  answers: Answer[];
  tags: TagName[];
  spread: Spread | null;
  hidden: boolean;
  isBaseline: boolean;
  /** The text differences are marked against; null on the baseline and while there is none. */
  against: string | null;
  onVote: Voting;
  onOptions: (of: OptionsOf) => void;
};

export function ColumnView(props: ColumnProps) {
  const { place, comparison, comparing, run, answers, hidden, isBaseline } = props;
  const state = useComparingState(comparing);
  const [wanted, setWanted] = useState<number | null>(null);
  const ofThisRun = run !== null && state.runId === run.id;
  const writing: Writing | null = (ofThisRun || run === null ? state.writing[place.id] : undefined) ?? null;
  // While repeats come in the newest is shown; afterwards the one a person chose.
  const at = writing === null && wanted !== null && wanted < answers.length ? wanted : answers.length - 1;
  const answer = answers[at] ?? null;
  const title = hidden ? place.letter : place.label;
  return (
    <section className={styles.column} aria-label={title} aria-busy={writing !== null || undefined}>
      <header className={styles.columnHead}>
        {!hidden && <Swatch index={swatchIndex(place.swatch)} />}
        <h2 title={hidden ? undefined : place.label}>
          {hidden ? place.letter : <MiddleEllipsis text={place.label} />}
        </h2>
        {isBaseline && <Tag>Baseline</Tag>}
        <ColumnMenu {...props} answer={answer} writing={writing} />
      </header>
      {!hidden && place.column && (
        <OwnMessage column={place.column} comparing={comparing} changed={ownWords(props)} />
      )}
      <AnswerArea
        {...props}
        title={title}
        answer={answer}
        writing={writing}
        refused={ofThisRun ? (state.refused[place.id] ?? null) : null}
        asked={run?.cells.some((cell) => cell.columnId === place.id) ?? false}
        onAgain={() => run && void comparing.again(run.id, place.id)}
        differences={comparison.setup.differences}
        textOf={(id) => comparing.textOf(id)}
      />
      <ColumnFoot {...props} answer={answer} at={at} onLook={setWanted} writing={writing} />
    </section>
  );
}

/** In what the column's options differ from those for all, for the line under its name. */
function ownWords({ place, comparison }: ColumnProps): string {
  const own = place.column?.options;
  if (!own || place.column?.source === "options") return "";
  return optionWords(own, comparison.setup.options);
}

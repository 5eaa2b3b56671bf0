// The columns side by side. Each is at least 320 px wide; what does not fit is reached sideways, under the message that
// stays. Copies of texts and failures never name a column while names are hidden.
import type { CellAnswers, Comparison, ComparisonRun } from "../ipc/bindings";
import { FailureCard } from "../kit/FailureCard";
import { ColumnView } from "./ColumnView";
import type { Voting } from "./Compare";
import styles from "./Compare.module.css";
import type { Comparing } from "./comparing";
import { type Spread, tagsOf } from "./measure";
import { answersOf, baselineOf, type Place } from "./model";
import type { OptionsOf } from "./OptionsDrawer";

type Props = {
  comparison: Comparison;
  comparing: Comparing;
  run: ComparisonRun | null;
  places: Place[];
  cells: CellAnswers[] | undefined;
  /** Why the answers of this run could not be read. */
  failure: unknown;
  spreads: (Spread | null)[];
  hidden: boolean;
  onVote: Voting;
  onOptions: (of: OptionsOf) => void;
};

export function Columns({
  comparison,
  comparing,
  run,
  places,
  cells,
  failure,
  spreads,
  hidden,
  onVote,
  onOptions,
}: Props) {
  const tags = tagsOf(spreads);
  const baseline = baselineOf(comparison.setup, places);
  const against = answersOf(cells, baseline ?? "").findLast((answer) => answer.text !== "")?.text ?? null;
  if (failure !== null) {
    return (
      <div className={styles.failure}>
        <FailureCard failure={failure} />
      </div>
    );
  }
  return (
    <div className={styles.columns} data-hidden={hidden || undefined}>
      {places.map((place, at) => (
        <ColumnView
          key={place.id}
          place={place}
          comparison={comparison}
          comparing={comparing}
          run={run}
          answers={answersOf(cells, place.id)}
          tags={tags[at] ?? []}
          spread={spreads[at] ?? null}
          hidden={hidden}
          isBaseline={place.id === baseline}
          against={place.id === baseline ? null : against}
          onVote={onVote}
          onOptions={onOptions}
        />
      ))}
    </div>
  );
}

// The line above the columns: what differences are marked against, which message is looked at, how often each column is
// asked, and whether names are hidden.
import type { Comparison, ComparisonRun } from "../ipc/bindings";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { NumberStepper } from "../kit/NumberStepper";
import { Swatch, swatchIndex } from "../kit/Swatch";
import { Switch } from "../kit/Switch";
import { Picker } from "../playground";
import styles from "./Compare.module.css";
import type { Comparing } from "./comparing";
import { MOST_REPEATS, type Place } from "./model";

type Props = {
  comparison: Comparison;
  comparing: Comparing;
  places: Place[];
  baseline: string | null;
  run: ComparisonRun | null;
  hidden: boolean;
  running: boolean;
  onShow: (runId: string | undefined) => void;
  onSkip: () => void;
};

export function Bar({
  comparison,
  comparing,
  places,
  baseline,
  run,
  hidden,
  running,
  onShow,
  onSkip,
}: Props) {
  const { setup } = comparison;
  return (
    <div className={styles.bar}>
      <Switch
        checked={setup.differences}
        onChange={(differences) => comparing.change((now) => ({ ...now, differences }))}
        label="Mark differences"
      />
      <span aria-hidden="true">Differences from</span>
      <BaselinePick
        places={places}
        baseline={baseline}
        hidden={hidden}
        onPick={(id) => comparing.change((now) => ({ ...now, baseline: id }))}
      />
      {setup.differences && (
        <span className={styles.legend}>
          <ins>added</ins> <del>left out</del>
        </span>
      )}
      <span className={styles.barEnd}>
        <Runs comparison={comparison} run={run} running={running} onShow={onShow} />
        <span className={styles.pair}>
          <span aria-hidden="true">Repeat</span>
          <NumberStepper
            label="Repeat each column"
            value={setup.repeat}
            onChange={(next) => {
              if (next === null || next < 1 || next > MOST_REPEATS) return;
              comparing.change((now) => ({ ...now, repeat: Math.round(next) }));
            }}
            min={1}
            max={MOST_REPEATS}
            unit="×"
            className={styles.repeat}
          />
        </span>
        <span className={styles.line} aria-hidden="true" />
        {hidden && !running && (
          <LinkButton size="s" onClick={onSkip}>
            None is better
          </LinkButton>
        )}
        <span className={styles.pair}>
          <Icon name="mask" />
          <span aria-hidden="true">Hide names</span>
          <Switch
            checked={setup.blind}
            onChange={(blind) => comparing.change((now) => ({ ...now, blind }))}
            label="Hide names until you vote"
          />
        </span>
      </span>
    </div>
  );
}

type PickProps = { places: Place[]; baseline: string | null; hidden: boolean; onPick: (id: string) => void };

function BaselinePick({ places, baseline, hidden, onPick }: PickProps) {
  const chosen = places.find((place) => place.id === baseline);
  const named = (place: Place) => (hidden ? place.letter : place.label);
  const mark = (place: Place) => (hidden ? undefined : <Swatch index={swatchIndex(place.swatch)} />);
  if (!chosen) return null;
  return (
    <Picker
      label={`Differences from ${named(chosen)}. Choose another`}
      value={chosen.id}
      shown={
        <span className={styles.baseline}>
          {mark(chosen)}
          {named(chosen)}
        </span>
      }
      onPick={onPick}
      picks={places.map((place) => ({ value: place.id, label: named(place), mark: mark(place) }))}
      empty=""
    />
  );
}

type RunsProps = {
  comparison: Comparison;
  run: ComparisonRun | null;
  running: boolean;
  onShow: (runId: string | undefined) => void;
};

/** From message to message of this comparison. */
function Runs({ comparison, run, running, onShow }: RunsProps) {
  const { runs } = comparison;
  if (run === null || runs.length < 2) return null;
  const at = runs.findIndex((one) => one.id === run.id);
  const go = (to: number) => onShow(to === runs.length - 1 ? undefined : runs[to]?.id);
  const busy = running ? "Columns are being answered." : null;
  return (
    <span className={styles.runs}>
      <IconButton
        size="s"
        icon="chevronLeft"
        label="Earlier message"
        onClick={() => go(at - 1)}
        disabledReason={busy ?? (at === 0 ? "This is the first message." : null)}
      />
      <span title={run.prompt}>
        {at + 1} / {runs.length}
      </span>
      <IconButton
        size="s"
        icon="chevronRight"
        label="Later message"
        onClick={() => go(at + 1)}
        disabledReason={busy ?? (at === runs.length - 1 ? "This is the newest message." : null)}
      />
    </span>
  );
}

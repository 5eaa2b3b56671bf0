// Planning a ramp: the way from the live split to the draft in steps with pauses, each drawn as a bar. Says plainly that it
// runs only while the app is open. In production a large move is confirmed by name. Running it is the core's.
import { type ReactNode, useMemo, useState } from "react";
import type { Share } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { ConfirmByName } from "../../kit/ConfirmByName";
import { FailureNote } from "../../kit/FailureNote";
import { IconButton } from "../../kit/IconButton";
import { NumberStepper } from "../../kit/NumberStepper";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import { useWorkspace } from "../../shell/current";
import { useKey } from "../../shell/keys";
import { useNextStep } from "../../shell/next";
import { colourPlaces } from "../rows";
import { inNumbers, isLargeMove, pointsMoved, sameOrder } from "../words";
import { between, minutesInWords, pausesOf, type Stage, stagesProblem, stepsOf, USUAL_STAGES } from "./plan";
import styles from "./Ramp.module.css";
import type { RampRun } from "./runs";
import { StepBar } from "./StepBar";

type Props = {
  endpoint: string;
  live: Share[];
  target: Share[];
  run: RampRun;
  onBack: () => void;
};

type Row = Stage & { id: number };

export function RampPlan({ endpoint, live, target, run, onBack }: Props) {
  const { environment, name: workspace } = useWorkspace();
  const [rows, setRows] = useState<Row[]>(() => USUAL_STAGES.map((stage, id) => ({ ...stage, id })));
  const [asking, setAsking] = useState(false);
  const onNext = useNextStep({ reload: onBack });
  const places = useMemo(
    () =>
      colourPlaces(
        target.map((share) => share.entity),
        live,
      ),
    [target, live],
  );
  const problem = stagesProblem(rows);
  const steps = problem ? [] : stepsOf(live, target, rows);
  const asks = environment === "production" && isLargeMove(live, target);
  const starting = run.asked === "start";
  const start = () => {
    setAsking(false);
    run.start(steps);
  };
  const go = () => {
    if (problem || starting) return;
    if (asks) setAsking(true);
    else start();
  };
  useKey("mod+enter", go);

  return (
    <section className={styles.plan} aria-label="Plan a ramp">
      <div className={styles.sheet}>
        <div className={styles.intro}>
          <h2>Go live in steps</h2>
          <p>
            Each step is written, rolled out and left to rest before the next one.{" "}
            <b>It runs only while Gatewright is open.</b> If the app closes, the split stays at the step it
            reached, and you are asked how to go on at the next start. If somebody else changes the endpoint,
            the ramp stops.
          </p>
        </div>
        <Legend shares={target} places={places} />
        <ol className={styles.stages}>
          <li className={styles.stage}>
            <span className={styles.number}>Now</span>
            <StepBar shares={live} places={places} label="Live now" />
          </li>
          {rows.map((row, at) => (
            <StageRow
              key={row.id}
              row={row}
              at={at}
              last={at === rows.length - 1}
              bar={
                <StepBar
                  shares={between(live, target, Math.max(0, Math.min(100, Math.round(row.way))))}
                  places={places}
                  label={`Step ${at + 1}`}
                />
              }
              onChange={(part) => setRows(rows.map((one) => (one === row ? { ...one, ...part } : one)))}
              onRemove={() => setRows(rows.filter((one) => one !== row))}
            />
          ))}
        </ol>
        <div className={styles.under}>
          <Button
            size="s"
            icon="plus"
            disabledReason={rows.length >= 12 ? "A ramp has at most 12 steps." : null}
            onClick={() => setRows(withOneMore(rows))}
          >
            Add a step
          </Button>
          <p role="status">{problem ?? summary(steps.length, pausesOf(steps))}</p>
        </div>
        {!sameOrder(live, target) && (
          <p className={styles.note}>The new fallback order counts from the first step on.</p>
        )}
        {run.failure && <FailureNote failure={run.failure} onNext={onNext} />}
        {run.failure?.kind === "invalid" && (
          <ul className={styles.problems}>
            {run.failure.fields.map(({ path, message }) => (
              <li key={path}>{message}</li>
            ))}
          </ul>
        )}
      </div>
      <footer className={styles.foot}>
        <Button onClick={onBack}>Back to the draft</Button>
        <Button
          variant="primary"
          keyHint={["Ctrl", "↵"]}
          busy={starting}
          busyLabel="Starting"
          disabledReason={problem}
          onClick={go}
        >
          Start the ramp
        </Button>
      </footer>
      <ConfirmByName
        open={asking}
        onClose={() => setAsking(false)}
        title={`Move ${pointsMoved(live, target)} of 100 requests in production, in steps?`}
        name={endpoint}
        action="Start the ramp"
        keep="Keep as it is"
        danger={false}
        onConfirm={start}
      >
        <p className={styles.ask}>
          {endpoint} in {workspace} goes from {inNumbers(live)} to {inNumbers(target)} in {steps.length}{" "}
          steps.
        </p>
      </ConfirmByName>
    </section>
  );
}

type StageProps = {
  row: Row;
  at: number;
  last: boolean;
  bar: ReactNode;
  onChange: (part: Partial<Stage>) => void;
  onRemove: () => void;
};

function StageRow({ row, at, last, bar, onChange, onRemove }: StageProps) {
  const name = `Step ${at + 1}`;
  return (
    <li className={styles.stage}>
      <span className={styles.number}>{at + 1}</span>
      {bar}
      {last ? (
        <>
          <span className={styles.field}>all the way</span>
          <span className={styles.field}>then it stays</span>
        </>
      ) : (
        <>
          <span className={styles.field}>
            <NumberStepper
              label={`${name}, how far of the way in percent`}
              value={row.way}
              min={1}
              max={99}
              step={5}
              unit="%"
              onChange={(way) => onChange({ way: way ?? 0 })}
            />
          </span>
          <span className={styles.field}>
            <NumberStepper
              label={`${name}, pause in minutes`}
              value={row.pauseMinutes}
              min={0}
              max={1440}
              step={5}
              unit="min"
              onChange={(pauseMinutes) => onChange({ pauseMinutes: pauseMinutes ?? 0 })}
            />
          </span>
          <span className={styles.remove}>
            <IconButton label={`Remove step ${at + 1}`} icon="cross" size="s" onClick={onRemove} />
          </span>
        </>
      )}
    </li>
  );
}

function Legend({ shares, places }: { shares: readonly Share[]; places: ReadonlyMap<string, number> }) {
  return (
    <div className={styles.legend}>
      <ul>
        {shares.map(({ entity }) => (
          <li key={entity}>
            <Swatch index={swatchIndex(places.get(entity) ?? 0)} />
            {entity}
          </li>
        ))}
      </ul>
      <span aria-hidden="true">Of the way</span>
      <span aria-hidden="true">Then rest</span>
    </div>
  );
}

/** A step half way between the last two, so that it never breaks their order. */
function withOneMore(rows: readonly Row[]): Row[] {
  const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
  const end = rows.at(-1)?.way ?? 100;
  const before = rows.at(-2)?.way ?? 0;
  const middle = Math.round((before + end) / 2);
  return [...rows.slice(0, -1), { id, way: middle, pauseMinutes: 15 }, ...rows.slice(-1)];
}

function summary(steps: number, minutes: number): string {
  const count = steps === 1 ? "1 step" : `${steps} steps`;
  const rest = minutes === 0 ? "no pauses" : `${minutesInWords(minutes)} of pauses`;
  return `${count}, ${rest}, and the time Databricks needs for each roll-out.`;
}

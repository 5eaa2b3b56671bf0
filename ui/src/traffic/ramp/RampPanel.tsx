// A ramp that runs, was interrupted, stopped or has just ended, above the split: where it stands, when it goes on, and the
// ways out. The core runs it; the countdown is only drawn here.
import { Fragment, useMemo, useState } from "react";
import type { Ramp } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { FailureCard } from "../../kit/FailureCard";
import { FailureNote } from "../../kit/FailureNote";
import { Glyph } from "../../kit/Icon";
import { LiveRegion } from "../../kit/LiveRegion";
import { clock } from "../../kit/time";
import { useNow } from "../../kit/useNow";
import { useNextStep } from "../../shell/next";
import { colourPlaces } from "../rows";
import { inNumbers } from "../words";
import styles from "./Ramp.module.css";
import { isMoving, isOver, type RampRun } from "./runs";
import { StepBar } from "./StepBar";

export function RampPanel({ ramp, run }: { ramp: Ramp; run: RampRun }) {
  const [asking, setAsking] = useState(false);
  const onNext = useNextStep({ tryAgain: run.resume });
  const places = useMemo(
    () =>
      colourPlaces(
        ramp.saved.map((share) => share.entity),
        ramp.saved,
      ),
    [ramp.saved],
  );
  const moving = isMoving(ramp);
  const home = inNumbers(ramp.saved);
  const title = titleOf(ramp);
  return (
    <section className={styles.panel} data-state={ramp.state} aria-label="Ramp">
      <header>
        <Glyph name={GLYPHS[ramp.state]} size={15} label={ramp.state} />
        <h3>{title}</h3>
        {ramp.state === "pausing" && ramp.nextAt !== null && <Countdown until={ramp.nextAt} />}
        <span className={styles.actions}>
          <Actions ramp={ramp} run={run} home={home} onAbort={() => setAsking(true)} />
        </span>
      </header>
      <ol className={styles.track} aria-label="Steps of the ramp">
        {ramp.steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place.
          <Fragment key={at}>
            <li data-place={placeOf(ramp, at)} aria-current={moving && at === ramp.at ? "step" : undefined}>
              <StepBar shares={step.shares} places={places} label={`Step ${at + 1}, ${placeOf(ramp, at)}`} />
              <span>{inNumbers(step.shares)}</span>
            </li>
          </Fragment>
        ))}
      </ol>
      <p className={styles.words}>{wordsOf(ramp, home)}</p>
      {ramp.explanation && !isOver(ramp) && (
        <FailureCard failure={{ kind: "refused", explanation: ramp.explanation }} onNext={onNext} compact />
      )}
      {run.failure && <FailureNote failure={run.failure} onNext={onNext} />}
      <LiveRegion text={title} />
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Stop the ramp and go back?"
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Let it go on</Button>
            <Button
              variant="dangerSolid"
              onClick={() => {
                setAsking(false);
                run.abort();
              }}
            >
              Go back to {home}
            </Button>
          </>
        }
      >
        <p className={styles.ask}>
          The split that was live before the ramp, {home}, is written again. Until it is rolled out, the split
          of the step it reached answers.
        </p>
      </Dialog>
    </section>
  );
}

type ActionsProps = { ramp: Ramp; run: RampRun; home: string; onAbort: () => void };

function Actions({ ramp, run, home, onAbort }: ActionsProps) {
  if (isOver(ramp)) {
    return (
      <Button size="s" variant="quiet" onClick={run.forget}>
        Close
      </Button>
    );
  }
  const busy = run.asked !== null;
  const back = (
    <Button size="s" busy={run.asked === "abort"} busyLabel="Going back" onClick={onAbort}>
      {isMoving(ramp) ? "Stop and go back" : `Go back to ${home}`}
    </Button>
  );
  if (isMoving(ramp)) {
    return (
      <>
        {ramp.state === "pausing" && (
          <Button size="s" icon="play" busy={run.asked === "now"} onClick={run.now}>
            Skip the pause
          </Button>
        )}
        {back}
      </>
    );
  }
  return (
    <>
      <Button
        size="s"
        variant="quiet"
        disabledReason={busy ? "Another wish is on its way." : null}
        onClick={run.forget}
      >
        Leave the split as it is
      </Button>
      {back}
      <Button size="s" icon="play" busy={run.asked === "resume"} busyLabel="Going on" onClick={run.resume}>
        Go on
      </Button>
    </>
  );
}

function Countdown({ until }: { until: number }) {
  const left = Math.max(0, until - useNow(1_000)) / 1_000;
  return (
    <span className={styles.clock} role="timer">
      next step in {clock(left)}
    </span>
  );
}

const GLYPHS = {
  planned: "waiting",
  writing: "updating",
  rolling: "updating",
  pausing: "waiting",
  stopped: "warning",
  interrupted: "warning",
  failed: "failed",
  done: "ready",
  aborted: "notReady",
} as const;

function titleOf({ state, at, steps }: Ramp): string {
  const step = `step ${Math.min(at + 1, steps.length)} of ${steps.length}`;
  switch (state) {
    case "planned":
      return "The ramp is about to begin";
    case "writing":
      return `Ramp: writing ${step}`;
    case "rolling":
      return `Ramp: ${step} is being rolled out`;
    case "pausing":
      return `Ramp: ${step} is live`;
    case "done":
      return "The ramp has arrived";
    case "aborted":
      return "The ramp was stopped, the earlier split is back";
    case "failed":
      return `The ramp failed at ${step}`;
    case "stopped":
      return `The ramp stopped at ${step}`;
    case "interrupted":
      return `A ramp was interrupted at ${step}`;
  }
}

function wordsOf(ramp: Ramp, home: string): string {
  if (ramp.state === "done")
    return `All ${ramp.steps.length} steps are live. Nothing else changes by itself.`;
  if (ramp.state === "aborted") return `${home} answers again. Your draft is kept.`;
  if (isMoving(ramp))
    return `Runs only while Gatewright is open, on whichever page you are. Stopping goes back to ${home}.`;
  if (ramp.state === "interrupted")
    return "Gatewright was closed while it ran. The split stays where the ramp left it until you decide.";
  return "Nothing more is written until you decide.";
}

/** Whether a step lies behind, is the one it stands at, or is still to come. */
function placeOf(ramp: Ramp, at: number): "done" | "now" | "to come" {
  if (ramp.state === "done" || at < ramp.at) return "done";
  return at === ramp.at && ramp.state !== "planned" ? "now" : "to come";
}

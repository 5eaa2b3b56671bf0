// A rotation under way or waiting for a decision: where it stands in words, its steps as they happen, and what can be done
// now: go on, put back, delete the old key or keep both. Used by Rotate.tsx.
import { useEffect, useRef, useState } from "react";
import type { Failure } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { ConfirmByName } from "../kit/ConfirmByName";
import { FailureCard } from "../kit/FailureCard";
import { FailureNote } from "../kit/FailureNote";
import { LiveRegion } from "../kit/LiveRegion";
import { RelativeTime } from "../kit/RelativeTime";
import { StepList } from "../kit/StepList";
import { useNextStep } from "../shell/next";
import { ClearClipboard } from "./entry/ClearClipboard";
import { Note } from "./Note";
import styles from "./Panel.module.css";
import { isMoving } from "./queries";
import { isOver, rotationWords, stepState, stepSuffix, stepTitle, useRotating } from "./rotating";
import type { Rotation } from "./types";

type Props = { rotation: Rotation; onDone: (key: string) => void };

const TONES = {
  stored: "info",
  switching: "info",
  switched: "ready",
  failed: "failed",
  undoing: "info",
  undone: "info",
  finished: "ready",
  interrupted: "warning",
} as const;

export function RotationPanel({ rotation, onDone }: Props) {
  const rotating = useRotating();
  const onNext = useNextStep();
  const words = rotationWords(rotation);
  const running = rotation.steps.find((step) => step.state === "running");
  const list = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever another step is running
  useEffect(() => {
    list.current?.querySelector('[aria-current="step"]')?.scrollIntoView({ block: "nearest" });
  }, [running?.id]);
  return (
    <>
      <Note tone={TONES[rotation.state]} {...(isMoving(rotation) ? { icon: "refresh" as const } : {})}>
        {words}
      </Note>
      <p className={styles.quiet}>
        Begun <RelativeTime ms={rotation.startedAt} />.
      </p>
      <Acts rotation={rotation} rotating={rotating} onDone={onDone} />
      {rotating.failure && <FailureNote failure={rotating.failure} onNext={onNext} />}
      <section className={styles.part} ref={list}>
        <h3>Steps</h3>
        <StepList
          label="Steps of the rotation"
          steps={rotation.steps.map((step) => ({
            title: `${stepTitle(step, rotation)}${stepSuffix(step)}`,
            state: stepState(step),
            ms: step.milliseconds,
            body: step.explanation ? (
              <FailureCard
                compact
                failure={{ kind: "refused", explanation: step.explanation } satisfies Failure}
              />
            ) : undefined,
          }))}
        />
      </section>
      {(rotation.state === "switched" || rotation.state === "stored") && (
        <div className={styles.acts}>
          <ClearClipboard />
        </div>
      )}
      <LiveRegion text={running ? stepTitle(running, rotation) : words} />
    </>
  );
}

type ActsProps = {
  rotation: Rotation;
  rotating: ReturnType<typeof useRotating>;
  onDone: (key: string) => void;
};

function Acts({ rotation, rotating, onDone }: ActsProps) {
  const [deleting, setDeleting] = useState(false);
  const { id, oldKey, newKey, state } = rotation;
  const busy = (what: string): boolean => rotating.busy === what;
  const away = async (): Promise<void> => {
    const key = state === "undone" ? oldKey : newKey;
    if (await rotating.forget(id)) onDone(key);
  };
  if (isMoving(rotation)) return null;
  if (isOver(rotation))
    return (
      <div className={styles.acts}>
        <Button variant="primary" busy={busy("forget")} busyLabel="Putting away" onClick={() => void away()}>
          Done
        </Button>
      </div>
    );
  if (state === "switched")
    return (
      <>
        <p className={styles.fact}>
          The old key {oldKey} is still there. Deleting it is safe for endpoints; notebooks and jobs that read
          it would fail. Switch it off at the provider as well.
        </p>
        <div className={styles.acts}>
          <Button variant="danger" icon="trash" onClick={() => setDeleting(true)}>
            Delete the old key
          </Button>
          <Button busy={busy("finish")} busyLabel="Finishing" onClick={() => void rotating.finish(id, false)}>
            Keep both
          </Button>
          <Button
            variant="quiet"
            icon="undo"
            busy={busy("undo")}
            busyLabel="Putting back"
            onClick={() => void rotating.undo(id)}
          >
            Put it back
          </Button>
        </div>
        <ConfirmByName
          open={deleting}
          onClose={() => setDeleting(false)}
          title={`Delete the old key ${oldKey}?`}
          name={oldKey}
          action="Delete the old key"
          busyLabel="Deleting"
          busy={busy("finish")}
          failure={rotating.failure}
          onConfirm={() => void rotating.finish(id, true).then((done) => done && setDeleting(false))}
        >
          No endpoint uses it any more; before it goes, that is looked at once again. Its value cannot be
          brought back.
        </ConfirmByName>
      </>
    );
  return (
    <div className={styles.acts}>
      <Button
        variant="primary"
        icon="play"
        busy={busy("run")}
        busyLabel="Going on"
        onClick={() => void rotating.run(id)}
      >
        {state === "stored" ? "Switch over" : state === "failed" ? "Try again" : "Finish it"}
      </Button>
      <Button icon="undo" busy={busy("undo")} busyLabel="Putting back" onClick={() => void rotating.undo(id)}>
        Undo it
      </Button>
    </div>
  );
}

// What is shown while the endpoint is being created and afterwards: each call with its time, what the served entities do,
// and then the two ways on. Takes the place of the review step. Used by Page.tsx.
import { Button } from "../../kit/Button";
import { CodeWords } from "../../kit/CodeWords";
import { FailureCard } from "../../kit/FailureCard";
import { LiveRegion } from "../../kit/LiveRegion";
import { StepList } from "../../kit/StepList";
import { useNextStep } from "../../shell/next";
import { placeToTry, ROOM_WORDS } from "../../shell/trying";
import { usePlaces } from "../places";
import styles from "./Create.module.css";
import { type Creating, stepsOf } from "./creating";
import { FieldNote } from "./FieldNote";
import { StepHeading } from "./StepHeading";

type Props = {
  state: Exclude<Creating, { phase: "none" }>;
  onRetry: () => void;
  onBack: () => void;
  onFollow: () => void;
};

export function Progress({ state, onRetry, onBack, onFollow }: Props) {
  const onNext = useNextStep({
    tryAgain: onRetry,
    waitAndRetry: onRetry,
    editEndpoint: onBack,
    chooseSecret: onBack,
  });
  const onNextWatch = useNextStep({ tryAgain: onFollow, waitAndRetry: onFollow });
  if (state.phase === "refused") {
    return (
      <>
        <StepHeading title={`${state.name} was not created`} detail="Everything you entered is still here." />
        <FailureCard failure={state.failure} onNext={onNext} />
        <div className={styles.actions}>
          <Button onClick={onBack}>Back to the review</Button>
          <Button icon="refresh" onClick={onRetry}>
            Try again
          </Button>
        </div>
      </>
    );
  }
  const progress = state.phase === "sending" ? null : state.progress;
  const settled = state.phase === "settled" ? state : null;
  const ready = settled?.endpoint?.state === "ready";
  const waiting = (progress?.entities ?? []).filter((entity) => entity.message);
  return (
    <>
      <StepHeading
        title={
          settled
            ? ready
              ? `${state.name} is ready`
              : `${state.name} exists but is not ready`
            : `Creating ${state.name}`
        }
        detail={
          settled
            ? undefined
            : "This goes on when you leave the page. External models are usually ready within seconds."
        }
      />
      <StepList label={`Creating ${state.name}`} steps={stepsOf(state)} />
      {progress && progress.message !== "" && !settled && <p className={styles.help}>{progress.message}</p>}
      {waiting.length > 0 && !ready && (
        <ul className={styles.problems} aria-label="Served entities">
          {waiting.map((entity) => (
            <li key={entity.name}>
              <FieldNote tone={settled ? "failed" : "info"}>
                <b>{entity.name}: </b>
                <CodeWords text={entity.message ?? ""} />
              </FieldNote>
            </li>
          ))}
        </ul>
      )}
      {settled?.endpoint && !ready && settled.endpoint.reason && (
        <FieldNote tone="failed">
          <CodeWords text={settled.endpoint.reason} />
        </FieldNote>
      )}
      {settled?.watch && <FailureCard compact failure={settled.watch} onNext={onNextWatch} />}
      {settled && (
        <After
          name={state.name}
          ready={ready}
          task={settled.endpoint?.task ?? null}
          onFollow={onFollow}
          unsure={settled.watch !== null}
        />
      )}
      <LiveRegion
        text={
          settled
            ? ready
              ? `${state.name} is ready.`
              : `${state.name} is not ready.`
            : `Creating ${state.name}.`
        }
      />
    </>
  );
}

function After({
  name,
  ready,
  task,
  onFollow,
  unsure,
}: {
  name: string;
  ready: boolean;
  task: string | null;
  onFollow: () => void;
  unsure: boolean;
}) {
  const places = usePlaces();
  return (
    <>
      {ready && (
        <p className={styles.help}>
          Databricks does not try the keys when it creates an endpoint. One small call proves that they work.
        </p>
      )}
      <div className={styles.actions}>
        {ready && (
          <Button
            variant="primary"
            icon={ROOM_WORDS[placeToTry(task)].icon}
            onClick={() => places.tryIt(name, task)}
          >
            Try it in {ROOM_WORDS[placeToTry(task)].room}
          </Button>
        )}
        <Button variant={ready ? "plain" : "primary"} onClick={() => places.open(name)}>
          Open {name}
        </Button>
        {unsure && (
          <Button icon="refresh" onClick={onFollow}>
            Check again
          </Button>
        )}
      </div>
    </>
  );
}

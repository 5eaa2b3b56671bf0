// The failover drill, at the foot of the fallback card: a temporary copy whose first entity always fails, one call, who
// answered, the copy removed. A copy that was left behind is offered for removal here. The steps are the core's.

import type { DrillStep } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { FailureCard } from "../../kit/FailureCard";
import { FailureNote } from "../../kit/FailureNote";
import { Icon } from "../../kit/Icon";
import { type Step, StepList } from "../../kit/StepList";
import { useNextStep } from "../../shell/next";
import cards from "./Cards.module.css";
import styles from "./Drill.module.css";
import type { useDrill, useLeftovers } from "./runs";

type Props = {
  endpoint: string;
  drill: ReturnType<typeof useDrill>;
  left: ReturnType<typeof useLeftovers>;
  disabledReason: string | null;
};

export function DrillPart({ endpoint, drill: { run, begin, stop }, left, disabledReason }: Props) {
  const onNext = useNextStep({ tryAgain: begin });
  const busy = run?.running === true;
  const news = run?.news ?? null;
  const mine = left.leftovers.filter((one) => one.endpoint === endpoint && !(busy && one.id === news?.id));
  return (
    <div className={styles.drill}>
      <div className={styles.head}>
        <p className={cards.words}>
          {busy
            ? "The drill runs on a copy. Your endpoint keeps answering as before."
            : "Does it really step in? A drill makes a temporary copy whose first entity always fails, calls it once, and removes the copy. It takes some minutes."}
        </p>
        {busy ? (
          <Button size="s" icon="stop" busy={!news} busyLabel="Starting" onClick={stop}>
            Stop and remove the copy
          </Button>
        ) : (
          <Button size="s" icon={run ? "refresh" : "play"} disabledReason={disabledReason} onClick={begin}>
            {run ? "Run it again" : "Run a drill"}
          </Button>
        )}
      </div>
      {news && (
        <>
          {news.sentence !== "" && (
            <p className={styles.outcome} data-state={news.state} role="status">
              {news.sentence}
            </p>
          )}
          {(busy || news.state !== "done") && <StepList label="Drill" steps={news.steps.map(step)} />}
          {!busy && news.explanation && (
            <FailureCard failure={{ kind: "refused", explanation: news.explanation }} compact />
          )}
        </>
      )}
      {run?.failure && <FailureNote failure={run.failure} onNext={onNext} />}
      <Leftovers left={left} mine={mine} />
    </div>
  );
}

export function Leftovers({
  left,
  mine,
}: {
  left: ReturnType<typeof useLeftovers>;
  mine: ReturnType<typeof useLeftovers>["leftovers"];
}) {
  if (mine.length === 0 && !left.failure) return null;
  return (
    <div className={styles.left}>
      {mine.map((one) => (
        <p key={one.id}>
          <Icon name="warning" size={14} />
          <span>
            The copy <b>{one.clone}</b> of an earlier drill is still in the workspace.
          </span>
          <Button
            size="s"
            icon="trash"
            busy={left.removing === one.id}
            busyLabel="Removing"
            onClick={() => left.remove(one.id)}
          >
            Remove the copy
          </Button>
        </p>
      ))}
      {left.failure && <FailureNote failure={left.failure} />}
    </div>
  );
}

function step({ title, state, explanation, milliseconds }: DrillStep): Step {
  return {
    title,
    state: state === "unknown" ? "failed" : state === "skipped" ? "waiting" : state,
    ms: milliseconds,
    body:
      state === "skipped"
        ? "Not needed."
        : explanation
          ? `${explanation.title}. ${explanation.cause}`
          : undefined,
  };
}

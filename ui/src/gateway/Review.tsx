// Review and save of a gateway: every field that becomes another, what this save also removes, the calls; then the steps with
// their results, going on from a failed one. The draft itself is GatewayTab's.
import { useQuery } from "@tanstack/react-query";
import { commands, type GatewayReview } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { ChangeSteps } from "../kit/ChangeSteps";
import { FailureCard } from "../kit/FailureCard";
import { FieldChanges } from "../kit/FieldChanges";
import { Icon } from "../kit/Icon";
import { LiveRegion } from "../kit/LiveRegion";
import { SheetFoot } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { StepList } from "../kit/StepList";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import styles from "./Gateway.module.css";
import { type Applying, type Reviewed, useApplying } from "./useApplying";

export type { Reviewed };

type Props = {
  reviewed: Reviewed;
  saveNow: () => Promise<void>;
  onBack: () => void;
  /** The endpoint changed elsewhere: read it again and go back to the draft. */
  onReadAgain: () => void;
  onLive: () => void;
};

export function Review({ reviewed, saveNow, onBack, onReadAgain, onLive }: Props) {
  const review = useQuery({
    queryKey: ["gateway", "review", reviewed],
    queryFn: async () => {
      await saveNow();
      return unwrap(commands.gatewayReview(reviewed.endpoint, reviewed.stamp, reviewed.settings));
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const applying = useApplying(reviewed, onLive);
  const next = useNextStep({ tryAgain: () => void review.refetch(), reload: onReadAgain });
  const started = applying.phase !== "idle";
  return (
    <section className={styles.review} aria-label="Review and save">
      <div className={styles.columns}>
        <div className={styles.left}>
          {review.isPending && <Pulse lines={6} />}
          {review.error && <FailureCard failure={review.error} onNext={next} />}
          {review.data && <Changes review={review.data} />}
        </div>
        <div className={styles.sends}>
          <h2>{started ? "Saving" : "What will be sent"}</h2>
          {review.data && <Calls review={review.data} applying={applying} onReadAgain={onReadAgain} />}
          <Outcome applying={applying} />
        </div>
      </div>
      <Foot review={review.data ?? null} applying={applying} onBack={onBack} onReadAgain={onReadAgain} />
    </section>
  );
}

function Changes({ review }: { review: GatewayReview }) {
  return (
    <>
      <p className={styles.sentence}>{review.sentence}</p>
      {review.problems.map((problem) => (
        <p
          key={`${problem.path} ${problem.message}`}
          className={styles.warning}
          data-blocks={problem.blocks || undefined}
        >
          <Icon name={problem.blocks ? "wrong" : "warning"} />
          <span>{problem.message}</span>
        </p>
      ))}
      {review.removes.map((sentence) => (
        <p key={sentence} className={styles.warning}>
          <Icon name="trash" />
          <span>{sentence}</span>
        </p>
      ))}
      <FieldChanges fields={review.changes} before={review.beforeJson} after={review.afterJson} />
      <p className={styles.stays}>
        Stays as it is: everything else in the gateway block, also what this app does not know; served
        entities, traffic, tags, permissions.
      </p>
    </>
  );
}

type CallsProps = { review: GatewayReview; applying: Applying; onReadAgain: () => void };

function Calls({ review, applying, onReadAgain }: CallsProps) {
  const next = useNextStep({
    tryAgain: () => void applying.goOn(),
    waitAndRetry: () => void applying.goOn(),
    reload: onReadAgain,
  });
  if (applying.failure) return <FailureCard failure={applying.failure} onNext={next} compact />;
  if (applying.change)
    return (
      <ChangeSteps
        steps={applying.change.steps}
        onNext={applying.phase === "stopped" && applying.change.canResume ? next : undefined}
      />
    );
  return (
    <StepList
      label="Calls"
      steps={review.calls.map((call) => ({
        title: call.title,
        detail: `${call.method} ${call.path}`,
        state: applying.phase === "running" ? "running" : "waiting",
      }))}
    />
  );
}

function Outcome({ applying: { phase, change, failure } }: { applying: Applying }) {
  const half = change?.steps.some((step) => step.state === "done");
  const words = failure
    ? "Nothing was begun. The draft is kept."
    : phase === "running"
      ? "This goes on when you leave this page."
      : phase === "done"
        ? "It is saved, and acts within a minute. What stood there before is kept under Activity."
        : phase === "stopped"
          ? half
            ? "It stopped half way: the inference table is off now, the rest is not saved. The draft is kept."
            : "Nothing of it is live. The draft is kept."
          : "";
  return (
    <>
      {words && (
        <p
          className={styles.outcome}
          data-tone={phase === "done" ? "ready" : phase === "stopped" ? "warning" : undefined}
        >
          {words}
        </p>
      )}
      <LiveRegion text={words} />
    </>
  );
}

type FootProps = {
  review: GatewayReview | null;
  applying: Applying;
  onBack: () => void;
  onReadAgain: () => void;
};

function Foot({ review, applying, onBack, onReadAgain }: FootProps) {
  const { phase, change, failure } = applying;
  const blocking = review?.problems.find((problem) => problem.blocks);
  const conflict =
    failure?.kind === "conflict" ? "The endpoint was changed elsewhere. Read it again first." : null;
  const reason = review ? (blocking?.message ?? conflict) : "The calls are still being worked out.";
  const canGoOn = phase === "stopped" && (change === null || change.canResume);
  const go = () => {
    if (phase === "running" || phase === "done" || reason) return;
    if (phase === "stopped") {
      if (canGoOn) void applying.goOn();
    } else void applying.apply();
  };
  useKey("mod+enter", go);
  return (
    <SheetFoot>
      <Button onClick={phase === "stopped" ? onReadAgain : onBack}>
        {phase === "idle" || phase === "stopped"
          ? "Back to the draft"
          : phase === "running"
            ? "Leave it running"
            : "Back to the gateway"}
      </Button>
      {phase !== "done" && (phase !== "stopped" || canGoOn) && (
        <Button
          variant="primary"
          keyHint={["Ctrl", "↵"]}
          busy={phase === "running"}
          busyLabel="Saving"
          disabledReason={reason}
          onClick={go}
        >
          {phase === "stopped" ? (change ? "Retry and go on" : "Try again") : "Save the gateway"}
        </Button>
      )}
    </SheetFoot>
  );
}

// The right side of a review: the calls that will be made, then each with its result, and how the whole stands in words. Used by
// the review of an edit and by the page that makes an endpoint again.
import type { PlannedCall } from "../../ipc/bindings";
import { ChangeSteps } from "../../kit/ChangeSteps";
import { FailureCard } from "../../kit/FailureCard";
import { LiveRegion } from "../../kit/LiveRegion";
import { StepList } from "../../kit/StepList";
import { useNextStep } from "../../shell/next";
import look from "./Review.module.css";
import type { Applying, Phase } from "./useChange";

type Props = { calls: readonly PlannedCall[]; applying: Applying; onReadAgain: () => void };

export function PlannedCalls({ calls, applying, onReadAgain }: Props) {
  const { phase, change, failure } = applying;
  const next = useNextStep({
    tryAgain: () => void applying.goOn(),
    waitAndRetry: () => void applying.goOn(),
    reload: onReadAgain,
  });
  if (failure) return <FailureCard failure={failure} onNext={next} compact />;
  if (change) return <ChangeSteps steps={change.steps} onNext={phase === "stopped" ? next : undefined} />;
  return (
    <StepList
      label="Calls"
      steps={calls.map((call) => ({
        title: call.title,
        detail: `${call.method} ${call.path}`,
        state: phase === "running" ? "running" : "waiting",
      }))}
    />
  );
}

/** How it stands; nothing before anything was begun. */
export function Outcome({ words, phase }: { words: string | null; phase: Phase }) {
  return (
    <>
      {words && (
        <p
          className={look.outcome}
          data-tone={phase === "done" ? "ready" : phase === "stopped" ? "warning" : undefined}
        >
          {words}
        </p>
      )}
      <LiveRegion text={words ?? ""} />
    </>
  );
}

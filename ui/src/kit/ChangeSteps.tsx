// The steps of one change of an endpoint with their results, from the ledger. A failed step is open and says why; one whose
// answer never came says so. Used wherever a change is applied or looked back at.
import type { ReactNode } from "react";
import type { Explanation, NextStepKind } from "../ipc/bindings";
import { FailureCard } from "./FailureCard";
import { type Step, StepList } from "./StepList";

export type ChangeStepLine = {
  title: string;
  method: string;
  path: string;
  state: "waiting" | "running" | "done" | "failed" | "unknown" | "skipped";
  explanation: Explanation | null;
  milliseconds: number | null;
};

type Props = {
  steps: readonly ChangeStepLine[];
  label?: string | undefined;
  onNext?: ((kind: NextStepKind) => void) | undefined;
};

const STATES = {
  waiting: "waiting",
  running: "running",
  done: "done",
  skipped: "done",
  failed: "failed",
  unknown: "failed",
} as const;

/** Going on with the whole change is the page's one primary act; a second button for it would only compete. */
const AGAIN: readonly NextStepKind[] = ["tryAgain", "waitAndRetry", "reload"];

export function ChangeSteps({ steps, label = "Calls", onNext }: Props) {
  const shown: Step[] = steps.map((step) => ({
    title: step.title,
    detail: step.path === "" ? undefined : `${step.method} ${step.path}`,
    state: STATES[step.state],
    ms: step.milliseconds,
    body: bodyOf(step, onNext),
  }));
  return <StepList steps={shown} label={label} />;
}

function bodyOf(step: ChangeStepLine, onNext: Props["onNext"]): ReactNode {
  if (step.state === "skipped") return "Nothing to send: it stood there already.";
  if (step.explanation && step.state !== "done")
    return (
      <FailureCard
        failure={{ kind: "refused", explanation: step.explanation }}
        onNext={AGAIN.includes(step.explanation.next.kind) ? undefined : onNext}
        compact
      />
    );
  // Done, and something about it is to be known all the same.
  if (step.explanation)
    return (
      <>
        <b>{step.explanation.title}.</b> {step.explanation.meaning} {step.explanation.whoCanFix}
      </>
    );
  return step.state === "unknown"
    ? "It was sent, and no answer came. Going on reads the endpoint first and sends it again only where it is missing."
    : undefined;
}

/** "4 of 6 done" */
export function stepsDone(steps: readonly ChangeStepLine[]): string {
  const done = steps.filter((step) => step.state === "done" || step.state === "skipped").length;
  return `${done} of ${steps.length} done`;
}

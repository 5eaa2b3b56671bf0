// The steps of applying a split, before, while and after they run: the planned calls, the roll-out, the comparison. A failed
// step is open and says what to do. What happens is useApply's.
import type { PlannedCall } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureCard } from "../kit/FailureCard";
import { type Step, StepList } from "../kit/StepList";
import { useNextStep } from "../shell/next";
import type { Apply, Applying } from "./useApply";

type Props = { calls: readonly PlannedCall[]; applying: Applying; onReadAgain: () => void };

export function ApplySteps({ calls, applying, onReadAgain }: Props) {
  const { apply } = applying;
  const next = useNextStep({
    reload: onReadAgain,
    tryAgain: () => void (apply.stopped === "watching" ? applying.watchAgain() : applying.write()),
  });
  const failure = apply.failure && (
    <>
      <FailureCard failure={apply.failure} onNext={next} compact />
      {apply.failure.kind === "conflict" && apply.failure.explanation.next.kind !== "reload" && (
        <Button icon="refresh" onClick={onReadAgain}>
          Read again
        </Button>
      )}
      {apply.stopped === "watching" && (
        <Button icon="refresh" onClick={() => void applying.watchAgain()}>
          Look again
        </Button>
      )}
    </>
  );
  const writing = writeStates(calls.length, apply);
  const steps: Step[] = calls.map((call, at) => ({
    title: call.title,
    detail: `${call.method} ${call.path}`,
    state: writing[at] ?? "waiting",
    ms: at === calls.length - 1 ? apply.wroteMs : null,
    body: writing[at] === "failed" ? failure : undefined,
  }));
  steps.push(rollStep(apply, failure), {
    title: "Read again and compared",
    state: apply.phase === "done" ? (apply.otherwise ? "failed" : "done") : "waiting",
    body: apply.otherwise ?? undefined,
  });
  return <StepList steps={steps} label="Calls" />;
}

function rollStep(apply: Apply, failure: Step["body"]): Step {
  const title = "Databricks rolls it out";
  if (apply.phase === "done") return { title, state: "done", ms: apply.rolledMs };
  if (apply.phase === "rolling") return { title, state: "running", body: apply.progress?.message };
  if (apply.stopped === "watching") return { title, state: "failed", body: failure };
  if (apply.stopped !== "update") return { title, state: "waiting" };
  const reason = apply.result?.reason ?? "Databricks gave no reason.";
  return {
    title,
    state: "failed",
    ms: apply.rolledMs,
    body: `Databricks could not roll this out. ${reason}`,
  };
}

/** The core makes the calls in one go: a conflict stops it at the first, anything else while writing at the last. */
function writeStates(count: number, { phase, stopped, failure }: Apply): Step["state"][] {
  const all = (state: Step["state"]) => Array.from({ length: count }, () => state);
  if (phase === "idle") return all("waiting");
  if (phase === "writing") return all("running");
  if (stopped !== "writing") return all("done");
  const failed = failure?.kind === "conflict" ? 0 : count - 1;
  return Array.from({ length: count }, (_, at) =>
    at < failed ? "done" : at === failed ? "failed" : "waiting",
  );
}

// Review and apply: what the draft changes, as bars, as fields and as calls; then the steps of applying it with their
// results. In production a large move is confirmed by name. The draft itself is TrafficTab's.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { commands, type Share, type TrafficChange, type TrafficReview } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { ConfirmByName } from "../kit/ConfirmByName";
import { FailureCard } from "../kit/FailureCard";
import { Pulse } from "../kit/Spinner";
import { useToast } from "../kit/Toast";
import { useWorkspace } from "../shell/current";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import { ApplySteps } from "./ApplySteps";
import { BeforeAfter } from "./BeforeAfter";
import styles from "./Review.module.css";
import { colourPlaces } from "./rows";
import { type Applying, useApply } from "./useApply";
import { differences, inNumbers, isLargeMove, pointsMoved, sameOrder } from "./words";

type Props = {
  change: TrafficChange;
  before: readonly Share[];
  /** What measurements say against it; nothing here blocks. */
  warnings?: readonly string[];
  onBack: () => void;
  /** The endpoint changed elsewhere: read it again and go back to the draft. */
  onReadAgain: () => void;
  /** The new split is live. */
  onLive: () => void;
};

export function Review({ change, before, warnings = [], onBack, onReadAgain, onLive }: Props) {
  const review = useQuery({
    queryKey: ["traffic", "review", change],
    queryFn: () => unwrap(commands.trafficReview(change)),
    gcTime: 0,
  });
  const applying = useApply(change);
  const next = useNextStep({ tryAgain: () => void review.refetch(), reload: onReadAgain });
  const { phase } = applying.apply;
  const started = phase !== "idle";
  return (
    <section className={styles.review} aria-label="Review and apply">
      <div className={styles.columns}>
        <div className={styles.left}>
          <Changes before={before} after={change.shares} sentence={review.data?.sentence ?? ""} />
          {warnings.length > 0 && (
            <ul className={styles.problems}>
              {warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
          {review.data && <Problems review={review.data} />}
        </div>
        <div className={styles.right}>
          <h2>{started ? "Applying" : "What will be sent"}</h2>
          {review.isPending && <Pulse lines={3} />}
          {review.error && <FailureCard failure={review.error} onNext={next} compact />}
          {review.data && (
            <ApplySteps calls={review.data.calls} applying={applying} onReadAgain={onReadAgain} />
          )}
          {started && <Outcome applying={applying} />}
        </div>
      </div>
      <Foot
        review={review.data ?? null}
        applying={applying}
        before={before}
        change={change}
        onBack={onBack}
        onLive={onLive}
      />
    </section>
  );
}

type ChangesProps = { before: readonly Share[]; after: readonly Share[]; sentence: string };

function Changes({ before, after, sentence }: ChangesProps) {
  const places = useMemo(
    () =>
      colourPlaces(
        after.map((share) => share.entity),
        [...before],
      ),
    [before, after],
  );
  const points = pointsMoved(before, after);
  const order = (shares: readonly Share[]) => shares.map((share) => share.entity).join(", ");
  return (
    <>
      <div className={styles.title}>
        <h2>Traffic</h2>
        <span>{points === 1 ? "1 point moves" : `${points} points move`}</span>
      </div>
      <BeforeAfter before={before} after={after} places={places} />
      {sentence && <p className={styles.sentence}>{sentence}</p>}
      <table className={styles.fields} aria-label="All changes">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {differences(before, after).map((one) => (
            <tr key={one.entity}>
              <th scope="row">{one.entity}, share</th>
              <td>
                <del>{one.from} %</del>
              </td>
              <td>
                <ins>{one.to} %</ins>
              </td>
            </tr>
          ))}
          {!sameOrder(before, after) && (
            <tr>
              <th scope="row">Fallback order</th>
              <td>
                <del>{order(before)}</del>
              </td>
              <td>
                <ins>{order(after)}</ins>
              </td>
            </tr>
          )}
        </tbody>
      </table>
      <p className={styles.stays}>
        Stays as it is: {sameOrder(before, after) && "fallback order, "}served entities, gateway rules, tags,
        permissions.
      </p>
    </>
  );
}

function Problems({ review }: { review: TrafficReview }) {
  if (review.problems.length === 0) return null;
  return (
    <ul className={styles.problems}>
      {review.problems.map((problem) => (
        <li key={`${problem.path} ${problem.message}`} data-blocks={problem.blocks || undefined}>
          {problem.message}
        </li>
      ))}
    </ul>
  );
}

function Outcome({ applying: { apply } }: { applying: Applying }) {
  const { phase, otherwise, result, stopped } = apply;
  const words =
    phase === "done" && otherwise
      ? `${otherwise} Look at the endpoint before you go on.`
      : phase === "done"
        ? `${result?.configVersion ? `Version ${result.configVersion}` : "The new split"} is live.`
        : phase === "failed" && stopped === "writing"
          ? "Nothing is live yet. The draft is kept."
          : phase === "failed" && stopped === "update"
            ? "The old split keeps answering. The draft is kept."
            : "The old split answers until the new one is ready. An update can be cancelled only in the Databricks web page.";
  return (
    <p
      className={styles.outcome}
      role="status"
      data-tone={otherwise ? "warning" : phase === "done" ? "ready" : undefined}
    >
      {words}
    </p>
  );
}

type FootProps = {
  review: TrafficReview | null;
  applying: Applying;
  before: readonly Share[];
  change: TrafficChange;
  onBack: () => void;
  onLive: () => void;
};

function Foot({ review, applying, before, change, onBack, onLive }: FootProps) {
  const { environment, name: workspace } = useWorkspace();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const { phase, stopped, failure } = applying.apply;
  const points = pointsMoved(before, change.shares);
  const asks = environment === "production" && isLargeMove(before, change.shares);
  const busy = phase === "writing" || phase === "rolling";
  const blocking = review?.problems.find((problem) => problem.blocks);
  const conflict =
    failure?.kind === "conflict" ? "The endpoint was changed elsewhere. Read it again first." : null;
  const reason = review ? (blocking?.message ?? conflict) : "The calls are still being worked out.";

  const write = async () => {
    setAsking(false);
    if (await applying.write()) {
      // Whoever is still here reads it in the steps; a message would only cover the buttons.
      if (!here.current)
        toast({
          tone: "ready",
          title: "The new split is live",
          object: `${change.endpoint}, ${inNumbers(change.shares)}`,
        });
      onLive();
    }
  };
  const go = () => {
    if (busy || phase === "done" || reason) return;
    if (asks) setAsking(true);
    else void write();
  };
  useKey("mod+enter", go);

  return (
    <footer className={styles.foot}>
      <Button onClick={onBack} disabledReason={phase === "writing" ? "The change is being written." : null}>
        {phase === "done"
          ? "Back to traffic"
          : phase === "rolling"
            ? "Leave it running"
            : "Back to the draft"}
      </Button>
      {phase !== "done" && !(phase === "failed" && stopped === "watching") && (
        <Button
          variant="primary"
          keyHint={["Ctrl", "↵"]}
          busy={busy}
          busyLabel={phase === "rolling" ? "Rolling out" : "Applying"}
          disabledReason={busy ? null : reason}
          onClick={go}
        >
          {phase === "failed" ? "Apply again" : "Apply changes"}
        </Button>
      )}
      <ConfirmByName
        open={asking}
        onClose={() => setAsking(false)}
        title={`Move ${points} of 100 requests in production?`}
        name={change.endpoint}
        action={`Move ${points} points`}
        keep="Keep as it is"
        danger={false}
        onConfirm={() => void write()}
      >
        <p className={styles.ask}>
          {change.endpoint} in {workspace} changes from {inNumbers(before)} to {inNumbers(change.shares)}.{" "}
          {review?.sentence}
        </p>
      </ConfirmByName>
    </footer>
  );
}

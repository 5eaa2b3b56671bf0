// Review and apply of an edit: before and after as bars, field by field and as JSON, what this save also removes, the calls;
// then the steps with their results, going on from a failed one. Changed elsewhere meanwhile: both sides, line by line.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type EditReview, type EditState, type EndpointEdit } from "../../ipc/bindings";
import { unwrap } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { stepsDone } from "../../kit/ChangeSteps";
import { ConfirmByName } from "../../kit/ConfirmByName";
import { FailureCard } from "../../kit/FailureCard";
import { FieldChanges } from "../../kit/FieldChanges";
import { LinkButton } from "../../kit/LinkButton";
import { SheetBody, SheetFoot, SheetHead } from "../../kit/Sheet";
import { Pulse } from "../../kit/Spinner";
import { useWorkspace } from "../../shell/current";
import { useKey } from "../../shell/keys";
import { useNextStep } from "../../shell/next";
import { BeforeAfter, colourPlaces, pointsMoved } from "../../traffic";
import { FieldNote } from "../create/FieldNote";
import { DecideBoth } from "./DecideBoth";
import styles from "./Edit.module.css";
import { partOf } from "./model";
import type { Where } from "./Page";
import { Outcome, PlannedCalls } from "./PlannedCalls";
import look from "./Review.module.css";
import { type Applying, useApplying } from "./useApplying";
import type { Editing } from "./useEdit";

type Props = {
  state: EditState;
  editing: Editing;
  crumbs: { label: string; to: string }[];
  onBack: (to?: Where) => void;
  onLeave: () => void;
};

export function Review({ state, editing, crumbs, onBack, onLeave }: Props) {
  // What is being applied stays on the page, whatever is read again meanwhile.
  const [edit] = useState(state.edit);
  const [before] = useState(state.live);
  const client = useQueryClient();
  const applying = useApplying(edit);
  const started = applying.phase !== "idle";
  const review = useQuery({
    queryKey: ["endpoints", "editReview", edit],
    queryFn: async (): Promise<EditReview> => {
      await editing.saveNow();
      return unwrap(commands.endpointsEditReview(edit));
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Once it is being applied the page is about what was sent, not about what stands there now.
    enabled: !started,
  });
  const next = useNextStep({
    tryAgain: () => void review.refetch(),
    reload: () => void review.refetch(),
    editEndpoint: () => onBack(),
  });
  const rebase = async (take: string[]): Promise<void> => {
    const rebased = await unwrap(commands.endpointsEditRebase(edit, take));
    editing.change(rebased);
    await editing.readAgain();
    client.removeQueries({ queryKey: ["endpoints", "editReview"] });
    onBack();
  };
  const readAgain = (): void => {
    applying.reset();
    void review.refetch();
  };
  const known = review.data;
  const head = (
    <SheetHead
      crumbs={crumbs}
      title="Review and apply"
      actions={
        <Button variant="quiet" icon="chevronLeft" onClick={() => (started ? onLeave() : onBack())}>
          {started ? "To the endpoint" : "Back to the draft"}
        </Button>
      }
    />
  );
  if (!known)
    return (
      <>
        {head}
        <SheetBody padded>
          {review.error ? <FailureCard failure={review.error} onNext={next} /> : <Pulse lines={8} />}
        </SheetBody>
      </>
    );
  if (known.conflict && !started)
    return (
      <>
        {head}
        <DecideBoth conflict={known.conflict} onDecide={rebase} onBack={() => onBack()} />
      </>
    );
  return (
    <>
      {head}
      <div className={look.columns}>
        <div className={look.left}>
          <Bars edit={edit} before={before} />
          {known.sentence && <p className={look.sentence}>{known.sentence}</p>}
          <Problems review={known} edit={edit} onGo={onBack} />
          {known.removes.map((sentence) => (
            <FieldNote key={sentence} tone="warning">
              {sentence}
            </FieldNote>
          ))}
          <FieldChanges fields={known.changes} before={known.beforeJson} after={known.afterJson} />
        </div>
        <section className={look.right} aria-label="Calls to Databricks">
          <div className={look.title}>
            <h2>{started ? "Applying" : "What will be sent"}</h2>
            {applying.change && <span>{stepsDone(applying.change.steps)}</span>}
          </div>
          <Outcome words={wordsOf(applying)} phase={applying.phase} />
          <PlannedCalls calls={known.calls} applying={applying} onReadAgain={readAgain} />
        </section>
      </div>
      <Foot
        review={known}
        edit={edit}
        applying={applying}
        onReadAgain={readAgain}
        onBack={() => onBack()}
        onLeave={onLeave}
      />
    </>
  );
}

function Bars({ edit, before }: { edit: EndpointEdit; before: EndpointEdit }) {
  const shares = (one: EndpointEdit) =>
    one.entities.map(({ entity, original }) => ({ entity: original ?? entity.name, percent: entity.share }));
  const from = shares(before);
  const to = shares(edit);
  if (JSON.stringify(from) === JSON.stringify(to)) return null;
  const points = pointsMoved(from, to);
  return (
    <section aria-label="Traffic">
      <div className={look.title}>
        <h2>Traffic</h2>
        <span>{points === 1 ? "1 point moves" : `${points} points move`}</span>
      </div>
      <BeforeAfter
        before={from}
        after={to}
        places={colourPlaces(
          to.map((share) => share.entity),
          from,
        )}
      />
    </section>
  );
}

type ProblemsProps = { review: EditReview; edit: EndpointEdit; onGo: (to: Where) => void };

function Problems({ review, edit, onGo }: ProblemsProps) {
  return review.problems.map((problem) => {
    const to = partOf(problem);
    const name = to.entity === null ? null : edit.entities[to.entity]?.entity.name;
    return (
      <FieldNote key={`${problem.path} ${problem.message}`} tone={problem.blocks ? "failed" : "warning"}>
        {name && <b>{name}: </b>}
        {problem.message}{" "}
        {/* The earlier gateway is put back whole or not at all: there is no form of it here. */}
        {!problem.path.startsWith("gateway.") && (
          <LinkButton size="s" onClick={() => onGo({ part: to.part, entity: to.entity ?? 0 })}>
            Go there
          </LinkButton>
        )}
      </FieldNote>
    );
  });
}

function wordsOf({ phase, change, failure }: Applying): string | null {
  return failure
    ? "Nothing was begun. The draft is kept."
    : phase === "running"
      ? "This goes on when you leave this page. An update can be cancelled only in the Databricks web page."
      : phase === "done"
        ? "Everything is live. What stood there before is kept under Activity and can be put back."
        : phase === "stopped" && change
          ? change.steps.some((step) => step.state === "done")
            ? "It stopped half way: the steps that are done are live, the others are not. The draft is kept."
            : "Nothing of it is live. The draft is kept."
          : null;
}

function applyWord({ phase, change }: Applying, conflict: boolean): string {
  if (phase !== "stopped") return "Apply changes";
  if (conflict) return "Read again";
  return change ? "Retry and go on" : "Try again";
}

type FootProps = {
  review: EditReview;
  edit: EndpointEdit;
  applying: Applying;
  onReadAgain: () => void;
  onBack: () => void;
  onLeave: () => void;
};

function Foot({ review, edit, applying, onReadAgain, onBack, onLeave }: FootProps) {
  const { name: workspace } = useWorkspace();
  const [asking, setAsking] = useState(false);
  const { phase, change, failure } = applying;
  // Somebody was quicker: looking at both sides comes before trying again.
  const conflict = failure?.kind === "conflict";
  const blocking = review.problems.find((problem) => problem.blocks);
  const reason = blocking
    ? blocking.message
    : review.calls.length === 0
      ? "Nothing differs from the endpoint as it is."
      : null;
  const go = (): void => {
    if (phase === "running" || phase === "done") return;
    if (conflict) onReadAgain();
    else if (phase === "stopped") void applying.goOn();
    else if (reason) return;
    else if (review.asksName) setAsking(true);
    else void applying.apply();
  };
  useKey("mod+enter", go);
  const canGoOn = phase === "stopped" && (change === null || change.canResume);
  return (
    <SheetFoot>
      <Button onClick={phase === "idle" ? onBack : onLeave}>
        {phase === "idle"
          ? "Back to the draft"
          : phase === "running"
            ? "Leave it running"
            : phase === "done"
              ? "To the endpoint"
              : "Leave it for later"}
      </Button>
      {phase === "stopped" && (
        <Button variant="quiet" onClick={onBack}>
          Back to the draft
        </Button>
      )}
      {(phase === "idle" || phase === "running" || canGoOn) && (
        <Button
          variant="primary"
          keyHint={["Ctrl", "↵"]}
          busy={phase === "running"}
          busyLabel="Applying"
          disabledReason={phase === "idle" ? reason : null}
          onClick={go}
        >
          {applyWord(applying, conflict)}
        </Button>
      )}
      <ConfirmByName
        open={asking}
        onClose={() => setAsking(false)}
        title="Apply this in production?"
        name={edit.endpoint}
        action="Apply changes"
        keep="Keep as it is"
        danger={false}
        onConfirm={() => {
          setAsking(false);
          void applying.apply();
        }}
      >
        <p className={styles.ask}>
          {edit.endpoint} in {workspace} changes for everybody who calls it. {review.sentence}{" "}
          {review.removes.join(" ")}
        </p>
      </ConfirmByName>
    </SheetFoot>
  );
}

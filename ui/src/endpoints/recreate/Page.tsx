// Makes an endpoint again under its own name, for what Databricks fixes when one is created: its description, and who its
// creator is. First what that means, what speaks against it and what is sent; then the steps. Route /endpoints/$name/recreate.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useDeferredValue, useEffect, useState } from "react";
import { commands, type RecreateReview } from "../../ipc/bindings";
import { unwrap } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { stepsDone } from "../../kit/ChangeSteps";
import { ConfirmByName } from "../../kit/ConfirmByName";
import { FailureCard } from "../../kit/FailureCard";
import { Field } from "../../kit/Field";
import { FieldChanges } from "../../kit/FieldChanges";
import { SheetBody, SheetFoot, SheetHead } from "../../kit/Sheet";
import { Pulse } from "../../kit/Spinner";
import { TextArea } from "../../kit/TextArea";
import { useWorkspace } from "../../shell/current";
import { useNextStep } from "../../shell/next";
import { FieldNote } from "../create/FieldNote";
import { Uses } from "../detail/Uses";
import styles from "../edit/Edit.module.css";
import { Outcome, PlannedCalls } from "../edit/PlannedCalls";
import look from "../edit/Review.module.css";
import { type Applying, useChange } from "../edit/useChange";
import { usePlaces } from "../places";
import { keepTyped, typedFor } from "./typed";

/** How long nothing is typed before the new text is looked at: every look asks the workspace. */
const PAUSE_MS = 500;

const crumbsOf = (name: string) => [
  { label: "Endpoints", to: "/endpoints" },
  { label: name, to: `/endpoints/${encodeURIComponent(name)}` },
];

export function Page() {
  const params: { name?: string } = useParams({ strict: false });
  const name = params.name ?? "";
  return <Known key={name} name={name} />;
}

function Known({ name }: { name: string }) {
  const { id: workspace } = useWorkspace();
  const places = usePlaces();
  const [typed, setTyped] = useState(() => typedFor(workspace, name));
  const wished = useSettled(typed);
  const change = (text: string): void => {
    setTyped(text);
    keepTyped(workspace, name, text);
  };
  const applying = useChange({
    command: "endpoints_recreate_apply",
    begin: (told) =>
      unwrap(
        commands.endpointsRecreateApply(name, typed ?? known?.description ?? "", known?.stamp ?? "", told),
      ),
    onDone: async () => keepTyped(workspace, name, null),
  });
  const started = applying.phase !== "idle";
  const query = useQuery({
    queryKey: ["endpoints", "recreate", name, wished],
    queryFn: () => unwrap(commands.endpointsRecreateReview(name, wished)),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Once it is under way the page is about what was sent.
    enabled: !started,
  });
  const known: RecreateReview | undefined = query.data;
  const again = (): void => {
    applying.reset();
    void query.refetch();
  };
  const onNext = useNextStep({ tryAgain: again, reload: again });
  const head = (
    <SheetHead
      crumbs={crumbsOf(name)}
      title="Make it again"
      actions={
        <Button variant="quiet" icon="chevronLeft" onClick={() => places.open(name)}>
          To the endpoint
        </Button>
      }
    />
  );
  if (!known)
    return (
      <>
        {head}
        <SheetBody padded>
          {query.error ? <FailureCard failure={query.error} onNext={onNext} /> : <Pulse lines={8} />}
        </SheetBody>
      </>
    );
  const settled = typed === wished && !query.isPlaceholderData;
  return (
    <>
      {head}
      <div className={look.columns}>
        <div className={look.left}>
          <p className={look.sentence}>
            Databricks fixes an endpoint’s description and creator when it is created. To change them it is
            deleted and made again under the same name, with everything else as it is now.
          </p>
          <Field label="Description" apiName="description">
            <TextArea grow rows={2} value={typed ?? known.description} onChange={change} readOnly={started} />
          </Field>
          {!started &&
            known.problems.map((problem) => (
              <FieldNote key={problem.message} tone={problem.blocks ? "failed" : "warning"}>
                {problem.message}
              </FieldNote>
            ))}
          <section aria-label="What it means">
            <div className={look.title}>
              <h2>What it means</h2>
            </div>
            <ul className={styles.sentences}>
              {known.means.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
          {!started && <Uses endpoint={name} />}
          <FieldChanges fields={known.changes} before={known.beforeJson} after={known.afterJson} />
        </div>
        <section className={look.right} aria-label="Calls to Databricks">
          <div className={look.title}>
            <h2>{started ? "Making it again" : "What will be sent"}</h2>
            {applying.change && <span>{stepsDone(applying.change.steps)}</span>}
          </div>
          <Outcome words={wordsOf(name, applying)} phase={applying.phase} />
          <PlannedCalls calls={known.calls} applying={applying} onReadAgain={again} />
        </section>
      </div>
      <Foot name={name} review={known} settled={settled} applying={applying} onAgain={again} />
    </>
  );
}

/** A value once it has stayed the same for a moment. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(settled);
}

/** Whether the old one is gone and the new one is not there. */
function isBetween({ change }: Applying): boolean {
  const done = (kind: "delete" | "create"): boolean =>
    change?.steps.some((step) => step.kind === kind && step.state === "done") ?? false;
  return done("delete") && !done("create");
}

function wordsOf(name: string, applying: Applying): string | null {
  if (applying.failure) return "Nothing was deleted.";
  switch (applying.phase) {
    case "idle":
      return null;
    case "running":
      return "This goes on when you leave this page. Callers are refused until the new endpoint is ready.";
    case "done":
      return `${name} is there again and ready. Callers reach it at the same address.`;
    case "stopped":
      if (isBetween(applying))
        return `${name} is deleted and not there again yet. Everything it was is kept: going on makes it.`;
      return applying.change?.steps.some((step) => step.state === "done")
        ? `${name} is there again; not every step was done. Going on does the rest.`
        : "Nothing was deleted.";
  }
}

type FootProps = {
  name: string;
  review: RecreateReview;
  settled: boolean;
  applying: Applying;
  onAgain: () => void;
};

function Foot({ name, review, settled, applying, onAgain }: FootProps) {
  const { name: workspace } = useWorkspace();
  const places = usePlaces();
  const [asking, setAsking] = useState(false);
  const { phase, change, failure } = applying;
  const reason = !settled
    ? "The new text is being looked at."
    : (review.problems.find((problem) => problem.blocks)?.message ?? null);
  const canGoOn = phase === "stopped" && (change === null ? failure !== null : change.canResume);
  const go = (): void => {
    // Somebody was quicker, or something speaks against it by now: looking comes before trying again.
    if (failure) onAgain();
    else if (phase === "stopped") void applying.goOn();
    else if (!reason) setAsking(true);
  };
  return (
    <SheetFoot>
      <Button onClick={() => places.open(name)}>
        {phase === "idle"
          ? "Keep it as it is"
          : phase === "running"
            ? "Leave it running"
            : phase === "done"
              ? "To the endpoint"
              : "Leave it for later"}
      </Button>
      {(phase === "idle" || phase === "running" || canGoOn) && (
        <Button
          variant={phase === "idle" ? "danger" : "primary"}
          busy={phase === "running"}
          busyLabel="Making it again"
          disabledReason={phase === "idle" ? reason : null}
          onClick={go}
        >
          {phase === "stopped" ? (failure ? "Look again" : "Retry and go on") : "Delete and make it again"}
        </Button>
      )}
      <ConfirmByName
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${name} and make it again?`}
        name={name}
        action="Delete and make it again"
        keep="Keep it as it is"
        onConfirm={() => {
          setAsking(false);
          void applying.apply();
        }}
      >
        <p className={styles.ask}>
          {name} in {workspace} answers nobody until the new one is ready.
        </p>
      </ConfirmByName>
    </SheetFoot>
  );
}

// The create flow: provider, connection, traffic, name, review, and then the live progress. Head and foot with what leads
// on; the steps themselves are files beside this one. Nothing is sent before Create, except a secret one stores. Route
// /endpoints/new.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import type { Provider } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Drawer } from "../../kit/Drawer";
import { FailureCard } from "../../kit/FailureCard";
import { IconButton } from "../../kit/IconButton";
import { KeyHint } from "../../kit/KeyHint";
import { LinkButton } from "../../kit/LinkButton";
import { SheetBody, SheetHead } from "../../kit/Sheet";
import { Pulse } from "../../kit/Spinner";
import { useToast } from "../../kit/Toast";
import { useKey } from "../../shell/keys";
import { useNextStep } from "../../shell/next";
import { usePlaces } from "../places";
import { catalogueOptions } from "../queries";
import { ConnectionStep } from "./ConnectionStep";
import styles from "./Create.module.css";
import { useCreating } from "./creating";
import { type Flow, useFlow, useReview } from "./flow";
import { focusFieldSoon } from "./focus";
import { providerOf, STEPS, type Step, stepAfter, stepBefore } from "./model";
import { NameStep } from "./NameStep";
import { Progress } from "./Progress";
import { ProviderStep } from "./ProviderStep";
import { problemsOfReview, ReviewStep } from "./ReviewStep";
import { ProviderSide, Side } from "./Side";
import { resetHeadings } from "./StepHeading";
import { Steps } from "./Steps";
import { TrafficStep } from "./TrafficStep";
import { fieldId, type Problem, problemsOf, putAllRight } from "./validate";

const CRUMBS = [{ label: "Endpoints", to: "/endpoints" }];

export function Page() {
  const catalogue = useQuery(catalogueOptions);
  const onNext = useNextStep({ tryAgain: () => void catalogue.refetch() });
  if (catalogue.data) return <CreateFlow catalogue={catalogue.data} />;
  return (
    <>
      <SheetHead crumbs={CRUMBS} title="New endpoint" />
      <SheetBody padded>
        {catalogue.isError ? <FailureCard failure={catalogue.error} onNext={onNext} /> : <Pulse lines={8} />}
      </SheetBody>
    </>
  );
}

function CreateFlow({ catalogue }: { catalogue: Provider[] }) {
  const flow = useFlow(catalogue);
  const [drawer, setDrawer] = useState(false);
  const [pick, setPick] = useState<Provider | null>(null);
  const review = useReview(flow.draft, flow.step === "review" ? 0 : 200);
  const creating = useCreating(flow.keeping.finish);
  const places = usePlaces();
  useEffect(() => resetHeadings, []);

  const editing = flow.adding ? undefined : flow.draft.entities[flow.current];
  const picked = pick ?? (editing ? providerOf(catalogue, editing) : null);
  const walk = useWalk(flow, picked, () => setPick(null), review, creating);
  const going = creating.state.phase !== "none";
  const created = creating.state.phase === "settling" || creating.state.phase === "settled";
  useKey("mod+enter", () => {
    if (!going) walk.on();
  });
  if (flow.keeping.loading) {
    return (
      <>
        <SheetHead crumbs={CRUMBS} title="New endpoint" />
        <SheetBody padded>
          <Pulse lines={8} />
        </SheetBody>
      </>
    );
  }
  const side =
    flow.step === "provider" ? (
      <ProviderSide provider={picked} />
    ) : (
      <Side flow={flow} review={review} onLeave={() => setDrawer(false)} />
    );
  const sideTitle = flow.step === "provider" ? "What you need" : "Summary and code";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    walk.on();
  };
  return (
    <>
      <SheetHead
        crumbs={CRUMBS}
        title="New endpoint"
        aside={created ? null : <Kept flow={flow} />}
        actions={
          <>
            <span className={styles.onlyNarrow}>
              <Button icon={flow.step === "provider" ? "info" : "code"} onClick={() => setDrawer(true)}>
                {sideTitle}
              </Button>
            </span>
            <IconButton
              label={created ? "Close" : "Close, keep the draft"}
              icon="cross"
              onClick={places.list}
            />
          </>
        }
      />
      <div className={styles.grid}>
        <Steps flow={flow} locked={going} onGo={walk.to} />
        {creating.state.phase !== "none" ? (
          <div className={styles.main}>
            <Progress
              state={creating.state}
              onRetry={walk.create}
              onBack={creating.back}
              onFollow={creating.again}
            />
          </div>
        ) : (
          <form className={styles.main} onSubmit={submit} noValidate aria-label="New endpoint">
            {flow.step === "provider" && (
              <ProviderStep flow={flow} picked={picked} onPick={setPick} onContinue={walk.on} />
            )}
            {flow.step === "connection" && <ConnectionStep flow={flow} />}
            {flow.step === "traffic" && <TrafficStep flow={flow} />}
            {flow.step === "name" && <NameStep flow={flow} />}
            {flow.step === "review" && <ReviewStep flow={flow} review={review} />}
            <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
          </form>
        )}
        <aside className={styles.side} aria-label={sideTitle}>
          {side}
        </aside>
      </div>
      {!going && <Foot flow={flow} picked={picked} walk={walk} />}
      <Drawer open={drawer} onClose={() => setDrawer(false)} title={sideTitle}>
        {drawer && side}
      </Drawer>
    </>
  );
}

type Walk = {
  on: () => void;
  back: () => void;
  to: (step: Step) => void;
  create: () => void;
  waiting: boolean;
};

/** Going from step to step. Continue checks the step it leaves and leads to what is to fix instead. */
function useWalk(
  flow: Flow,
  picked: Provider | null,
  picking: () => void,
  review: ReturnType<typeof useReview>,
  creating: ReturnType<typeof useCreating>,
): Walk {
  const lead = (problem: Problem): void => {
    flow.reveal(problem.step);
    if (problem.step !== flow.step || (problem.entity ?? flow.current) !== flow.current)
      flow.goTo(problem.step, problem.entity ?? flow.current);
    focusFieldSoon(fieldId(problem.entity, problem.field));
  };
  const create = (): void => {
    if (!review.data) return;
    void creating.create(flow.draft, review.data.calls).then((failure) => {
      if (failure?.failure.kind === "invalid") flow.refuse(failure.failure.fields);
    });
  };
  const on = (): void => {
    if (flow.step === "provider") {
      if (picked) flow.choose(picked);
      else flow.reveal("provider");
      picking();
      return;
    }
    flow.reveal(flow.step);
    const draft = putAllRight(flow.draft, flow.catalogue);
    const known = draft === flow.draft ? flow.problems : problemsOf(draft, flow.catalogue);
    const problems =
      flow.step === "review"
        ? problemsOfReview({ flow, review })
        : known.filter((problem) => problem.step === flow.step);
    const first = problems.find((problem) => problem.blocks);
    if (first && flow.step === "review") flow.reveal("all");
    else if (first) lead(first);
    else if (flow.step === "review") {
      if (review.current) create();
    } else to(stepAfter(flow.step), draft);
  };
  const to = (step: Step, draft = flow.draft): void => {
    picking();
    if (step === "review") flow.reveal("all");
    flow.goTo(step, flow.current, draft);
  };
  const back = (): void => {
    const before = stepBefore(flow.step);
    if (before) to(before);
  };
  return { on, back, to, create, waiting: flow.step === "review" && !review.current && !review.isError };
}

function Foot({ flow, picked, walk }: { flow: Flow; picked: Provider | null; walk: Walk }) {
  const places = usePlaces();
  const before = stepBefore(flow.step);
  const next = STEPS.find((step) => step.id === stepAfter(flow.step));
  const leadsBack = flow.step === "provider" && flow.draft.entities.length > 0;
  return (
    <footer className={styles.foot}>
      {before ? (
        <Button variant="quiet" icon="chevronLeft" onClick={walk.back}>
          {STEPS.find((step) => step.id === before)?.label}
        </Button>
      ) : (
        <span className={styles.keys}>
          <KeyHint keys="1–9" /> choose <KeyHint keys="↵" /> continue
        </span>
      )}
      <div className={styles.footEnd}>
        {flow.step === "provider" && (
          <Button onClick={leadsBack ? () => walk.to("connection") : places.list}>
            {leadsBack ? "Back to the models" : "Cancel"}
          </Button>
        )}
        {(flow.step === "connection" || flow.step === "traffic") && (
          <Button icon="plus" onClick={flow.add}>
            Add another model
          </Button>
        )}
        {flow.step === "provider" && (
          <Button
            variant="primary"
            onClick={walk.on}
            disabledReason={picked ? null : "Choose a provider first."}
          >
            {picked ? `Continue with ${picked.name}` : "Continue"}
          </Button>
        )}
        {flow.step === "review" ? (
          <Button
            variant="primary"
            keyHint={["Ctrl", "↵"]}
            busy={walk.waiting}
            busyLabel="Checking"
            onClick={walk.on}
            disabledReason={whyNotCreate(flow)}
          >
            Create endpoint
          </Button>
        ) : (
          flow.step !== "provider" && (
            <Button variant="primary" keyHint={["Ctrl", "↵"]} onClick={walk.on}>
              Continue to {next?.label.toLowerCase()}
            </Button>
          )
        )}
      </div>
    </footer>
  );
}

function whyNotCreate(flow: Flow): string | null {
  const count = flow.problems.filter((problem) => problem.blocks).length;
  if (count === 0) return null;
  return count === 1
    ? "One thing is to fix first; it is named above."
    : `${count} things are to fix first; they are named above.`;
}

const time = (ms: number): string =>
  new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Whether and since when the draft is kept, and the way to start over with a way back from that. */
function Kept({ flow }: { flow: Flow }) {
  const toast = useToast();
  const { savedAt, restoredFrom, failed } = flow.keeping;
  if (failed)
    return (
      <span className={styles.bad} role="status">
        The draft could not be kept on this computer
      </span>
    );
  if (restoredFrom === null)
    return <span>Draft kept on this computer{savedAt === null ? "" : `, ${time(savedAt)}`}</span>;
  const startOver = (): void => {
    const before = flow.keeping.startOver();
    toast({
      tone: "info",
      title: "Started over",
      action: { label: "Undo", onClick: () => flow.keeping.putBack(before) },
    });
  };
  return (
    <span>
      Restored draft from {time(restoredFrom)} ·{" "}
      <LinkButton size="s" onClick={startOver}>
        Start over
      </LinkButton>
    </span>
  );
}

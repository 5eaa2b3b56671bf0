// The Traffic tab of an endpoint: the split editor on its live split, the draft that is kept while typing, and the ways on:
// review and apply, or a ramp. Measurements stand around the split. Why editing is closed is said here. Shown by the
// endpoints room.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Endpoint, Share, TrafficChange } from "../ipc/bindings";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { DraftBar } from "../kit/DraftBar";
import { FailureNote } from "../kit/FailureNote";
import { MiniSplit } from "../kit/MiniSplit";
import { Pulse } from "../kit/Spinner";
import { useKey } from "../shell/keys";
import { Review } from "./Review";
import { RampPanel } from "./ramp/RampPanel";
import { RampPlan } from "./ramp/RampPlan";
import { isOver, useRamp } from "./ramp/runs";
import { useMeasurements } from "./readings/useMeasurements";
import { sharesOf, sharesOfEntities, splitOfRows } from "./rows";
import { SplitEditor } from "./SplitEditor";
import styles from "./TrafficTab.module.css";
import { useTrafficDraft } from "./useTrafficDraft";
import { draftInWords, warningsOf } from "./words";

export type TrafficTabProps = { endpoint: Endpoint };

export function TrafficTab({ endpoint }: TrafficTabProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const draft = useTrafficDraft(endpoint);
  const run = useRamp(endpoint);
  const { readings, parts } = useMeasurements(endpoint);
  const [planning, setPlanning] = useState(false);
  const [reviewed, setReviewed] = useState<{ change: TrafficChange; before: Share[] } | null>(null);
  const live = useMemo(() => sharesOfEntities(endpoint.entities), [endpoint.entities]);
  const shares = sharesOf(splitOfRows(draft.rows));
  const ramping = run.ramp !== null && !isOver(run.ramp);
  // The plan has become a ramp; when that is over, the page is the split again and not the plan.
  useEffect(() => {
    if (ramping) setPlanning(false);
  }, [ramping]);
  const closed = ramping ? RAMP_HOLDS : whyClosed(endpoint);
  const sentence = closed ? null : draftInWords(live, shares);

  const review = () => {
    if (!sentence) return;
    setReviewed({ before: live, change: { endpoint: endpoint.name, stamp: endpoint.stamp, shares } });
  };
  useKey("mod+enter", review, { when: sentence !== null && reviewed === null && !planning });
  const onGateway = useCallback(
    () => void navigate({ to: ".", search: { tab: "gateway" } as never }),
    [navigate],
  );

  const onEntities = useCallback(
    () => void navigate({ to: "/endpoints/$name/edit", params: { name: endpoint.name } }),
    [navigate, endpoint.name],
  );
  const mayEdit = endpoint.permission === "manage" || endpoint.permission === "unknown";

  if (endpoint.entities.length === 0)
    return <p className={styles.lone}>{endpoint.name} has no served entity yet.</p>;
  if (reviewed) {
    return (
      <Review
        {...reviewed}
        warnings={warningsOf(live, reviewed.change.shares, readings)}
        onBack={() => setReviewed(null)}
        onReadAgain={() => {
          setReviewed(null);
          void client.invalidateQueries({ queryKey: ["endpoints"] });
        }}
        onLive={() => void draft.discard()}
      />
    );
  }
  if (planning && sentence) {
    return (
      <RampPlan
        endpoint={endpoint.name}
        live={live}
        target={shares}
        run={run}
        onBack={() => setPlanning(false)}
      />
    );
  }
  return (
    <div className={styles.tab}>
      <div className={styles.body}>
        {run.ramp && <RampPanel ramp={run.ramp} run={run} />}
        <Notes endpoint={endpoint} closed={ramping ? null : closed} />
        {draft.misfit && (
          <Note>
            {draft.misfit}{" "}
            <Button size="s" onClick={() => void draft.discard()}>
              Discard it
            </Button>
          </Note>
        )}
        {draft.failure && (
          <Note>
            <FailureNote failure={draft.failure} />
          </Note>
        )}
        {draft.looking ? (
          <Pulse lines={4} />
        ) : (
          <SplitEditor
            rows={draft.rows}
            onChange={draft.change}
            fallback={endpoint.fallback}
            live={live}
            disabledReason={closed}
            readings={readings}
            onEntities={mayEdit && !endpoint.readOnly ? onEntities : undefined}
            onGateway={onGateway}
            parts={parts}
          />
        )}
      </div>
      {sentence && (
        <DraftBar
          actions={
            <>
              <Button onClick={() => void draft.discard()}>Discard</Button>
              <Button onClick={() => setPlanning(true)}>In steps</Button>
              <Button variant="primary" keyHint={["Ctrl", "↵"]} onClick={review}>
                Review changes
              </Button>
            </>
          }
        >
          {sentence}
        </DraftBar>
      )}
    </div>
  );
}

const RAMP_HOLDS = "A ramp holds this split. Let it arrive or go back before changing it by hand.";

/** Why nothing can be edited right now; null when it can. */
function whyClosed(endpoint: Endpoint): string | null {
  const [only] = endpoint.entities;
  if (endpoint.state === "updating" || endpoint.state === "creating") {
    return "Databricks is rolling out an earlier change. Editing opens again when it has settled.";
  }
  if (endpoint.permission === "query" || endpoint.permission === "view") {
    const owner = endpoint.creator ? ` ${endpoint.creator} can grant it.` : "";
    return `You need CAN MANAGE on ${endpoint.name} to change its traffic; you have CAN ${endpoint.permission.toUpperCase()}.${owner}`;
  }
  if (only && endpoint.entities.length === 1) {
    return `${only.name} is the only served entity, so it answers every request. Add a second one to split the traffic.`;
  }
  return null;
}

function Notes({ endpoint, closed }: { endpoint: Endpoint; closed: string | null }) {
  const pending = endpoint.pending ? sharesOfEntities(endpoint.pending) : null;
  return (
    <>
      {closed && <Banner tone="info" title={closed} />}
      {pending && (
        <div className={styles.pending}>
          <MiniSplit shares={sharesOfEntities(endpoint.entities)} pending={pending} words />
        </div>
      )}
      {endpoint.state === "readyUpdateFailed" && (
        <Banner tone="warning" title="The last update failed, the split below still answers.">
          {endpoint.reason}
        </Banner>
      )}
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <div className={styles.note}>{children}</div>;
}

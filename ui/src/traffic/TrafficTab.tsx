// The Traffic tab of an endpoint: the split editor on its live split, the draft that is kept while typing, and the way to
// review and apply. Why editing is closed is said here. Shown by the endpoints room.
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import type { Endpoint, Share, TrafficChange } from "../ipc/bindings";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { DraftBar } from "../kit/DraftBar";
import { FailureNote } from "../kit/FailureNote";
import { MiniSplit } from "../kit/MiniSplit";
import { Pulse } from "../kit/Spinner";
import { useKey } from "../shell/keys";
import { Review } from "./Review";
import { sharesOf, sharesOfEntities, splitOfRows } from "./rows";
import { SplitEditor } from "./SplitEditor";
import styles from "./TrafficTab.module.css";
import { useTrafficDraft } from "./useTrafficDraft";
import { draftInWords } from "./words";

export type TrafficTabProps = { endpoint: Endpoint };

export function TrafficTab({ endpoint }: TrafficTabProps) {
  const client = useQueryClient();
  const draft = useTrafficDraft(endpoint);
  const [reviewed, setReviewed] = useState<{ change: TrafficChange; before: Share[] } | null>(null);
  const live = useMemo(() => sharesOfEntities(endpoint.entities), [endpoint.entities]);
  const shares = sharesOf(splitOfRows(draft.rows));
  const closed = whyClosed(endpoint);
  const sentence = closed ? null : draftInWords(live, shares);

  const review = () => {
    if (!sentence) return;
    setReviewed({ before: live, change: { endpoint: endpoint.name, stamp: endpoint.stamp, shares } });
  };
  useKey("mod+enter", review, { when: sentence !== null && reviewed === null });

  if (endpoint.entities.length === 0)
    return <p className={styles.lone}>{endpoint.name} has no served entity yet.</p>;
  if (reviewed) {
    return (
      <Review
        {...reviewed}
        onBack={() => setReviewed(null)}
        onReadAgain={() => {
          setReviewed(null);
          void client.invalidateQueries({ queryKey: ["endpoints"] });
        }}
        onLive={() => void draft.discard()}
      />
    );
  }
  return (
    <div className={styles.tab}>
      <div className={styles.body}>
        <Notes endpoint={endpoint} closed={closed} />
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
          />
        )}
      </div>
      {sentence && (
        <DraftBar
          actions={
            <>
              <Button onClick={() => void draft.discard()}>Discard</Button>
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

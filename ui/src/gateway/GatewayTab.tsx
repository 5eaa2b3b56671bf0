// The Gateway tab of an endpoint: switches, inference table, rate limits, guardrails, all of it in words beside, and which
// limit stops whom. A draft is kept while typing; review and apply are Review's. Shown by the endpoint's page.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Endpoint, type GatewaySettings, type GatewayState } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { DraftBar } from "../kit/DraftBar";
import { FailureCard } from "../kit/FailureCard";
import { FailureNote } from "../kit/FailureNote";
import { Pulse } from "../kit/Spinner";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import { Beside } from "./Beside";
import { Decide } from "./Decide";
import styles from "./Gateway.module.css";
import { GuardrailsPart } from "./GuardrailsPart";
import { LimitsPart } from "./LimitsPart";
import { differences, whyClosed } from "./model";
import { Review, type Reviewed } from "./Review";
import { Switches } from "./Switches";
import { TablePart } from "./TablePart";
import { type DraftState, gatewayKeys, useGatewayDraft } from "./useGatewayDraft";

export type GatewayTabProps = { endpoint: Endpoint };

export function GatewayTab({ endpoint }: GatewayTabProps) {
  const query = useQuery({
    // Another reading of the endpoint is another gateway.
    queryKey: [...gatewayKeys.one(endpoint.name), endpoint.stamp],
    queryFn: () => unwrap(commands.gatewayGet(endpoint.name)),
    placeholderData: (before) => before,
  });
  const next = useNextStep({ tryAgain: () => void query.refetch(), reload: () => void query.refetch() });
  if (query.data) return <Known endpoint={endpoint} state={query.data} />;
  return (
    <div className={styles.alone}>
      {query.error ? <FailureCard failure={query.error} onNext={next} /> : <Pulse lines={8} />}
    </div>
  );
}

type KnownProps = { endpoint: Endpoint; state: GatewayState };

function Known({ endpoint, state }: KnownProps) {
  const client = useQueryClient();
  const draft = useGatewayDraft(endpoint.name, state);
  const [reviewed, setReviewed] = useState<Reviewed | null>(null);
  const closed = whyClosed(endpoint, state.problem);
  const ready = draft.dirty && !closed && !draft.elsewhere;
  const review = () => {
    if (ready) setReviewed({ endpoint: endpoint.name, stamp: state.stamp, settings: draft.settings });
  };
  useKey("mod+enter", review, { when: ready && reviewed === null });
  const readAgain = () => {
    for (const room of ["gateway", "endpoints"]) void client.invalidateQueries({ queryKey: [room] });
  };
  if (reviewed)
    return (
      <Review
        reviewed={reviewed}
        saveNow={draft.saveNow}
        onBack={() => setReviewed(null)}
        onReadAgain={() => {
          setReviewed(null);
          readAgain();
        }}
        onLive={() => client.setQueryData(gatewayKeys.draft(endpoint.name), null)}
      />
    );
  return (
    <div className={styles.tab}>
      <div className={styles.grid}>
        <div className={styles.main}>
          <Notes draft={draft} closed={closed} live={state.settings} />
          {draft.looking ? (
            <Pulse lines={6} />
          ) : (
            <Parts state={state} draft={draft} closed={closed} name={endpoint.name} />
          )}
        </div>
        <Beside settings={draft.settings} entities={state.entities} task={state.task} />
      </div>
      {draft.dirty && <Foot draft={draft} live={state.settings} closed={closed} onReview={review} />}
    </div>
  );
}

export type PartProps = {
  settings: GatewaySettings;
  live: GatewaySettings;
  state: GatewayState;
  name: string;
  /** Why nothing can be edited right now. */
  closed: string | null;
  onChange: (settings: GatewaySettings) => void;
};

type PartsProps = { state: GatewayState; draft: DraftState; closed: string | null; name: string };

function Parts({ state, draft, closed, name }: PartsProps) {
  const props: PartProps = {
    settings: draft.settings,
    live: state.settings,
    state,
    name,
    closed,
    onChange: draft.change,
  };
  return (
    <>
      <Switches {...props} />
      <TablePart {...props} />
      <LimitsPart {...props} />
      <GuardrailsPart {...props} />
    </>
  );
}

function Notes({ draft, closed, live }: { draft: DraftState; closed: string | null; live: GatewaySettings }) {
  return (
    <>
      {closed && <Banner tone="info" title={closed} />}
      {draft.elsewhere && draft.base && (
        <Decide
          base={draft.base}
          theirs={live}
          yours={draft.settings}
          onTake={draft.rebase}
          onDiscard={() => void draft.discard()}
        />
      )}
      {draft.elsewhere && !draft.base && (
        <Banner
          tone="warning"
          title="The gateway was changed elsewhere since this draft was begun."
          actions={
            <>
              <Button size="s" onClick={() => void draft.discard()}>
                Take theirs
              </Button>
              <Button size="s" onClick={() => draft.rebase()}>
                Keep mine
              </Button>
            </>
          }
        >
          {`Your draft differs from what is live now in ${settingsCount(differences(draft.settings, live))}.`}
        </Banner>
      )}
      {draft.failure && <FailureNote failure={draft.failure} />}
    </>
  );
}

type FootProps = { draft: DraftState; live: GatewaySettings; closed: string | null; onReview: () => void };

function Foot({ draft, live, closed, onReview }: FootProps) {
  const reason = draft.elsewhere ? "Decide first what is to be kept." : closed;
  return (
    <DraftBar
      actions={
        <>
          <Button onClick={() => void draft.discard()}>Discard</Button>
          <Button variant="primary" keyHint={["Ctrl", "↵"]} disabledReason={reason} onClick={onReview}>
            Review changes
          </Button>
        </>
      }
    >
      {changesCount(differences(draft.settings, live))}. Saving sends the whole gateway block; everything else
      in it stays.
    </DraftBar>
  );
}

const settingsCount = (many: number) => (many === 1 ? "1 setting" : `${many} settings`);
const changesCount = (many: number) => (many === 1 ? "1 change" : `${many} changes`);

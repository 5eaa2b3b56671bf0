// Editing an endpoint that exists: its models in fallback order, traffic, tags, notifications, who may use it; then review
// and apply. The draft is kept as typed. Closed while Databricks rolls something out. Route /endpoints/$name/edit.
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { AskButton } from "../../access/Missing";
import type { EditState, Endpoint, Provider } from "../../ipc/bindings";
import { Banner } from "../../kit/Banner";
import { Button } from "../../kit/Button";
import { DraftBar } from "../../kit/DraftBar";
import { FailureCard } from "../../kit/FailureCard";
import { FailureNote } from "../../kit/FailureNote";
import { IconButton } from "../../kit/IconButton";
import { SheetBody, SheetHead } from "../../kit/Sheet";
import { Pulse } from "../../kit/Spinner";
import { StatePill } from "../../kit/StatePill";
import { useToast } from "../../kit/Toast";
import { useKey } from "../../shell/keys";
import { useNextStep } from "../../shell/next";
import { isMoving } from "../model";
import { usePlaces } from "../places";
import { catalogueOptions, useEndpoint } from "../queries";
import { AccessPart } from "./AccessPart";
import styles from "./Edit.module.css";
import { ModelPart } from "./ModelPart";
import { editInWords, type Part } from "./model";
import { NamePart } from "./NamePart";
import { NotificationsPart } from "./NotificationsPart";
import { PartList } from "./PartList";
import { Review } from "./Review";
import { TagsPart } from "./TagsPart";
import { TrafficPart } from "./TrafficPart";
import { type Editing, useEdit } from "./useEdit";

export type Where = { part: Part; entity: number };

const PARTS: Part[] = ["models", "traffic", "tags", "notifications", "access", "name"];

function useWhere(name: string) {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const [word = "", number = "0"] = String(search.part ?? "").split("-");
  const part = PARTS.find((one) => one === word) ?? "models";
  const go = (to: Where, review = false): void =>
    void navigate({
      to: "/endpoints/$name/edit",
      params: { name },
      search: {
        part: to.part === "models" ? `models-${to.entity}` : to.part,
        ...(review ? { review: "yes" } : {}),
      },
      replace: !review && search.review === undefined,
    });
  return { where: { part, entity: Number(number) || 0 }, reviewing: search.review !== undefined, go };
}

export function Page() {
  const params: { name?: string } = useParams({ strict: false });
  const name = params.name ?? "";
  const editing = useEdit(name);
  const catalogue = useQuery(catalogueOptions);
  const { query } = editing;
  const failed = query.error ?? catalogue.error;
  const retry = (): void => {
    void query.refetch();
    void catalogue.refetch();
  };
  const onNext = useNextStep({ tryAgain: retry, reload: retry });
  if (query.data && catalogue.data)
    return <Known key={name} name={name} state={query.data} catalogue={catalogue.data} editing={editing} />;
  return (
    <>
      <SheetHead crumbs={crumbsOf(name)} title="Edit" />
      <SheetBody padded>
        {failed ? <FailureCard failure={failed} onNext={onNext} /> : <Pulse lines={8} />}
      </SheetBody>
    </>
  );
}

/** Long names shorten in the middle, because the crumb has to leave room for the title. */
const short = (name: string): string => (name.length > 36 ? `${name.slice(0, 22)}…${name.slice(-12)}` : name);
const crumbsOf = (name: string) => [
  { label: "Endpoints", to: "/endpoints" },
  { label: short(name), to: `/endpoints/${encodeURIComponent(name)}` },
];

type KnownProps = { name: string; state: EditState; catalogue: Provider[]; editing: Editing };

function Known({ name, state, catalogue, editing }: KnownProps) {
  const { where, reviewing, go } = useWhere(name);
  const places = usePlaces();
  const endpoint = useEndpoint(name).data ?? state.endpoint;
  const moving = isMoving(endpoint.state);
  useReopened(moving, editing.readAgain);
  const closed = whyClosed(endpoint, moving);
  const sentence = editInWords(state.edit, state.live);
  const review = (): void => {
    if (!closed && (sentence || state.changedElsewhere)) go(where, true);
  };
  useKey("mod+enter", review, { when: !reviewing });
  // A review that is under way goes on while the endpoint is being updated: it is the one that updates it.
  if (reviewing)
    return (
      <Review
        state={state}
        editing={editing}
        crumbs={crumbsOf(name)}
        onBack={(to) => go(to ?? where)}
        onLeave={() => places.open(name)}
      />
    );
  return (
    <>
      <SheetHead
        crumbs={crumbsOf(name)}
        title="Edit"
        titleEnd={<StatePill state={endpoint.state} since={endpoint.since} reason={endpoint.reason} />}
        aside={<Kept editing={editing} />}
        actions={<IconButton label="Close, keep the draft" icon="cross" onClick={() => places.open(name)} />}
      />
      {closed ? (
        <Closed endpoint={endpoint} reason={closed} />
      ) : (
        <>
          <Notes state={state} editing={editing} onReview={review} />
          <div className={styles.grid}>
            <PartList state={state} catalogue={catalogue} editing={editing} where={where} onGo={go} />
            <div className={styles.main}>
              <Shown state={state} catalogue={catalogue} editing={editing} where={where} onGo={go} />
            </div>
          </div>
          {sentence && <Foot sentence={sentence} editing={editing} onReview={review} />}
        </>
      )}
    </>
  );
}

/** When an update has ended, the endpoint is another one than the edit was opened on. */
function useReopened(moving: boolean, readAgain: () => Promise<void>): void {
  const before = useRef(moving);
  useEffect(() => {
    if (before.current && !moving) void readAgain();
    before.current = moving;
  }, [moving, readAgain]);
}

function whyClosed(endpoint: Endpoint, moving: boolean): string | null {
  if (moving)
    return "Databricks is rolling out an earlier change. Editing opens again when it has settled; the draft is kept.";
  if (endpoint.readOnly) return endpoint.readOnly;
  if (endpoint.permission === "query" || endpoint.permission === "view") {
    const owner = endpoint.creator ? ` ${endpoint.creator} can grant it.` : "";
    return `You need CAN MANAGE on ${endpoint.name} to change it; you have CAN ${endpoint.permission.toUpperCase()}.${owner}`;
  }
  return null;
}

function Closed({ endpoint, reason }: { endpoint: Endpoint; reason: string }) {
  const places = usePlaces();
  const lacks = endpoint.permission === "query" || endpoint.permission === "view";
  return (
    <>
      <Banner tone="info" title={reason} />
      <div className={styles.closed}>
        <Button icon="chevronLeft" onClick={() => places.open(endpoint.name)}>
          Back to the endpoint
        </Button>
        {lacks && <AskButton about={{ kind: "endpoint", name: endpoint.name, level: "CAN_MANAGE" }} />}
      </div>
    </>
  );
}

type NotesProps = { state: EditState; editing: Editing; onReview: () => void };

function Notes({ state, editing, onReview }: NotesProps) {
  const places = usePlaces();
  return (
    <>
      {state.creatorLeft && (
        <Banner
          tone="warning"
          title="The creator has left."
          actions={
            <Button size="s" onClick={() => places.recreate(state.endpoint.name)}>
              Make it again as yours
            </Button>
          }
        >
          {state.creatorLeft}
        </Banner>
      )}
      {state.changedElsewhere && (
        <Banner
          tone="warning"
          title="The endpoint was changed elsewhere since this draft was begun."
          actions={
            <Button size="s" onClick={onReview}>
              See both
            </Button>
          }
        >
          Nothing of yours is lost; before it can be applied you decide line by line.
        </Banner>
      )}
      {state.edit.gateway && (
        <Banner
          tone="info"
          title="The AI Gateway is put back as well."
          actions={
            <Button size="s" onClick={() => editing.change({ ...state.edit, gateway: null })}>
              Leave the gateway as it is now
            </Button>
          }
        >
          The review shows each setting.
        </Banner>
      )}
    </>
  );
}

type ShownProps = Omit<KnownProps, "name"> & { where: Where; onGo: (to: Where) => void };

function Shown({ state, catalogue, editing, where, onGo }: ShownProps) {
  const { edit, live } = state;
  switch (where.part) {
    case "traffic":
      return <TrafficPart state={state} catalogue={catalogue} onChange={editing.change} />;
    case "tags":
      return <TagsPart edit={edit} onChange={editing.change} />;
    case "notifications":
      return <NotificationsPart edit={edit} onChange={editing.change} />;
    case "access":
      return <AccessPart edit={edit} live={live} problem={state.accessProblem} onChange={editing.change} />;
    case "name":
      return <NamePart endpoint={state.endpoint} immutable={state.immutable} />;
    case "models":
      return (
        <ModelPart
          state={state}
          catalogue={catalogue}
          place={Math.min(where.entity, edit.entities.length - 1)}
          onChange={editing.change}
          onGo={onGo}
        />
      );
  }
}

const time = (ms: number): string =>
  new Date(ms).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function Kept({ editing }: { editing: Editing }) {
  if (editing.unsaved) return <FailureNote failure={editing.unsaved} />;
  if (editing.savedAt === null) return null;
  return <span>Draft kept on this computer, {time(editing.savedAt)}</span>;
}

type FootProps = { sentence: string; editing: Editing; onReview: () => void };

function Foot({ sentence, editing, onReview }: FootProps) {
  const toast = useToast();
  const discard = async (): Promise<void> => {
    const before = editing.query.data?.edit;
    await editing.discard();
    toast({
      tone: "info",
      title: "Draft discarded",
      ...(before ? { action: { label: "Undo", onClick: () => editing.change(before) } } : {}),
    });
  };
  return (
    <DraftBar
      actions={
        <>
          <Button onClick={() => void discard()}>Discard</Button>
          <Button variant="primary" keyHint={["Ctrl", "↵"]} onClick={onReview}>
            Review changes
          </Button>
        </>
      }
    >
      {sentence}
    </DraftBar>
  );
}

// One endpoint: head with state and what can be done, and its tabs. What a tab holds is its room's and loaded when it is
// opened. While the endpoint is being updated it is read again every two seconds. Route /endpoints/$name?tab=&change=.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { AskButton } from "../../access/Missing";
import { commands, type Endpoint, type EndpointLevel } from "../../ipc/bindings";
import { type FailureError, failureOf, unwrap } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { ConfirmByName } from "../../kit/ConfirmByName";
import { FailureCard } from "../../kit/FailureCard";
import { FailureNote } from "../../kit/FailureNote";
import { IconButton } from "../../kit/IconButton";
import { LiveRegion } from "../../kit/LiveRegion";
import { Menu, MenuItem, MenuSeparator } from "../../kit/Menu";
import { MiddleEllipsis } from "../../kit/MiddleEllipsis";
import { SheetBody, SheetHead } from "../../kit/Sheet";
import { Pulse } from "../../kit/Spinner";
import { STATE_WORDS, StatePill } from "../../kit/StatePill";
import { Tabs } from "../../kit/Tabs";
import { useToast } from "../../kit/Toast";
import { useKey } from "../../shell/keys";
import { useNextStep } from "../../shell/next";
import { askForAccess } from "../../shell/panels";
import { placeToTry, ROOM_WORDS } from "../../shell/trying";
import { TrafficTab } from "../../traffic";
import { CloneDialog } from "../edit/CloneDialog";
import { counted, isMoving, taskWord } from "../model";
import { usePlaces } from "../places";
import { endpointKeys, useEndpoint } from "../queries";
import { AccessTab } from "./AccessTab";
import styles from "./Detail.module.css";
import { Overview } from "./Overview";
import { Uses } from "./Uses";

const ActivityTab = lazy(async () => ({ default: (await import("../../activity")).ActivityTab }));
const Announcement = lazy(async () => ({ default: (await import("../../activity")).Announcement }));

const GatewayTab = lazy(async () => ({ default: (await import("../../gateway")).GatewayTab }));
const PassportDialog = lazy(async () => ({ default: (await import("../../passport")).PassportDialog }));
const HandoffTab = lazy(async () => ({ default: (await import("../../handoff")).HandoffTab }));

const TABS = [
  { value: "overview", label: "Overview" },
  { value: "traffic", label: "Traffic" },
  { value: "gateway", label: "Gateway" },
  { value: "access", label: "Access" },
  { value: "activity", label: "Activity" },
  { value: "handoff", label: "Handoff" },
] as const;

const CRUMBS = [{ label: "Endpoints", to: "/endpoints" }];
type Tab = (typeof TABS)[number]["value"];

function useTab(): [Tab, (tab: Tab) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const tab = TABS.find((one) => one.value === search.tab)?.value ?? "overview";
  return [
    tab,
    (next) => void navigate({ to: ".", search: next === "overview" ? {} : { tab: next }, replace: true }),
  ];
}

export function Page() {
  const params: { name?: string } = useParams({ strict: false });
  const name = params.name ?? "";
  const query = useEndpoint(name);
  const places = usePlaces();
  const onNext = useNextStep({ tryAgain: () => void query.refetch(), reload: () => void query.refetch() });
  if (query.data)
    return (
      <Known key={name} endpoint={query.data} failure={query.error} onRetry={() => void query.refetch()} />
    );
  return (
    <>
      <SheetHead crumbs={CRUMBS} title={<MiddleEllipsis text={name} />} />
      <SheetBody padded>
        {query.isError ? (
          <div className={styles.lost}>
            <FailureCard failure={query.error} onNext={onNext} />
            <Button icon="chevronLeft" onClick={places.list}>
              All endpoints
            </Button>
          </div>
        ) : (
          <Pulse lines={8} />
        )}
      </SheetBody>
    </>
  );
}

function Known({
  endpoint,
  failure,
  onRetry,
}: {
  endpoint: Endpoint;
  failure: FailureError | null;
  onRetry: () => void;
}) {
  const [tab, setTab] = useTab();
  const places = usePlaces();
  const onNext = useNextStep({ tryAgain: onRetry, reload: onRetry });
  const notTry =
    endpoint.permission === "view" ? "Trying it needs CAN QUERY on this endpoint; you have CAN VIEW." : null;
  const tryIt = (): void => {
    if (!notTry) places.tryIt(endpoint.name, endpoint.task);
  };
  useKey("t", tryIt);
  useKey("e", () => {
    if (whyNotEdit(endpoint) === null) places.edit(endpoint.name);
  });
  // On the Traffic tab R belongs to the split editor.
  useKey("r", onRetry, { when: tab === "overview" });
  useSettled(endpoint);
  const facts = [
    taskWord(endpoint.task),
    counted(endpoint.entities.length, "served entity", "served entities"),
    endpoint.creator,
  ].filter(Boolean);
  return (
    <>
      <SheetHead
        crumbs={CRUMBS}
        title={<MiddleEllipsis text={endpoint.name} />}
        aside={facts.join(" · ")}
        titleEnd={<StatePill state={endpoint.state} since={endpoint.since} reason={endpoint.reason} />}
        actions={<Actions endpoint={endpoint} notTry={notTry} onTry={tryIt} onRetry={onRetry} />}
      />
      <Tabs label="About this endpoint" value={tab} onChange={setTab} tabs={TABS} />
      {failure && (
        <div className={styles.stale} role="status">
          <FailureNote failure={failure} onNext={onNext} />
          <span>What is shown is from the last check.</span>
        </div>
      )}
      {tab !== "activity" && (
        <Suspense fallback={null}>
          <Announcement
            endpoint={endpoint.name}
            onOpen={(change) => places.open(endpoint.name, "activity", change)}
          />
        </Suspense>
      )}
      <Suspense fallback={<Pulse lines={6} />}>
        <Shown tab={tab} endpoint={endpoint} />
      </Suspense>
      <LiveRegion
        text={
          isMoving(endpoint.state)
            ? `${endpoint.name} is being updated.`
            : `${endpoint.name}: ${STATE_WORDS[endpoint.state]}.`
        }
      />
    </>
  );
}

function Shown({ tab, endpoint }: { tab: Tab; endpoint: Endpoint }) {
  switch (tab) {
    case "traffic":
      return <TrafficTab endpoint={endpoint} />;
    case "access":
      return <AccessTab endpoint={endpoint} />;
    case "activity":
      return <ActivityTab endpoint={endpoint.name} />;
    case "gateway":
      return <GatewayTab endpoint={endpoint} />;
    case "handoff":
      return <HandoffTab endpoint={endpoint} />;
    case "overview":
      return (
        <SheetBody padded>
          <Overview endpoint={endpoint} />
        </SheetBody>
      );
  }
}

/** When an update has ended, the list and the shares shown there are old. */
function useSettled(endpoint: Endpoint): void {
  const client = useQueryClient();
  const moving = isMoving(endpoint.state);
  const before = useRef(moving);
  useEffect(() => {
    if (before.current && !moving) {
      void client.invalidateQueries({ queryKey: endpointKeys.lists });
      void client.invalidateQueries({ queryKey: endpointKeys.split(endpoint.name) });
    }
    before.current = moving;
  }, [moving, client, endpoint.name]);
}

type ActionsProps = { endpoint: Endpoint; notTry: string | null; onTry: () => void; onRetry: () => void };

function Actions({ endpoint, notTry, onTry, onRetry }: ActionsProps) {
  const places = usePlaces();
  const search: Record<string, unknown> = useSearch({ strict: false });
  // ?do=copy and ?do=delete open the question from elsewhere, as the command palette does.
  const asked = search.do === "delete" || search.do === "copy" ? search.do : null;
  const [open, setOpen] = useState<"delete" | "copy" | "passport" | null>(asked);
  const [heard, setHeard] = useState(asked);
  if (asked !== heard) {
    setHeard(asked);
    if (asked) setOpen(asked);
  }
  const navigate = useNavigate();
  const close = (): void => {
    setOpen(null);
    // Out of the address, so that the same wish is heard a second time.
    if (asked) void navigate({ to: ".", search: (before) => ({ ...before, do: undefined }), replace: true });
  };
  const room = placeToTry(endpoint.task);
  const mayOnlyView = endpoint.permission === "view";
  const ask = (level: EndpointLevel): void => askForAccess({ kind: "endpoint", name: endpoint.name, level });
  const mayDelete = endpoint.permission === "manage" || endpoint.permission === "unknown";
  return (
    <>
      <Menu trigger={<IconButton label={`More about ${endpoint.name}`} icon="more" />} align="end">
        <MenuItem icon="refresh" keyHint="R" onSelect={onRetry}>
          Check now
        </MenuItem>
        {endpoint.webUrl !== "" && (
          <MenuItem icon="external" onSelect={() => void commands.appOpenLink(endpoint.webUrl)}>
            Open in Databricks
          </MenuItem>
        )}
        {room === "/chat" && endpoint.entities.length > 1 && (
          <MenuItem icon="compare" disabledReason={notTry} onSelect={() => places.compare(endpoint.name)}>
            Compare its models
          </MenuItem>
        )}
        <MenuItem icon="copy" disabledReason={endpoint.readOnly} onSelect={() => setOpen("copy")}>
          Copy to a new endpoint
        </MenuItem>
        <MenuItem icon="file" onSelect={() => setOpen("passport")}>
          Share as passport
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon="trash"
          danger
          disabledReason={mayDelete ? null : "Deleting needs CAN MANAGE on this endpoint."}
          onSelect={() => setOpen("delete")}
        >
          Delete endpoint
        </MenuItem>
        {!mayDelete && (
          <MenuItem icon="message" onSelect={() => ask("CAN_MANAGE")}>
            Ask for CAN MANAGE
          </MenuItem>
        )}
      </Menu>
      {mayOnlyView && <AskButton about={{ kind: "endpoint", name: endpoint.name, level: "CAN_QUERY" }} />}
      <Button icon={ROOM_WORDS[room].icon} keyHint="T" disabledReason={notTry} onClick={onTry}>
        Try it
      </Button>
      <Button
        icon="pencil"
        keyHint="E"
        disabledReason={whyNotEdit(endpoint)}
        onClick={() => places.edit(endpoint.name)}
      >
        Edit
      </Button>
      <Deleting endpoint={endpoint} open={open === "delete"} onClose={close} />
      <CloneDialog endpoint={endpoint.name} open={open === "copy"} onClose={close} />
      {open === "passport" && (
        <Suspense fallback={null}>
          <PassportDialog endpoint={endpoint.name} open onClose={close} />
        </Suspense>
      )}
    </>
  );
}

/** Why it cannot be edited at all; while an update runs the page of the edit itself says so. */
function whyNotEdit(endpoint: Endpoint): string | null {
  if (endpoint.readOnly) return endpoint.readOnly;
  if (endpoint.permission !== "query" && endpoint.permission !== "view") return null;
  return `Editing needs CAN MANAGE on this endpoint; you have CAN ${endpoint.permission.toUpperCase()}.`;
}

function Deleting({ endpoint, open, onClose }: { endpoint: Endpoint; open: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const places = usePlaces();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureError["failure"] | null>(null);
  const remove = async (): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await unwrap(commands.endpointsDelete(endpoint.name));
      onClose();
      places.list();
      toast({ tone: "ready", title: "Deleted", object: endpoint.name });
      client.removeQueries({ queryKey: endpointKeys.one(endpoint.name) });
      await client.invalidateQueries({ queryKey: endpointKeys.lists });
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <ConfirmByName
      open={open}
      onClose={() => {
        setFailure(null);
        onClose();
      }}
      title={`Delete ${endpoint.name}?`}
      name={endpoint.name}
      action="Delete endpoint"
      busyLabel="Deleting"
      busy={busy}
      failure={failure}
      onConfirm={() => void remove()}
    >
      <p>
        Calls to it fail from that moment. It cannot be brought back; an endpoint of the same name would be a
        new one. Secrets stay where they are.
      </p>
      <Uses endpoint={endpoint.name} />
    </ConfirmByName>
  );
}

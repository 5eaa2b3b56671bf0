// The endpoint list: head with the time of the last check, views with counts, filter, table; and what is shown while it
// loads, when it is empty, when nothing matches and when it cannot be read. Route /endpoints.
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { WithRight } from "../access/Missing";
import { useMissingRight } from "../access/rights";
import type { EndpointPage, EndpointRow } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { FailureNote } from "../kit/FailureNote";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { LiveRegion } from "../kit/LiveRegion";
import { ProviderMark } from "../kit/ProviderMark";
import { RelativeTime } from "../kit/RelativeTime";
import { SearchInput } from "../kit/SearchInput";
import { Segmented } from "../kit/Segmented";
import { SheetBody, SheetHead, Toolbar } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useToast } from "../kit/Toast";
import { useSwitchWorkspace, useWorkspace, workspacesQuery } from "../shell/current";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import { openImport } from "../shell/panels";
import { useAsked } from "./address";
import { countChosen, NOTHING } from "./filters";
import { LeftOpen } from "./LeftOpen";
import { List } from "./List";
import { counted, isMoving } from "./model";
import styles from "./Page.module.css";
import { usePlaces } from "./places";
import { type Asked, type Refreshing, useEndpointPage, useRefresh } from "./queries";
import { useSelection } from "./selection";
import { ActiveFilters, Tools } from "./Tools";
import { holdSplits } from "./useSplits";

const MarkBar = lazy(() => import("./MarkBar").then((loaded) => ({ default: loaded.MarkBar })));

const POLL_MS = 3_000;
/** A list older than this is checked again when the page opens. */
const FRESH_MS = 30_000;
/** What one may do is asked for once the page stands; the start asks for nothing more. */
const RIGHTS_AFTER_MS = 4_000;

export function Page() {
  const places = usePlaces();
  const [asked, change] = useAsked();
  const page = useEndpointPage(asked, 0);
  const refreshing = useRefresh(asked);
  const missing = useMissingRight("createEndpoints", { afterMs: RIGHTS_AFTER_MS });
  const toast = useToast();
  useKey("n", () => (missing ? toast({ tone: "info", title: missing.reason }) : places.create()));
  useKey("r", () => void refreshing.refresh());
  useFreshness(page.data, refreshing);
  const data = page.data;
  const empty = data !== undefined && data.counts.all === 0;
  return (
    <>
      <SheetHead
        title="Endpoints"
        aside={
          data && (
            <span className={styles.checked}>
              External models only · checked <RelativeTime ms={data.checkedAt} />
            </span>
          )
        }
        actions={
          <>
            <IconButton
              label="Check now"
              icon="refresh"
              busy={refreshing.busy}
              onClick={() => void refreshing.refresh()}
            />
            <Button icon="download" onClick={openImport}>
              Import
            </Button>
            <WithRight right="createEndpoints" afterMs={RIGHTS_AFTER_MS}>
              {(reason) => (
                <Button
                  variant="primary"
                  icon="plus"
                  keyHint="N"
                  disabledReason={reason}
                  onClick={places.create}
                >
                  New endpoint
                </Button>
              )}
            </WithRight>
          </>
        }
      />
      <LeftOpen />
      {empty && !page.isError ? (
        <Empty />
      ) : (
        <Filled asked={asked} change={change} page={page} refreshing={refreshing} />
      )}
    </>
  );
}

/** Asks again while something is being created or updated, and once on opening when the list has grown old. */
function useFreshness(data: EndpointPage | undefined, { refresh, busy }: Refreshing): void {
  const moving = data?.rows.some((row) => isMoving(row.state)) ?? false;
  const opened = useRef(false);
  const checkedAt = data?.checkedAt;
  useEffect(() => {
    if (checkedAt === undefined || opened.current) return;
    opened.current = true;
    if (Date.now() - checkedAt > FRESH_MS) void refresh();
  }, [checkedAt, refresh]);
  useEffect(() => {
    if (!moving || busy) return;
    const timer = setTimeout(() => {
      if (document.visibilityState !== "hidden") void refresh();
    }, POLL_MS);
    return () => clearTimeout(timer);
  }, [moving, busy, refresh]);
}

type FilledProps = {
  asked: Asked;
  change: (change: Partial<Asked>) => void;
  page: ReturnType<typeof useEndpointPage>;
  refreshing: Refreshing;
};

function Filled({ asked, change, page, refreshing }: FilledProps) {
  const places = usePlaces();
  const onNext = useNextStep({
    tryAgain: () => void refreshing.refresh(),
    reload: () => void refreshing.refresh(),
  });
  const filter = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const [row, setRow] = useState<EndpointRow | null>(null);
  const keepRow = useCallback((one: EndpointRow | null) => setRow(one), []);
  const data = page.data;
  const marking = useSelection();
  const ask = (wanted: Partial<Asked>): void => {
    if (wanted.search !== undefined) holdSplits();
    setActive(-1);
    change(wanted);
  };

  useKey("/", () => filter.current?.querySelector("input")?.focus());
  useKey("t", () => {
    if (row) places.tryIt(row.name, row.task);
  });
  useKey("arrowdown", () => focusList());
  useKey("x", () => (row ? marking.toggle(row.name) : marking.begin()));
  useKey("escape", marking.end, { when: marking.on });
  const intoList = (key: string): void => {
    if (!data || data.matching === 0) return;
    if (key === "Enter" && data.rows[0] && asked.search !== "") places.open((row ?? data.rows[0]).name);
    if (key === "ArrowDown") focusList();
  };

  return (
    <>
      <Toolbar>
        <Segmented
          label="Show"
          value={asked.view}
          onChange={(view) => ask({ view })}
          options={[
            { value: "all", label: "All", ...counts(data?.counts.all) },
            { value: "attention", label: "Need attention", ...counts(data?.counts.attention) },
            { value: "mine", label: "Mine", ...counts(data?.counts.mine) },
            // Only where there are any: what is no external model is shown, not changed here.
            ...(data?.counts.others || asked.view === "others"
              ? [{ value: "others" as const, label: "Other kinds", ...counts(data?.counts.others) }]
              : []),
          ]}
        />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the search field inside */}
        <div className={styles.filter} ref={filter} onKeyDown={(event) => intoList(event.key)}>
          <SearchInput
            className={styles.search}
            label="Filter endpoints"
            placeholder="Filter by name, model, provider, tag or owner"
            value={asked.search}
            onChange={(search) => ask({ search })}
          />
        </div>
        <Tools asked={asked} change={ask} onMark={marking.begin} />
      </Toolbar>
      <ActiveFilters asked={asked} change={ask} />
      {asked.view === "others" && (
        <p className={styles.others}>
          Shown, not changed here: Gatewright changes endpoints of external models. The reason stands with
          each.
        </p>
      )}
      <Staleness data={data} refreshing={refreshing} onNext={onNext} />
      {data === undefined && page.isError && (
        <SheetBody padded>
          <FailureCard failure={page.error} onNext={onNext} />
        </SheetBody>
      )}
      {data === undefined && page.isPending && (
        <div className={styles.loading} aria-busy="true">
          <Pulse lines={8} />
        </div>
      )}
      {data !== undefined && data.matching === 0 && (
        <NothingMatches asked={asked} onClear={() => ask({ search: "", view: "all", ...NOTHING })} />
      )}
      {data !== undefined && data.matching > 0 && (
        <List
          asked={asked}
          matching={data.matching}
          active={active}
          onActive={setActive}
          onSorting={ask}
          onRow={keepRow}
          marked={marking.on ? marking.names : null}
          onMark={marking.toggle}
        />
      )}
      {marking.on && (
        <Suspense fallback={null}>
          <MarkBar asked={asked} matching={data?.matching ?? 0} marking={marking} />
        </Suspense>
      )}
      <LiveRegion
        text={
          data && !page.isPlaceholderData ? `${counted(data.matching, "endpoint", "endpoints")} shown` : ""
        }
      />
    </>
  );
}

/** Into the list: to its active row, or the first one in sight. */
function focusList(): void {
  document.querySelector<HTMLElement>('[data-list="endpoints"] [data-row][tabindex="0"]')?.focus();
}

const counts = (count: number | undefined): { count?: number } => (count === undefined ? {} : { count });

function Staleness({
  data,
  refreshing,
  onNext,
}: {
  data: EndpointPage | undefined;
  refreshing: Refreshing;
  onNext: ReturnType<typeof useNextStep>;
}) {
  if (data === undefined || (!data.stale && refreshing.failure === null)) return null;
  return (
    <div className={styles.stale} role="status">
      <Icon name="clock" />
      <span>
        This list is from an earlier check, <RelativeTime ms={data.checkedAt} />. It may have changed since.
      </span>
      {refreshing.failure ? (
        <FailureNote failure={refreshing.failure} onNext={onNext} />
      ) : (
        <LinkButton size="s" onClick={() => void refreshing.refresh()}>
          Check now
        </LinkButton>
      )}
    </div>
  );
}

function NothingMatches({ asked, onClear }: { asked: Asked; onClear: () => void }) {
  const where =
    asked.view === "attention"
      ? " among those that need attention"
      : asked.view === "mine"
        ? " among yours"
        : "";
  const filtered = countChosen(asked) > 0 ? " with these filters" : "";
  const title =
    asked.search === ""
      ? `No endpoint${where}${filtered}`
      : `Nothing matches “${asked.search}”${where}${filtered}`;
  return (
    <SheetBody>
      <EmptyState title={title} actions={<Button onClick={onClear}>Show all endpoints</Button>}>
        {asked.search === "" && asked.view === "attention" && filtered === ""
          ? "Nothing has failed and no update was refused."
          : "The filter looks at names, models, providers, tags and owners."}
      </EmptyState>
    </SheetBody>
  );
}

function Empty() {
  const places = usePlaces();
  const inSandbox = useWorkspace().kind === "sandbox";
  const sandbox = useQuery(workspacesQuery).data?.workspaces.find((one) => one.kind === "sandbox");
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  const trySandbox = (): void => {
    if (!sandbox) return;
    switchTo(sandbox.id).catch((error: unknown) =>
      toast({ tone: "failed", title: failureOf(error).explanation.title, object: sandbox.name }),
    );
  };
  return (
    <SheetBody>
      <EmptyState
        drawing={<Drawing />}
        title="No external model endpoints yet"
        actions={
          <>
            <WithRight right="createEndpoints" afterMs={RIGHTS_AFTER_MS}>
              {(reason) => (
                <Button
                  variant="primary"
                  size="l"
                  icon="plus"
                  disabledReason={reason}
                  onClick={places.create}
                >
                  Create the first endpoint
                </Button>
              )}
            </WithRight>
            {inSandbox ? (
              <Button size="l" onClick={places.connect}>
                Connect a workspace
              </Button>
            ) : (
              <Button size="l" icon="flask" onClick={trySandbox}>
                Try the sandbox
              </Button>
            )}
          </>
        }
      >
        An endpoint gives your people one address in Databricks and sends each request to OpenAI, Azure
        OpenAI, Anthropic or another provider. The keys stay in a secret scope.
      </EmptyState>
    </SheetBody>
  );
}

function Drawing() {
  return (
    <span className={styles.drawing} aria-hidden="true">
      <span className={styles.question}>
        <Icon name="chat" />
      </span>
      <i className={styles.line} />
      <span className={styles.gate}>
        <Icon name="brand" size={26} />
      </span>
      <svg className={styles.fork} viewBox="0 0 72 84" width="72" height="84">
        <title>One address, three providers</title>
        <path d="M0 42h20M20 6v72M20 6h52M20 42h52M20 78h52" fill="none" stroke="currentColor" />
      </svg>
      <span className={styles.providers}>
        <ProviderMark mark="OA" />
        <ProviderMark mark="An" />
        <ProviderMark mark="Cu" />
      </span>
    </span>
  );
}

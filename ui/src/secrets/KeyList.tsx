// The keys of one scope: All or To look at, filter, table. Says in place why the scope cannot be read, that it is empty,
// or that nothing matches. The rows themselves are KeyTable's. Used by Page.tsx.
import { useRef, useState } from "react";
import { Button } from "../kit/Button";
import { copyText } from "../kit/clipboard";
import { EmptyState } from "../kit/EmptyState";
import { LinkButton } from "../kit/LinkButton";
import { LiveRegion } from "../kit/LiveRegion";
import { SearchInput } from "../kit/SearchInput";
import { Segmented } from "../kit/Segmented";
import { useToast } from "../kit/Toast";
import { useKey } from "../shell/keys";
import type { useWhere } from "./address";
import { KeyTable } from "./KeyTable";
import {
  counted,
  deservesLook,
  findRow,
  type KeyRow,
  matching,
  type ScopeItem,
  unusedWords,
  usesKnown,
  whyNotWrite,
} from "./model";
import { Note } from "./Note";
import styles from "./Room.module.css";
import type { Overview } from "./types";

export type Where = ReturnType<typeof useWhere>;

type Props = {
  item: ScopeItem;
  scopes: ScopeItem[];
  overview: Overview;
  where: Where;
  onCheck: () => void;
  onAdd: () => void;
};

export function KeyList({ item, scopes, overview, where, onCheck, onAdd }: Props) {
  const filter = useRef<HTMLDivElement>(null);
  const toast = useToast();
  const [now] = useState(() => Date.now());
  const rows = item.rows ?? [];
  const shown = matching(rows, where.view, where.filter, now);
  const selected = findRow(item, where.key);
  const complete = usesKnown(overview);
  const open = (row: KeyRow): void => where.go({ scope: item.name, key: row.key, task: undefined });
  useKey("/", () => filter.current?.querySelector("input")?.focus());
  useKey("arrowdown", focusList);
  useKey("escape", () => where.go({ key: undefined, task: undefined }), {
    when: where.key !== undefined || where.task !== undefined,
  });
  useKey(
    "c",
    () => {
      if (!selected) return;
      void copyText(selected.reference).then((done) =>
        toast(
          done
            ? { tone: "ready", title: "Reference copied", object: selected.reference }
            : { tone: "failed", title: "The desktop refused the copy", object: selected.reference },
        ),
      );
    },
    { when: selected !== null },
  );
  return (
    <section className={styles.keys} aria-label={`Keys in ${item.name}`}>
      <div className={styles.bar}>
        <Segmented
          label="Show"
          value={where.view}
          onChange={(view) => where.go({ view }, true)}
          options={[
            { value: "all", label: "All", ...count(item.rows?.length) },
            {
              value: "look",
              label: "To look at",
              ...count(item.rows?.filter((row) => deservesLook(row, now)).length),
            },
          ]}
        />
        {/* biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the search field inside */}
        <div
          className={styles.filter}
          ref={filter}
          onKeyDown={(event) => {
            const [first] = shown;
            if (event.key === "ArrowDown") focusList();
            if (event.key === "Enter" && first && where.filter !== "") open(first);
          }}
        >
          <SearchInput
            label="Filter keys"
            placeholder="Filter"
            value={where.filter}
            onChange={where.setFilter}
          />
        </div>
      </div>
      <Unreadable item={item} onCheck={onCheck} />
      {shown.length > 0 && (
        <KeyTable
          label={`Keys in ${item.name}`}
          rows={shown}
          selected={selected}
          complete={complete}
          onOpen={open}
        />
      )}
      {shown.length === 0 && item.rows !== null && (
        <Nothing item={item} scopes={scopes} where={where} now={now} onAdd={onAdd} />
      )}
      {item.rows !== null && <p className={styles.foot}>{unusedWords(rows, complete)}</p>}
      <LiveRegion text={`${counted(shown.length, "key", "keys")} shown in ${item.name}`} />
    </section>
  );
}

const count = (known: number | undefined): { count?: number } =>
  known === undefined ? {} : { count: known };

/** Into the list: to its active row, or the first one in sight. */
function focusList(): void {
  document.querySelector<HTMLElement>('[data-list="keys"] [data-row][tabindex="0"]')?.focus();
}

function Unreadable({ item, onCheck }: { item: ScopeItem; onCheck: () => void }) {
  const problem = item.scope?.problem;
  if (!problem) return null;
  return (
    <div className={styles.unreadable}>
      <Note
        tone="failed"
        actions={
          <Button size="s" onClick={onCheck}>
            Try again
          </Button>
        }
      >
        <b>The keys of {item.name} could not be read.</b> {problem}
      </Note>
    </div>
  );
}

type NothingProps = { item: ScopeItem; scopes: ScopeItem[]; where: Where; now: number; onAdd: () => void };

function Nothing({ item, scopes, where, now, onAdd }: NothingProps) {
  if (where.filter === "" && where.view === "all") {
    const reason = whyNotWrite(item);
    return (
      <div className={styles.nothing}>
        <EmptyState
          title={`No key in ${item.name} yet`}
          actions={
            <Button variant="primary" icon="plus" onClick={onAdd} disabledReason={reason}>
              Add a key
            </Button>
          }
        >
          {reason ?? "Paste the key of a provider here once. Endpoints then use it by its name."}
        </EmptyState>
      </div>
    );
  }
  const elsewhere = scopes
    .filter((one) => one.name !== item.name)
    .map((one) => ({ name: one.name, count: matching(one.rows ?? [], where.view, where.filter, now).length }))
    .filter((one) => one.count > 0 && where.filter !== "");
  return (
    <div className={styles.nothing}>
      <EmptyState
        title={
          where.filter === ""
            ? `Nothing to look at in ${item.name}`
            : `Nothing matches “${where.filter}” in ${item.name}`
        }
        actions={<Button onClick={() => where.go({ q: "", view: "all" })}>Show all keys</Button>}
      >
        {where.filter === ""
          ? "No key is missing, unused or older than a year."
          : "The filter looks at names of keys, endpoints and served entities."}
        {elsewhere.map((one) => (
          <span key={one.name} className={styles.elsewhere}>
            <LinkButton size="s" onClick={() => where.go({ scope: one.name, key: undefined })}>
              {counted(one.count, "key", "keys")} in {one.name}
            </LinkButton>
          </span>
        ))}
      </EmptyState>
    </div>
  );
}

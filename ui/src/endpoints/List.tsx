// The endpoint table: a real <table> that holds only the rows in sight, however long the list is, with sorting by head
// and moving by arrow keys. Which rows exist and in which order is the core's answer. Used by Page.tsx.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { commands, type EndpointRow } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Icon } from "../kit/Icon";
import { VisuallyHidden } from "../kit/VisuallyHidden";
import styles from "./List.module.css";
import { moveBy, nextSorting, pagesFor, rowAt, type Sorting } from "./model";
import { type Asked, useEndpointPage } from "./queries";
import { COLUMNS, Row, RowToCome } from "./Row";
import { gatherSplits } from "./splits";
import { useSplits } from "./useSplits";

const ROW_HEIGHT = 46;
const OVERSCAN = 4;
const CLOCK_MS = 30_000;

const askSplit = gatherSplits((names) => unwrap(commands.endpointsSplits(names)));

export type ListProps = {
  asked: Asked;
  matching: number;
  active: number;
  onActive: (index: number) => void;
  onSorting: (sorting: Sorting) => void;
  /** Tells which row is the active one, for the keys of the page. */
  onRow: (row: EndpointRow | null) => void;
  /** Marked endpoints; null while nobody marks any. */
  marked: ReadonlySet<string> | null;
  onMark: (name: string) => void;
};

export function List({ asked, matching, active, onActive, onSorting, onRow, marked, onMark }: ListProps) {
  // The virtualiser hands out one object that changes inside, which the compiler would take for unchanged.
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const now = useClock();
  const virtual = useVirtualizer({
    count: matching,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const [offset, otherOffset] = pagesFor(first, last);
  const page = useEndpointPage(asked, offset);
  const other = useEndpointPage(asked, otherOffset);
  const pages = [page.data, other.data];
  const activeRow = active < 0 ? null : rowAt(pages, active);
  const reachable = active >= first && active <= last ? active : first;

  useEffect(() => onRow(activeRow), [activeRow, onRow]);
  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (!link) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });
  const order = JSON.stringify(asked);
  const shownOrder = useRef(order);
  useEffect(() => {
    if (order === shownOrder.current) return;
    shownOrder.current = order;
    if (scroller.current && scroller.current.scrollTop > 0) virtual.scrollToOffset(0);
  }, [order, virtual]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const screenful = Math.max(1, last - first - 2 * OVERSCAN);
    const target = moveBy(event.key, active, matching, screenful);
    if (target === null) return;
    event.preventDefault();
    wantsFocus.current = true;
    onActive(target);
    virtual.scrollToIndex(target);
  };

  const inSight = items.flatMap((item) => rowAt(pages, item.index) ?? []);
  const splitOf = useSplits(inSight, !virtual.isScrolling, askSplit);

  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the links inside, which are the controls
    <div className={styles.scroller} ref={scroller} onKeyDown={onKeyDown} data-list="endpoints">
      <table className={styles.table} aria-rowcount={matching + 1} aria-label="Endpoints">
        <Heads asked={asked} onSorting={onSorting} />
        <tbody>
          <Spacer height={before} />
          {items.map((item) => {
            const row = rowAt(pages, item.index);
            const reading = row && splitOf(row.name);
            return row ? (
              <Row
                key={item.index}
                row={row}
                index={item.index}
                active={item.index === active}
                reachable={item.index === reachable}
                now={now}
                split={reading?.split}
                splitFailed={reading?.failed ?? false}
                onFocus={onActive}
                marked={marked ? marked.has(row.name) : null}
                onMark={onMark}
              />
            ) : (
              <RowToCome key={item.index} index={item.index} />
            );
          })}
          <Spacer height={after} />
        </tbody>
      </table>
    </div>
  );
}

/** One slow clock for the dates of all rows, so that a row does not keep one of its own. */
function useClock(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without cells to focus; it only holds the place of rows out of sight
    <tr aria-hidden="true" style={{ height }}>
      <td colSpan={COLUMNS} className={styles.spacer} />
    </tr>
  );
}

function Heads({ asked, onSorting }: { asked: Asked; onSorting: (sorting: Sorting) => void }) {
  const head = (sort: Sorting["sort"], label: string, className?: string, title?: string) => {
    const chosen = asked.sort === sort;
    return (
      <th
        scope="col"
        className={className}
        aria-sort={chosen ? (asked.descending ? "descending" : "ascending") : "none"}
      >
        <button
          type="button"
          className={styles.sort}
          data-chosen={chosen || undefined}
          title={title}
          onClick={() => onSorting(nextSorting(asked, sort))}
        >
          {label}
          {chosen && <Icon name={asked.descending ? "chevronDown" : "chevronUp"} size={12} />}
          <VisuallyHidden>, sort</VisuallyHidden>
        </button>
      </th>
    );
  };
  return (
    <thead>
      <tr aria-rowindex={1}>
        {head("name", "Endpoint", styles.name)}
        {head("state", "State", styles.stateHead)}
        {head("providers", "Providers", styles.marksHead)}
        {head("traffic", "Traffic", styles.trafficHead, "Sort by the number of served entities")}
        {head("gateway", "Gateway", styles.gateway, "Sort by how many parts of the AI Gateway are on")}
        {head("changed", "Changed", styles.changed)}
      </tr>
    </thead>
  );
}

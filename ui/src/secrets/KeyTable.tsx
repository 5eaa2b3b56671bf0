// The rows of the key list: a real <table> that holds only the rows in sight, so that a thousand keys stay fast; the
// arrow keys move between them. Used by KeyList.tsx.
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Glyph } from "../kit/Icon";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { absoluteTime, relativeTime } from "../kit/time";
import { useNow } from "../kit/useNow";
import { Mark } from "./marks";
import { isOld, type KeyRow, moveBy, wordsOfUse } from "./model";
import styles from "./Room.module.css";

const ROW_HEIGHT = 40;
const OVERSCAN = 6;

type Props = {
  label: string;
  rows: KeyRow[];
  selected: KeyRow | null;
  complete: boolean;
  onOpen: (row: KeyRow) => void;
};

export function KeyTable({ label, rows, selected, complete, onOpen }: Props) {
  // The virtualiser hands out one object that changes inside, which the compiler would take for unchanged.
  "use no memo";
  const scroller = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const now = useNow(60_000);
  const [active, setActive] = useState(-1);
  const chosen = selected ? rows.findIndex((row) => row.key === selected.key) : -1;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const within = (index: number): boolean => index >= first && index <= last;
  const reachable = within(active) ? active : within(chosen) ? chosen : first;

  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = scroller.current?.querySelector<HTMLElement>(`[data-row="${active}"]`);
    if (!link) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });
  // A key that an address names is brought into sight once, not after each move.
  useEffect(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: "auto" });
  }, [chosen, virtual]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowLeft") {
      event.preventDefault();
      document.querySelector<HTMLElement>('nav[aria-label="Scopes"] [aria-current]')?.focus();
      return;
    }
    const target = moveBy(event.key, active, rows.length, Math.max(1, last - first - 2 * OVERSCAN));
    if (target === null) return;
    event.preventDefault();
    event.stopPropagation();
    wantsFocus.current = true;
    setActive(target);
    virtual.scrollToIndex(target);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the links inside, which are the controls
    <div className={styles.scroller} ref={scroller} onKeyDown={onKeyDown} data-list="keys">
      <table className={styles.table} aria-rowcount={rows.length + 1} aria-label={label}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Key</th>
            <th scope="col" className={styles.use}>
              Use
            </th>
            <th scope="col" className={styles.changed}>
              Changed
            </th>
          </tr>
        </thead>
        <tbody>
          <Spacer height={items[0]?.start ?? 0} />
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <Row
                key={row.key}
                row={row}
                index={item.index}
                chosen={item.index === chosen}
                reachable={item.index === reachable}
                complete={complete}
                now={now}
                onFocus={setActive}
                onOpen={onOpen}
              />
            );
          })}
          <Spacer height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without cells to focus; it only holds the place of rows out of sight
    <tr aria-hidden="true" style={{ height }}>
      <td colSpan={3} className={styles.spacer} />
    </tr>
  );
}

type RowProps = {
  row: KeyRow;
  index: number;
  chosen: boolean;
  reachable: boolean;
  complete: boolean;
  now: number;
  onFocus: (index: number) => void;
  onOpen: (row: KeyRow) => void;
};

function Row({ row, index, chosen, reachable, complete, now, onFocus, onOpen }: RowProps) {
  return (
    <tr
      className={styles.row}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      onClick={(event) => {
        if (event.defaultPrevented || (event.target as Element).closest("a, button")) return;
        onOpen(row);
      }}
    >
      <td>
        <span className={row.missing ? styles.gone : styles.key}>
          <Mark name={row.missing ? "unlink" : "key"} />
          <Link
            to="/secrets"
            search={{ scope: row.scope, key: row.key }}
            activeProps={{}}
            className={styles.link}
            data-row={index}
            tabIndex={reachable ? 0 : -1}
            onFocus={() => onFocus(index)}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              onOpen(row);
            }}
          >
            <MiddleEllipsis text={row.key} tail={9} />
          </Link>
        </span>
      </td>
      <td className={row.missing ? styles.bad : row.uses.length === 0 ? styles.quiet : undefined}>
        <span className={styles.words}>
          {row.missing && <Glyph name="failed" />}
          <span title={wordsOfUse(row, complete)}>{wordsOfUse(row, complete)}</span>
        </span>
      </td>
      <td className={styles.changed} data-old={isOld(row, now) || undefined}>
        <Changed row={row} now={now} />
      </td>
    </tr>
  );
}

function Changed({ row, now }: { row: KeyRow; now: number }) {
  if (row.missing) return <span>never</span>;
  const ms = row.updatedAt;
  if (ms === null) return <span>not known</span>;
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={`${absoluteTime(ms)}${isOld(row, now) ? ". Older than a year, worth renewing." : ""}`}
    >
      {relativeTime(ms, Math.max(now, ms))}
    </time>
  );
}

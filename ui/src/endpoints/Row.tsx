// One line of the endpoint list: name and what is wrong with it, state, providers, mini split, gateway, last change.
// The link in the first cell is the row for the keyboard, the whole line for the mouse; shares come later than the row (see useSplits.ts). Used by List.tsx.
import { useRouter } from "@tanstack/react-router";
import { type MouseEvent, memo } from "react";
import type { EndpointRow, EndpointSplit } from "../ipc/bindings";
import { CodeWords } from "../kit/CodeWords";
import { classes } from "../kit/classes";
import { Icon, type IconName } from "../kit/Icon";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { MiniSplit } from "../kit/MiniSplit";
import { ProviderMark } from "../kit/ProviderMark";
import { StatePill } from "../kit/StatePill";
import { absoluteTime, relativeTime } from "../kit/time";
import styles from "./List.module.css";
import { gatewayParts, gatewayWords, rowSubline, splitText } from "./model";

export const COLUMNS = 6;

const GATEWAY_ICONS: Record<string, IconName> = {
  usage: "pulse",
  table: "table",
  limits: "gauge",
  guardrails: "shield",
  fallback: "fallback",
};

type RowProps = {
  row: EndpointRow;
  index: number;
  active: boolean;
  reachable: boolean;
  /** One clock for all rows, from the table. */
  now: number;
  /** Its shares, once they are known. */
  split: EndpointSplit | undefined;
  splitFailed: boolean;
  onFocus: (index: number) => void;
  /** Whether it is marked for a job on many; null while nobody marks any. */
  marked: boolean | null;
  onMark: (name: string) => void;
};

/** Remembered, so that a key in the filter does not draw the rows twice: once before the answer and once with it. */
export const Row = memo(function Row(props: RowProps) {
  const { row, index, active, reachable, now, split, splitFailed, onFocus, marked, onMark } = props;
  // The list call of the API does not say why an update failed; reading the endpoint does.
  const reason = row.reason ?? split?.reason ?? null;
  const sub = rowSubline({ ...row, reason });
  const router = useRouter();
  const to = { to: "/endpoints/$name", params: { name: row.name } } as const;
  // The whole row opens the endpoint for the mouse. A link laid over the row would be simpler, but WebKit takes no table
  // row for what it is positioned in, and the link then covers the window.
  const open = (event: MouseEvent<HTMLTableRowElement>): void => {
    if (event.defaultPrevented || event.button !== 0 || getSelection()?.isCollapsed === false) return;
    if (event.target instanceof HTMLInputElement || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      onMark(row.name);
      return;
    }
    void router.navigate(to);
  };
  return (
    <tr
      className={styles.row}
      aria-rowindex={index + 2}
      aria-selected={active}
      data-marked={marked ?? undefined}
      onClick={open}
      onPointerEnter={() => void router.preloadRoute(to)}
    >
      <td className={styles.name}>
        {marked !== null && (
          <input
            type="checkbox"
            className={styles.mark}
            aria-label={`Mark ${row.name}`}
            checked={marked}
            onChange={() => onMark(row.name)}
          />
        )}
        {/* Not the router's link: it works its address out with every drawing, of all rows with every key of the filter. */}
        <a
          href={`/endpoints/${encodeURIComponent(row.name)}`}
          className={styles.link}
          data-row={index}
          tabIndex={reachable ? 0 : -1}
          onFocus={() => onFocus(index)}
        >
          <MiddleEllipsis text={row.name} />
        </a>
        <span className={styles.sub} data-tone={sub.tone} title={sub.text.replaceAll("`", "")}>
          <CodeWords text={sub.text} />
        </span>
      </td>
      <td>
        <span className={styles.state}>
          <StatePill state={row.state} since={row.since} reason={reason} />
        </span>
      </td>
      <td>
        <span className={styles.marks}>
          {[...new Set(row.marks)].slice(0, 4).map((mark) => (
            <ProviderMark key={mark} mark={mark} />
          ))}
          {new Set(row.marks).size > 4 && <span className={styles.more}>+{new Set(row.marks).size - 4}</span>}
        </span>
      </td>
      <td>
        <Traffic row={row} split={split} failed={splitFailed} />
      </td>
      <td className={styles.gateway}>
        <Gateway gateway={row.gateway} />
      </td>
      <td className={styles.changed}>
        <Changed ms={row.changedAt} now={now} />
      </td>
    </tr>
  );
});

function Changed({ ms, now }: { ms: number | null; now: number }) {
  if (ms === null) return <span>not known</span>;
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      onPointerEnter={(event) => {
        // Writing a date out in words is slow, and thirty rows are painted with every key of the filter.
        event.currentTarget.title = absoluteTime(ms);
      }}
    >
      {relativeTime(ms, Math.max(now, ms))}
    </time>
  );
}

type TrafficProps = { row: EndpointRow; split: EndpointSplit | undefined; failed: boolean };

function Traffic({ row, split, failed }: TrafficProps) {
  if (!split) {
    if (failed) return <span className={styles.sub}>Shares could not be read</span>;
    return (
      <>
        <span className={styles.blank} />
        <span className={styles.sub}>
          {row.models.length === 1 ? row.models[0] : `${row.models.length} models`}
        </span>
      </>
    );
  }
  const words = splitText(split, row.models);
  return (
    <>
      <span className={styles.mini}>
        <MiniSplit shares={split.shares} pending={split.pending} />
      </span>
      <span className={styles.sub} title={words}>
        {words}
      </span>
    </>
  );
}

type GatewayProps = Pick<EndpointRow, "gateway">;

/** Five drawings a row, the same in most rows: drawn again only where a flag differs. */
const Gateway = memo(function Gateway({ gateway }: GatewayProps) {
  return (
    <span className={styles.flags} role="img" aria-label={gatewayWords(gateway)}>
      {gatewayParts(gateway).map((part) => (
        <span
          key={part.id}
          className={classes(styles.flag, part.on && styles.on)}
          title={`${part.label}: ${part.on ? "on" : "off"}`}
        >
          <Icon name={GATEWAY_ICONS[part.id] ?? "pulse"} size={15} />
        </span>
      ))}
    </span>
  );
}, sameFlags);

function sameFlags(before: GatewayProps, now: GatewayProps): boolean {
  return gatewayWords(before.gateway) === gatewayWords(now.gateway);
}

/** The place of a row whose page is still on its way. */
export function RowToCome({ index }: { index: number }) {
  return (
    <tr className={styles.row} aria-rowindex={index + 2} aria-busy="true">
      <td className={styles.name}>
        <span className={styles.blank} data-wide="" />
        <span className={styles.blank} />
      </td>
      <td colSpan={COLUMNS - 1}>
        <span className={styles.blank} />
      </td>
    </tr>
  );
}

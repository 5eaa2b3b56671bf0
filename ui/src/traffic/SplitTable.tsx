// The same split as a table, in fallback order: order, entity, model, share with its lock, and what changes against live.
// Everything the bar can do can be done here with plain controls. Rows are memoised, so a drag repaints two of them.
import { Fragment, memo } from "react";
import { classes } from "../kit/classes";
import { Glyph, Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { Menu, MenuGroup, MenuItem } from "../kit/Menu";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { ProviderMark } from "../kit/ProviderMark";
import { Swatch, swatchClass, swatchIndex } from "../kit/Swatch";
import { CANARY_STEPS } from "./presets";
import type { Health, Reading, Readings, Seen } from "./readings/health";
import type { SplitRow } from "./rows";
import { ShareField } from "./ShareField";
import styles from "./SplitTable.module.css";
import type { EditorActions } from "./useEditorActions";
import type { Refusal } from "./useSplit";

type Props = {
  rows: readonly SplitRow[];
  places: ReadonlyMap<string, number>;
  showLive: boolean;
  /** What the last bench and observed split said; a column is there only when it holds something. */
  readings?: Readings | undefined;
  refusal: Refusal | null;
  refusalId: string;
  disabledReason: string | null;
  actions: EditorActions;
  onUnlock: (entity: string) => void;
};

export function SplitTable({
  rows,
  places,
  showLive,
  readings = NO_READINGS,
  refusal,
  refusalId,
  disabledReason,
  actions,
  onUnlock,
}: Props) {
  const names = rows.map((row) => row.entity).join("\n");
  const showHealth = [...readings.values()].some((reading) => reading.health !== null);
  const showSeen = [...readings.values()].some((reading) => reading.seen !== null);
  const columns = 5 + Number(showLive) + Number(showHealth) + Number(showSeen);
  return (
    <table
      className={styles.table}
      data-live={showLive || undefined}
      data-readings={showHealth || showSeen || undefined}
      aria-label="Shares and fallback order"
    >
      <thead>
        <tr>
          <th scope="col" className={styles.order} title="Fallback order">
            Order
          </th>
          <th scope="col">Served entity</th>
          <th scope="col" className={styles.model}>
            Model
          </th>
          <th scope="col" className={styles.share}>
            Share
          </th>
          {showLive && (
            <th scope="col" className={styles.change}>
              Change
            </th>
          )}
          {showHealth && (
            <th scope="col" className={styles.health}>
              Health
            </th>
          )}
          {showSeen && (
            <th scope="col" className={styles.seen}>
              Last observed
            </th>
          )}
          <th scope="col" className={styles.more}>
            <span className={styles.hidden}>More</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <Fragment key={row.entity}>
            <EntityRow
              {...row}
              at={at}
              last={at === rows.length - 1}
              place={places.get(row.entity) ?? 0}
              names={names}
              showLive={showLive}
              showHealth={showHealth}
              showSeen={showSeen}
              reading={readings.get(row.entity)}
              refusedBy={refusal?.about === row.entity ? refusalId : null}
              disabledReason={disabledReason}
              actions={actions}
            />
            {refusal?.about === row.entity && (
              <tr className={styles.refusal}>
                <td colSpan={columns}>
                  <RefusalNote id={refusalId} refusal={refusal} onUnlock={onUnlock} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

const NO_READINGS: Readings = new Map();

type NoteProps = { id: string; refusal: Refusal; onUnlock: (entity: string) => void };

/** Why an edit was refused, with a button for each lock that stands in its way. */
export function RefusalNote({ id, refusal, onUnlock }: NoteProps) {
  return (
    <p className={styles.note}>
      <Icon name="info" size={13} />
      <span id={id}>{refusal.reason}</span>
      {refusal.unlock.map((entity) => (
        <LinkButton key={entity} size="s" onClick={() => onUnlock(entity)}>
          Open the lock of {entity}
        </LinkButton>
      ))}
    </p>
  );
}

type RowProps = SplitRow & {
  at: number;
  last: boolean;
  place: number;
  names: string;
  showLive: boolean;
  showHealth: boolean;
  showSeen: boolean;
  reading: Reading | undefined;
  refusedBy: string | null;
  disabledReason: string | null;
  actions: EditorActions;
};

const EntityRow = memo(function EntityRow(props: RowProps) {
  const {
    entity,
    mark,
    model,
    share,
    locked,
    live,
    at,
    place,
    showLive,
    refusedBy,
    disabledReason,
    actions,
  } = props;
  const index = swatchIndex(place);
  return (
    <tr>
      <td className={styles.order}>
        <OrderButtons {...props} />
      </td>
      <td className={styles.entity}>
        <span className={styles.line}>
          {share === 0 ? (
            <i className={classes(styles.idle, swatchClass(index))} />
          ) : (
            <Swatch index={index} />
          )}
          <b>
            <MiddleEllipsis text={entity} tail={8} />
          </b>
        </span>
      </td>
      <td className={styles.model}>
        <span className={styles.line}>
          <ProviderMark mark={mark} />
          <span className={styles.cut} title={model}>
            {model}
          </span>
        </span>
      </td>
      <td className={styles.share}>
        <span className={styles.line}>
          <ShareField
            entity={entity}
            percent={share}
            locked={locked}
            refusedBy={refusedBy}
            disabledReason={disabledReason}
            onType={actions.onType}
            onStep={actions.onStep}
            onGiveUp={actions.onGiveUp}
          />
          <IconButton
            label={`Lock the share of ${entity}`}
            icon={locked ? "lock" : "unlock"}
            pressed={locked}
            className={locked ? styles.locked : styles.open}
            disabledReason={disabledReason}
            onClick={() => actions.onLock(entity, !locked)}
          />
        </span>
      </td>
      {showLive && (
        <td className={styles.change}>
          <Change live={live} share={share} />
        </td>
      )}
      {props.showHealth && (
        <td className={styles.health}>
          <HealthWords health={props.reading?.health ?? null} />
        </td>
      )}
      {props.showSeen && (
        <td className={styles.seen}>
          <SeenShare seen={props.reading?.seen ?? null} />
        </td>
      )}
      <td className={styles.more}>{props.names.includes("\n") && <RowMenu {...props} key={at} />}</td>
    </tr>
  );
});

function OrderButtons({ entity, at, last, disabledReason, actions }: RowProps) {
  return (
    <span className={styles.place}>
      {at + 1}
      <span className={styles.arrows}>
        <button
          type="button"
          aria-label={`Move ${entity} up in fallback order`}
          aria-disabled={at === 0 || disabledReason !== null || undefined}
          title={disabledReason ?? undefined}
          onClick={() => at > 0 && !disabledReason && actions.onOrder(entity, -1)}
        >
          <Icon name="chevronUp" size={11} />
        </button>
        <button
          type="button"
          aria-label={`Move ${entity} down in fallback order`}
          aria-disabled={last || disabledReason !== null || undefined}
          title={disabledReason ?? undefined}
          onClick={() => !last && !disabledReason && actions.onOrder(entity, 1)}
        >
          <Icon name="chevronDown" size={11} />
        </button>
      </span>
    </span>
  );
}

const TONES = { ready: "ready", warning: "warning", failed: "failed", updating: "updating" } as const;

function HealthWords({ health }: { health: Health | null }) {
  if (!health) return <span className={styles.quiet}>not called</span>;
  const why = health.why ? `${health.words}. ${health.why}` : health.words;
  return (
    <span className={styles.line} data-tone={health.tone} title={why}>
      <Glyph name={TONES[health.tone]} size={12} />
      <span className={styles.clipped}>{health.words}</span>
    </span>
  );
}

function SeenShare({ seen }: { seen: Seen | null }) {
  if (!seen) return <span className={styles.quiet}>not counted</span>;
  const [low, high] = [Math.round(seen.low), Math.round(seen.high)];
  return (
    <span title={`Between ${low} and ${high} %, 95 times of 100`}>
      {Math.round(seen.observed)} % <span className={styles.quiet}>{`${low}–${high}`}</span>
    </span>
  );
}

function Change({ live, share }: { live: number | null; share: number }) {
  if (live === null) return <span className={styles.quiet}>new</span>;
  if (live === share) return share === 0 ? <span className={styles.quiet}>standby</span> : null;
  return (
    <span className={styles.delta}>
      {live}
      <Icon name="arrow" size={12} label="becomes" />
      {share}
    </span>
  );
}

function RowMenu({ entity, names, locked, disabledReason, actions }: RowProps) {
  const others = names.split("\n").filter((name) => name !== entity);
  const reason = disabledReason ?? (locked ? `${entity} is locked. Open its lock first.` : null);
  return (
    <Menu trigger={<IconButton label={`More for ${entity}`} icon="more" />} width={260}>
      <MenuItem onSelect={() => actions.onAllTo(entity)} disabledReason={reason}>
        All to {entity}
      </MenuItem>
      <MenuGroup label="Canary, this one is the new one">
        {CANARY_STEPS.map((percent) => (
          <MenuItem key={percent} onSelect={() => actions.onCanary(entity, percent)} disabledReason={reason}>
            {percent} %
          </MenuItem>
        ))}
      </MenuGroup>
      <MenuGroup label="Swap shares">
        {others.map((other) => (
          <MenuItem key={other} onSelect={() => actions.onSwap(entity, other)} disabledReason={reason}>
            With {other}
          </MenuItem>
        ))}
      </MenuGroup>
    </Menu>
  );
}

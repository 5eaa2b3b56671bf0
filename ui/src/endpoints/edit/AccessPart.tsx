// Who may use the endpoint: rows one can change, then inherited ones with where they come from. Taking CAN MANAGE from
// oneself is warned of here and stopped by the review. Used by Page.tsx.
import type { AccessLevel, AccessRow, EndpointEdit, Explanation, PrincipalKind } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { FailureCard } from "../../kit/FailureCard";
import { Icon, type IconName } from "../../kit/Icon";
import { IconButton } from "../../kit/IconButton";
import { Select } from "../../kit/Select";
import { Tag } from "../../kit/Tag";
import { TextInput } from "../../kit/TextInput";
import { FieldNote } from "../create/FieldNote";
import styles from "./Edit.module.css";
import { takesFromYou } from "./model";
import { PartHead } from "./PartHead";

type Props = {
  edit: EndpointEdit;
  live: EndpointEdit;
  problem: Explanation | null;
  onChange: (edit: EndpointEdit) => void;
};

export const LEVELS: { value: AccessLevel; label: string; detail: string }[] = [
  { value: "CAN_VIEW", label: "CAN VIEW", detail: "See it and its settings" },
  { value: "CAN_QUERY", label: "CAN QUERY", detail: "See and call it" },
  { value: "CAN_MANAGE", label: "CAN MANAGE", detail: "Call, change and delete it" },
];
const KINDS: Record<PrincipalKind, { label: string; icon: IconName; placeholder: string }> = {
  user: { label: "Person", icon: "user", placeholder: "name@company.com" },
  group: { label: "Group", icon: "users", placeholder: "Name of the group" },
  servicePrincipal: { label: "Service principal", icon: "robot", placeholder: "Application ID" },
};

export function AccessPart({ edit, live, problem, onChange }: Props) {
  const rows = edit.access;
  if (rows === null)
    return (
      <>
        <PartHead title="Access" />
        {problem ? (
          <FailureCard failure={{ kind: "refused", explanation: problem }} compact />
        ) : (
          <p>Who may use this endpoint could not be read, so it stays as it is.</p>
        )}
      </>
    );
  const put = (access: AccessRow[]): void => onChange({ ...edit, access });
  const change = (at: number, part: Partial<AccessRow>): void =>
    put(rows.map((row, place) => (place === at ? { ...row, ...part } : row)));
  const add = (kind: PrincipalKind): void =>
    put([...rows, { principal: "", kind, level: "CAN_QUERY", inherited: null, you: false }]);
  const own = rows.flatMap((row, at) => (row.inherited === null ? [{ row, at }] : []));
  const isNew = (row: AccessRow): boolean =>
    !live.access?.some(
      (old) => old.inherited === null && old.kind === row.kind && old.principal === row.principal,
    );
  return (
    <>
      <PartHead title="Access" detail="Who may see, call and change this endpoint." />
      {takesFromYou(rows, live.access ?? []) && (
        <FieldNote tone="warning">
          This takes CAN MANAGE from you. The review stops it unless one of your groups keeps it: you could
          not take it back.
        </FieldNote>
      )}
      <h3 className={styles.small}>Granted on this endpoint</h3>
      {own.length === 0 && <p className={styles.quiet}>Nobody is granted anything here.</p>}
      <ul className={styles.access} aria-label="Granted on this endpoint">
        {own.map(({ row, at }) => (
          <li key={at}>
            <Icon name={KINDS[row.kind].icon} label={KINDS[row.kind].label} />
            {isNew(row) ? (
              <TextInput
                label={`${KINDS[row.kind].label} ${at + 1}`}
                mono={row.kind === "servicePrincipal"}
                value={row.principal}
                placeholder={KINDS[row.kind].placeholder}
                onChange={(principal) => change(at, { principal })}
              />
            ) : (
              <span className={styles.who} title={row.principal}>
                <span className={styles.name}>{row.principal}</span>
                {row.you && <Tag tone="accent">You</Tag>}
              </span>
            )}
            <Select
              label={`What ${row.principal || KINDS[row.kind].label.toLowerCase()} may do`}
              value={row.level}
              onChange={(level) => change(at, { level })}
              options={LEVELS}
            />
            <IconButton
              label={`Take it from ${row.principal || KINDS[row.kind].label.toLowerCase()}`}
              icon="cross"
              onClick={() => put(rows.filter((_, place) => place !== at))}
            />
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        {(Object.keys(KINDS) as PrincipalKind[]).map((kind) => (
          <Button key={kind} size="s" icon="plus" onClick={() => add(kind)}>
            {KINDS[kind].label}
          </Button>
        ))}
      </div>
      <Inherited rows={rows} />
    </>
  );
}

export function Inherited({ rows }: { rows: readonly AccessRow[] }) {
  const inherited = rows.filter((row) => row.inherited !== null);
  if (inherited.length === 0) return null;
  return (
    <>
      <h3 className={styles.small}>Inherited</h3>
      <ul className={styles.inherited} aria-label="Inherited">
        {inherited.map((row) => (
          <li key={`${row.kind} ${row.principal} ${row.level} ${row.inherited}`}>
            <PrincipalLine row={row} />
            <small>{row.inherited}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

/** One row that is only shown: who, and what they may do. */
export function PrincipalLine({ row }: { row: AccessRow }) {
  return (
    <span className={styles.principal}>
      <Icon name={KINDS[row.kind].icon} label={KINDS[row.kind].label} />
      <span className={styles.name} title={row.principal}>
        {row.principal}
      </span>
      {row.you && <Tag tone="accent">You</Tag>}
      <b>{row.level.replace("_", " ")}</b>
    </span>
  );
}

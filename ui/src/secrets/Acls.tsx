// Who may use a scope, and how far: read, add, change, remove. What each right means stands in words; taking away the
// own right to manage is asked about first. Used by ScopePanel.tsx.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { IconButton } from "../kit/IconButton";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { Select } from "../kit/Select";
import { Pulse } from "../kit/Spinner";
import { Tag } from "../kit/Tag";
import { TextInput } from "../kit/TextInput";
import { useNextStep } from "../shell/next";
import { PERMISSIONS, permissionName, permissionWords, type ScopeItem, whyNotManage } from "./model";
import styles from "./Panel.module.css";
import { aclsOptions, useChange } from "./queries";
import type { Acl, Permission } from "./types";

/** What is to happen once the person has said that they mean it. */
type Asked = { acl: Acl; to: Permission | null };

const OPTIONS = PERMISSIONS.map((permission) => ({
  value: permission,
  label: permissionName(permission),
  detail: `${permission.toUpperCase()} · ${permissionWords(permission)}`,
}));

export function Acls({ item }: { item: ScopeItem }) {
  const acls = useQuery(aclsOptions(item.name));
  const change = useChange();
  const onNext = useNextStep({ tryAgain: () => void acls.refetch() });
  const [asked, setAsked] = useState<Asked | null>(null);
  const reason = whyNotManage(item);
  const set = (principal: string, permission: Permission) =>
    change.run(principal, "secrets_set_acl", () => commands.secretsSetAcl(item.name, principal, permission));
  const apply = async ({ acl, to }: Asked): Promise<void> => {
    if (to === null)
      await change.run(acl.principal, "secrets_remove_acl", () =>
        commands.secretsRemoveAcl(item.name, acl.principal),
      );
    else await set(acl.principal, to);
    setAsked(null);
  };
  const ask = (wanted: Asked): void => {
    const locksOut = wanted.acl.you && wanted.acl.permission === "manage";
    if (locksOut) setAsked(wanted);
    else void apply(wanted);
  };
  return (
    <section className={styles.part}>
      <h3>Who may use it</h3>
      {acls.isPending && <Pulse lines={3} label="Reading who may use it" />}
      {acls.isError && (
        <>
          <p className={styles.quiet}>Only those who manage a scope can read who may use it.</p>
          <FailureNote failure={acls.error} onNext={onNext} />
        </>
      )}
      {acls.data && (
        <>
          <ul className={styles.acls}>
            {acls.data.map((acl) => (
              <Line
                key={acl.principal}
                acl={acl}
                busy={change.busy === acl.principal}
                reason={reason}
                onChange={(to) => ask({ acl, to })}
              />
            ))}
          </ul>
          {acls.data.length === 0 && <p className={styles.quiet}>Nobody but workspace admins.</p>}
          {change.failure && <FailureNote failure={change.failure} onNext={onNext} />}
          {reason ? (
            <p className={styles.quiet}>{reason}</p>
          ) : (
            <Add known={acls.data} busy={change.busy !== null} onAdd={set} />
          )}
        </>
      )}
      <Dialog
        open={asked !== null}
        onClose={() => setAsked(null)}
        busy={change.busy !== null}
        title={`Stop managing ${item.name}?`}
        actions={
          <>
            <Button onClick={() => setAsked(null)}>Keep managing it</Button>
            <Button
              variant="dangerSolid"
              busy={change.busy !== null}
              busyLabel="Changing"
              onClick={() => asked && void apply(asked)}
            >
              Stop managing it
            </Button>
          </>
        }
      >
        You take away your own right. Afterwards somebody else who manages {item.name}, or a workspace admin,
        has to give it back to you.
      </Dialog>
    </section>
  );
}

type LineProps = {
  acl: Acl;
  busy: boolean;
  reason: string | null;
  onChange: (to: Permission | null) => void;
};

function Line({ acl, busy, reason, onChange }: LineProps) {
  return (
    <li>
      <span className={styles.who}>
        <span className={styles.whoName}>
          <MiddleEllipsis text={acl.principal} />
        </span>
        {acl.you && <Tag>you</Tag>}
      </span>
      {reason ? (
        <span className={styles.right}>
          {permissionName(acl.permission)}: {permissionWords(acl.permission)}
        </span>
      ) : (
        <>
          <Select
            size="m"
            label={`What ${acl.principal} may do`}
            value={acl.permission}
            disabled={busy}
            onChange={(to) => {
              if (to !== acl.permission) onChange(to);
            }}
            options={OPTIONS}
          />
          <IconButton
            label={`Remove ${acl.principal}`}
            icon="trash"
            size="s"
            busy={busy}
            onClick={() => onChange(null)}
          />
        </>
      )}
    </li>
  );
}

type AddProps = {
  known: Acl[];
  busy: boolean;
  onAdd: (principal: string, permission: Permission) => Promise<unknown>;
};

function Add({ known, busy, onAdd }: AddProps) {
  const [principal, setPrincipal] = useState("");
  const [permission, setPermission] = useState<Permission>("read");
  const [complain, setComplain] = useState(false);
  const wanted = principal.trim();
  const there = known.some((acl) => acl.principal.toLowerCase() === wanted.toLowerCase());
  const wrong =
    wanted === ""
      ? "Name a person, a group or a service principal."
      : there
        ? `${wanted} is in the list already. Change the line above.`
        : null;
  const add = async (): Promise<void> => {
    setComplain(true);
    if (wrong) return;
    if ((await onAdd(wanted, permission)) !== null) {
      setPrincipal("");
      setComplain(false);
    }
  };
  return (
    <form
      className={styles.addAcl}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label="Add somebody"
        help="An e-mail address, a group, or the application id of a service principal. Everybody: users."
        verdict={(complain || there) && wrong ? { tone: "wrong", text: wrong } : null}
      >
        <TextInput size="m" value={principal} onChange={setPrincipal} placeholder="ml-platform" />
      </Field>
      <div className={styles.addRow}>
        <Select
          size="m"
          label="What they may do"
          value={permission}
          onChange={setPermission}
          options={OPTIONS}
        />
        <Button type="submit" busy={busy} busyLabel="Adding">
          Add
        </Button>
      </div>
      <p className={styles.quiet}>{permissionWords(permission)}</p>
    </form>
  );
}

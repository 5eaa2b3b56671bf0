// A new key into a scope, or a new value for one that is there: pasted, looked at, handed over once and read back. The
// value lives in this component while the panel is open and is gone once it is stored. Used by Side.tsx.
import { useState } from "react";
import type { StoredSecret } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { ConfirmByName } from "../kit/ConfirmByName";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { LinkButton } from "../kit/LinkButton";
import { Select } from "../kit/Select";
import { TextInput } from "../kit/TextInput";
import { useWorkspace } from "../shell/current";
import { useNextStep } from "../shell/next";
import { useInspection } from "./entry/inspection";
import { secretNameProblem } from "./entry/names";
import { SecretEntry } from "./entry/SecretEntry";
import { useStoring } from "./entry/storing";
import {
  counted,
  endpointsOf,
  findRow,
  type KeyRow,
  type ScopeItem,
  suggestedName,
  whyNotWrite,
} from "./model";
import { Note } from "./Note";
import { Panel } from "./Panel";
import styles from "./Panel.module.css";
import { Stored } from "./Stored";

type Props = {
  item: ScopeItem;
  scopes: ScopeItem[];
  /** The missing key that is brought back, or the one that gets a new value. */
  row: KeyRow | null;
  replacing: boolean;
  onClose: () => void;
  onShow: (scope: string, key: string) => void;
  onRotate: () => void;
  onNewScope: () => void;
  onScope: (scope: string) => void;
};

export function AddKey(props: Props) {
  const { item, row, replacing, onClose, onShow } = props;
  const [stored, setStored] = useState<StoredSecret | null>(null);
  const title = replacing && row ? `New value for ${row.key}` : "Add a key";
  return (
    <Panel title={stored ? "Stored" : title} onClose={onClose}>
      {stored ? (
        <Stored
          stored={stored}
          uses={row && row.key.toLowerCase() === stored.key.toLowerCase() ? row.uses : []}
          onShow={() => onShow(item.name, stored.key)}
        />
      ) : (
        <Form {...props} onStored={setStored} />
      )}
    </Panel>
  );
}

function Form({
  item,
  scopes,
  row,
  replacing,
  onClose,
  onStored,
  onRotate,
  onNewScope,
  onScope,
}: Props & {
  onStored: (stored: StoredSecret) => void;
}) {
  const [value, setValue] = useState("");
  const [typedName, setKey] = useState<string | null>(row?.key ?? null);
  const [complain, setComplain] = useState(false);
  const inspection = useInspection(value, row?.uses[0]?.provider ?? null);
  const taken = (item.rows ?? []).filter((one) => !one.missing).map((one) => one.key);
  const key = typedName ?? suggestedName(inspection?.family, taken, new Date());
  const storing = useStoring();
  const onNext = useNextStep();
  const name = key.trim();
  const reason = whyNotWrite(item);
  const existing = findRow(item, name);
  const exists = existing !== null && !existing.missing;
  const wrongName = secretNameProblem(name, "key");
  const asks = !replacing && (storing.conflict === `${item.name}/${name}` || exists);
  const production = useWorkspace().environment === "production";
  const [confirming, setConfirming] = useState(false);

  const send = async (replace: boolean, confirmed = false): Promise<void> => {
    setComplain(true);
    if (storing.busy || reason || wrongName || value.trim() === "" || inspection?.problem) return;
    if (asks && !replace) return;
    // The old value is gone for good.
    if (replace && production && !confirmed) {
      setConfirming(true);
      return;
    }
    const kept = await storing.store({ scope: item.name, key: name, value, createScope: false, replace });
    if (!kept) return;
    setValue("");
    onStored(kept);
  };
  return (
    <>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void send(replacing);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send(replacing);
        }}
      >
        {replacing && row ? (
          <ReplaceWords row={row} onRotate={onRotate} />
        ) : (
          <Target item={item} scopes={scopes} reason={reason} onScope={onScope} onNewScope={onNewScope} />
        )}
        <SecretEntry
          label="The key"
          value={value}
          onChange={(text) => {
            setValue(text);
            storing.clear();
          }}
          inspection={inspection}
          complain={complain}
          multiline
          autoFocus
        />
        {!replacing && (
          <Field
            label="Name it"
            apiName="key"
            verdict={complain && wrongName ? { tone: "wrong", text: wrongName } : null}
            help="Endpoints use it by this name. Provider and month make a good one: openai-2026-11."
          >
            <TextInput
              mono
              value={key}
              placeholder="openai-2026-11"
              onChange={(text) => {
                setKey(text);
                storing.clear();
              }}
            />
          </Field>
        )}
        {asks && name !== "" && (
          <Note
            tone="warning"
            actions={
              <Button
                size="s"
                variant="danger"
                busy={storing.busy}
                busyLabel="Replacing"
                onClick={() => void send(true)}
              >
                Replace {name}
              </Button>
            }
          >
            {item.name} already holds a key {name}
            {existing && existing.uses.length > 0
              ? `, used by ${counted(endpointsOf(existing.uses).length, "endpoint", "endpoints")}`
              : ""}
            . Replacing it changes it for everything that uses it. Or choose another name above.
          </Note>
        )}
        {storing.failure && <FailureNote failure={storing.failure} onNext={onNext} />}
        <div className={styles.acts}>
          <Button
            type="submit"
            variant="primary"
            busy={storing.busy}
            busyLabel="Storing"
            disabledReason={reason}
            keyHint="Ctrl ↵"
          >
            {replacing ? "Replace the value" : `Store in ${item.name.length > 18 ? "the scope" : item.name}`}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
      <ConfirmByName
        open={confirming}
        onClose={() => setConfirming(false)}
        title={`Replace ${name} in production?`}
        name={name}
        action="Replace the value"
        keep="Keep the old value"
        busy={storing.busy}
        busyLabel="Replacing"
        failure={storing.failure}
        onConfirm={() => void send(true, true)}
      >
        {existing && existing.uses.length > 0
          ? `${counted(endpointsOf(existing.uses).length, "endpoint uses", "endpoints use")} it from now on with the new value. `
          : ""}
        The old value is gone at once and cannot be brought back from here.
      </ConfirmByName>
    </>
  );
}

function ReplaceWords({ row, onRotate }: { row: KeyRow; onRotate: () => void }) {
  const users = endpointsOf(row.uses).length;
  if (users === 0)
    return <p className={styles.fact}>The old value is gone afterwards. No endpoint uses this key.</p>;
  return (
    <Note tone="warning" actions={<LinkButton onClick={onRotate}>Rotate it instead</LinkButton>}>
      <b>{counted(users, "endpoint uses", "endpoints use")} this key, and the old value is gone at once.</b>{" "}
      If the new one does not work, there is no way back. Rotating stores it under a new name, switches one
      endpoint after the other and proves each.
    </Note>
  );
}

type TargetProps = {
  item: ScopeItem;
  scopes: ScopeItem[];
  reason: string | null;
  onScope: (scope: string) => void;
  onNewScope: () => void;
};

function Target({ item, scopes, reason, onScope, onNewScope }: TargetProps) {
  return (
    <>
      <Field label="Into the scope" apiName="scope">
        <Select
          value={item.name}
          onChange={onScope}
          options={scopes
            .filter((one) => one.scope !== null)
            .map((one) => ({ value: one.name, label: one.name, disabledReason: whyNotWrite(one) }))}
        />
      </Field>
      {reason && <Note icon="lock">{reason}</Note>}
      <p className={styles.under}>
        <LinkButton size="s" onClick={onNewScope}>
          Create another scope
        </LinkButton>
      </p>
    </>
  );
}

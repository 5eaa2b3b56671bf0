// Rotating one key: before it begins, what will happen and the new value; afterwards the rotation the core keeps.
// The new value is handed over once, when it begins, and is gone then. Used by Side.tsx.
import { useState } from "react";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { Pulse } from "../kit/Spinner";
import { TextInput } from "../kit/TextInput";
import { useNextStep } from "../shell/next";
import { useInspection } from "./entry/inspection";
import { secretNameProblem } from "./entry/names";
import { SecretEntry } from "./entry/SecretEntry";
import { endpointsOf, findRow, type KeyRow, nextKeyName, type ScopeItem, whyNotWrite } from "./model";
import { Note } from "./Note";
import { Panel } from "./Panel";
import styles from "./Panel.module.css";
import { useRotations } from "./queries";
import { RotationPanel } from "./RotationPanel";
import { useRotating } from "./rotating";
import type { Overview } from "./types";
import { WhatHappens } from "./WhatHappens";

type Props = {
  item: ScopeItem;
  keyName: string;
  row: KeyRow | null;
  overview: Overview;
  onClose: () => void;
  onShow: (scope: string, key: string) => void;
};

export function Rotate({ item, keyName, row, overview, onClose, onShow }: Props) {
  const rotations = useRotations();
  const kept = rotations.data?.find(
    (one) => one.scope === item.name && (one.oldKey === keyName || one.newKey === keyName),
  );
  return (
    <Panel title={kept ? `Rotating ${kept.oldKey}` : `Rotate ${keyName}`} onClose={onClose}>
      {rotations.isPending ? (
        <Pulse lines={4} label="Reading rotations" />
      ) : rotations.isError && rotations.data === undefined ? (
        <FailureNote failure={rotations.error} onNext={() => void rotations.refetch()} />
      ) : kept ? (
        <RotationPanel rotation={kept} onDone={(key) => onShow(item.name, key)} />
      ) : row && !row.missing ? (
        <Begin item={item} row={row} overview={overview} onClose={onClose} />
      ) : (
        <Note tone="warning">
          {item.name} holds no key {keyName}, so there is nothing to rotate.
        </Note>
      )}
    </Panel>
  );
}

type BeginProps = { item: ScopeItem; row: KeyRow; overview: Overview; onClose: () => void };

function Begin({ item, row, overview, onClose }: BeginProps) {
  const [value, setValue] = useState("");
  const taken = (item.rows ?? []).map((one) => one.key);
  const [newKey, setNewKey] = useState(() => nextKeyName(row.key, taken, new Date()));
  const [complain, setComplain] = useState(false);
  const inspection = useInspection(value, row.uses[0]?.provider ?? null);
  const rotating = useRotating();
  const onNext = useNextStep();
  const reason = whyNotWrite(item);
  const name = newKey.trim();
  const wrongName = nameProblem(item, row, name);
  const endpoints = endpointsOf(row.uses);

  const begin = async (): Promise<void> => {
    setComplain(true);
    if (rotating.busy || reason || wrongName || value.trim() === "" || inspection?.problem) return;
    const begun = await rotating.begin({ scope: item.name, key: row.key, newKey: name, value });
    if (!begun) return;
    setValue("");
    await rotating.run(begun.id);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void begin();
      }}
    >
      <WhatHappens endpoints={endpoints} newKey={name} />
      {overview.unreadEndpoints.length > 0 && (
        <Note tone="warning">
          Endpoints that could not be read are not switched: {overview.unreadEndpoints.join(", ")}. Keep the
          old key until you have looked at them.
        </Note>
      )}
      {reason && <Note icon="lock">{reason}</Note>}
      <SecretEntry
        label="The new key"
        value={value}
        onChange={setValue}
        inspection={inspection}
        complain={complain}
        multiline
        autoFocus
      />
      <Field
        label="Store it as"
        apiName="key"
        verdict={wrongName ? { tone: "wrong", text: wrongName } : null}
        help="A name of its own, so that the old key stays until the new one is proven."
      >
        <TextInput mono value={newKey} onChange={setNewKey} />
      </Field>
      {rotating.failure && <FailureNote failure={rotating.failure} onNext={onNext} />}
      <div className={styles.acts}>
        <Button
          type="submit"
          variant="primary"
          icon="refresh"
          busy={rotating.busy !== null}
          busyLabel="Storing"
          disabledReason={reason}
        >
          {endpoints.length === 0 ? "Store the new key" : "Store it and switch over"}
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

function nameProblem(item: ScopeItem, row: KeyRow, name: string): string | null {
  const wrong = secretNameProblem(name, "key");
  if (wrong) return wrong;
  if (name.toLowerCase() === row.key.toLowerCase()) return "The new key needs another name than the old one.";
  const there = findRow(item, name);
  return there && !there.missing ? `${item.name} already holds a key ${there.key}.` : null;
}

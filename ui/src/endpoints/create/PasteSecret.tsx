// Pasting a new secret: the core says what it looks like, the person says where to store it, it is handed over once and
// forgotten. A key that exists is only replaced after a yes. Used by SecretField.tsx, which holds the value for that long.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProviderField, SecretScope } from "../../ipc/bindings";
import type { FailureError } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { FailureNote } from "../../kit/FailureNote";
import { Field } from "../../kit/Field";
import { Select } from "../../kit/Select";
import { TextInput } from "../../kit/TextInput";
import {
  asksForEveryone,
  inspectionWords,
  SecretEntry,
  secretNameProblem,
  useInspection,
  useStoring,
} from "../../secrets";
import { useNextStep } from "../../shell/next";
import { keysOptions, scopesOptions } from "../queries";
import { FieldNote } from "./FieldNote";
import styles from "./Secret.module.css";
import { backendWord } from "./StoredSecretPicker";

type Props = {
  field: ProviderField;
  provider: string;
  pasted: string;
  onPaste: (value: string) => void;
  onStored: (reference: string, said: string) => void;
};

/** No scope has this name, because blanks are not allowed in one. */
const NEW_SCOPE = "new scope";

/** The scopes that take a key, those first whose name says that they hold keys of models. */
function writable(scopes: SecretScope[] | undefined): SecretScope[] {
  const said = ({ name }: SecretScope) =>
    /llm|model|genai|provider|api/i.test(name) ? 0 : /key/i.test(name) ? 1 : 2;
  return (scopes ?? []).filter((scope) => scope.writable).sort((a, b) => said(a) - said(b));
}

export function PasteSecret({ field, provider, pasted, onPaste, onStored }: Props) {
  const scopes = useQuery(scopesOptions);
  const choices = writable(scopes.data);
  const [picked, setPicked] = useState<string | null>(null);
  const [newScope, setNewScope] = useState("");
  const [key, setKey] = useState(field.suggestedKey ?? field.id.replaceAll("_", "-"));
  const [complain, setComplain] = useState(false);
  const inspection = useInspection(pasted, provider);
  const storing = useStoring();

  const chosen = picked ?? choices[0]?.name ?? (scopes.isPending ? null : NEW_SCOPE);
  const creating = chosen === NEW_SCOPE;
  const scope = creating ? newScope.trim() : (chosen ?? "");
  const keys = useQuery(keysOptions(creating ? "" : scope));
  const exists = !creating && (keys.data ?? []).some((one) => one.key.toLowerCase() === key.toLowerCase());
  const wrongScope = secretNameProblem(scope, "scope");
  const wrongKey = secretNameProblem(key, "key");
  const taken = storing.conflict === `${scope}/${key}` || (exists && complain);

  const send = async (replace: boolean, forEveryone = false): Promise<void> => {
    setComplain(true);
    if (pasted.trim() === "" || inspection?.problem || wrongScope || wrongKey || (exists && !replace)) return;
    const said = inspection ? inspectionWords(inspection) : "";
    const secret = { scope, key, value: pasted, createScope: creating && !forEveryone, replace };
    const kept = await storing.store(secret, forEveryone);
    if (kept) onStored(kept.reference, `Stored as ${kept.scope}/${kept.key}. ${said}`.trim());
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in one of the fields stores, instead of going on to the next step
    <div
      className={styles.body}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        if (!event.ctrlKey && !event.metaKey) void send(false);
      }}
    >
      <SecretEntry
        label={`New ${field.label}`}
        value={pasted}
        onChange={(text) => {
          onPaste(text);
          storing.clear();
        }}
        inspection={inspection}
        complain={complain}
        multiline={field.kind === "secretMultiline"}
      />
      <div className={styles.to}>
        <Field label="Store in">
          <Select
            size="m"
            value={chosen}
            placeholder="Asking for scopes"
            onChange={(next) => {
              setPicked(next);
              storing.clear();
            }}
            options={[
              ...choices.map((one) => ({ value: one.name, label: one.name, detail: backendWord(one) })),
              { value: NEW_SCOPE, label: "A new scope", icon: "plus" as const },
            ]}
          />
        </Field>
        {creating && (
          <Field
            label="Name of the new scope"
            verdict={complain && wrongScope ? { tone: "wrong", text: wrongScope } : null}
          >
            <TextInput mono size="m" value={newScope} onChange={setNewScope} placeholder="llm-keys" />
          </Field>
        )}
        <Field label="As key" verdict={complain && wrongKey ? { tone: "wrong", text: wrongKey } : null}>
          <TextInput
            mono
            size="m"
            value={key}
            onChange={(next) => {
              setKey(next);
              storing.clear();
            }}
          />
        </Field>
        <Button
          className={styles.store}
          busy={storing.busy}
          busyLabel="Storing"
          onClick={() => void send(false)}
        >
          Store
        </Button>
      </div>
      {taken && (
        <div role="alert" className={styles.replace}>
          <FieldNote tone="warning">
            {scope} already holds a key {key}. Replacing it changes it for everything that uses it. Or choose
            another name above.
          </FieldNote>
          <Button
            size="s"
            variant="danger"
            busy={storing.busy}
            busyLabel="Replacing"
            onClick={() => void send(true)}
          >
            Replace {key}
          </Button>
        </div>
      )}
      {storing.failure && asksForEveryone(storing.failure.failure) ? (
        <ForEveryone busy={storing.busy} onYes={() => void send(false, true)} />
      ) : (
        storing.failure && <StoreFailure failure={storing.failure} />
      )}
    </div>
  );
}

function ForEveryone({ busy, onYes }: { busy: boolean; onYes: () => void }) {
  return (
    <div role="alert" className={styles.replace}>
      <FieldNote tone="warning">
        This workspace cannot keep a scope to one person: without the Premium plan, everybody in it may read,
        change and delete the keys of a new scope.
      </FieldNote>
      <Button size="s" busy={busy} busyLabel="Storing" onClick={onYes}>
        Create the scope for everyone and store
      </Button>
    </div>
  );
}

function StoreFailure({ failure }: { failure: FailureError }) {
  const onNext = useNextStep();
  return (
    <div role="alert">
      <FailureNote failure={failure} onNext={onNext} />
      {failure.failure.kind === "invalid" &&
        failure.failure.fields.map((one) => (
          <FieldNote key={one.path} tone="failed">
            {one.message}
          </FieldNote>
        ))}
    </div>
  );
}

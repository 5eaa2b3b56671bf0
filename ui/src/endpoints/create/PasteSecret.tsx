// Pasting a new secret: says its length, family and last four, asks where to store it, stores it and forgets the value.
// A key that exists is only replaced after a yes. Used by SecretField.tsx, which holds the value for that long.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Failure, type ProviderField, type SecretScope } from "../../ipc/bindings";
import { FailureError, failureOf, unwrap } from "../../ipc/call";
import { changedBy } from "../../ipc/freshness";
import { Button } from "../../kit/Button";
import { FailureNote } from "../../kit/FailureNote";
import { Field } from "../../kit/Field";
import { SecretInput } from "../../kit/SecretInput";
import { Select } from "../../kit/Select";
import { TextInput } from "../../kit/TextInput";
import { useNextStep } from "../../shell/next";
import { keysOptions, scopesOptions } from "../queries";
import { FieldNote } from "./FieldNote";
import { readPasted, secretNameProblem } from "./pasted";
import styles from "./Secret.module.css";
import { backendWord } from "./StoredSecretPicker";

type Props = {
  field: ProviderField;
  pasted: string;
  onPaste: (value: string) => void;
  onStored: (reference: string, said: string) => void;
};

/** No scope has this name, because blanks are not allowed in one. */
const NEW_SCOPE = "new scope";

/** The scopes that take a key, those first whose name says that they hold keys of models. */
function writable(scopes: SecretScope[] | undefined): SecretScope[] {
  const said = (scope: SecretScope) => (/llm|model|genai|provider|api|key/i.test(scope.name) ? 0 : 1);
  return (scopes ?? []).filter((scope) => scope.writable).sort((a, b) => said(a) - said(b));
}

export function PasteSecret({ field, pasted, onPaste, onStored }: Props) {
  const scopes = useQuery(scopesOptions);
  const choices = writable(scopes.data);
  const [picked, setPicked] = useState<string | null>(null);
  const [newScope, setNewScope] = useState("");
  const [key, setKey] = useState(field.suggestedKey ?? field.id.replaceAll("_", "-"));
  const [complain, setComplain] = useState(false);
  const store = useStore(onStored);

  const chosen = picked ?? choices[0]?.name ?? (scopes.isPending ? null : NEW_SCOPE);
  const creating = chosen === NEW_SCOPE;
  const scope = creating ? newScope.trim() : (chosen ?? "");
  const keys = useQuery(keysOptions(creating ? "" : scope));
  const exists = !creating && (keys.data ?? []).some((one) => one.key.toLowerCase() === key.toLowerCase());
  const read = readPasted(pasted, field.kind === "secretMultiline");
  const wrongScope = secretNameProblem(scope, "scope");
  const wrongKey = secretNameProblem(key, "key");
  const asked = store.conflict === `${scope}/${key}` || (exists && complain);

  const send = (replace: boolean): void => {
    setComplain(true);
    if (!read || wrongScope || wrongKey || (exists && !replace)) return;
    void store.store({ scope, key, value: read.value, createScope: creating, replace }, read.said);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in one of the fields stores, instead of going on to the next step
    <div
      className={styles.body}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
        event.preventDefault();
        if (!event.ctrlKey && !event.metaKey) send(false);
      }}
    >
      <Field
        label={`New ${field.label}`}
        verdict={
          read
            ? { tone: "fixed", text: read.said }
            : complain
              ? { tone: "wrong", text: "Paste the secret first." }
              : null
        }
        help="Blanks and line ends around it are removed. It goes straight into a secret scope and is kept nowhere else."
      >
        <SecretInput
          value={pasted}
          onChange={(text) => {
            onPaste(text);
            store.clear();
          }}
          multiline={field.kind === "secretMultiline"}
          placeholder="Paste it here"
        />
      </Field>
      <div className={styles.to}>
        <Field label="Store in">
          <Select
            size="m"
            value={chosen}
            placeholder="Asking for scopes"
            onChange={(next) => {
              setPicked(next);
              store.clear();
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
              store.clear();
            }}
          />
        </Field>
        <Button className={styles.store} busy={store.busy} busyLabel="Storing" onClick={() => send(false)}>
          Store
        </Button>
      </div>
      {asked && (
        <div role="alert" className={styles.replace}>
          <FieldNote tone="warning">
            {scope} already holds a key {key}. Replacing it changes it for everything that uses it. Or choose
            another name above.
          </FieldNote>
          <Button
            size="s"
            variant="danger"
            busy={store.busy}
            busyLabel="Replacing"
            onClick={() => send(true)}
          >
            Replace {key}
          </Button>
        </div>
      )}
      {store.failure && <StoreFailure failure={store.failure} />}
    </div>
  );
}

/** Names were checked before sending, so a complaint about the key can only be that it is there already. */
function saysItExists(failure: Failure): boolean {
  if (failure.kind === "conflict") return true;
  return failure.kind === "invalid" && failure.fields.some((one) => one.path === "key");
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

type ToStore = Parameters<typeof commands.secretsStore>[0];

function useStore(onStored: Props["onStored"]) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureError | null>(null);
  const [conflict, setConflict] = useState<string | null>(null);
  const clear = (): void => {
    setFailure(null);
    setConflict(null);
  };
  const store = async (secret: ToStore, said: string): Promise<void> => {
    clear();
    setBusy(true);
    try {
      const kept = await unwrap(commands.secretsStore(secret));
      changedBy(client, "secrets_store");
      onStored(kept.reference, `Stored as ${kept.scope}/${kept.key}. ${said}`);
    } catch (error) {
      const failure = failureOf(error);
      if (!secret.replace && saysItExists(failure)) setConflict(`${secret.scope}/${secret.key}`);
      else setFailure(new FailureError(failure));
    } finally {
      setBusy(false);
    }
  };
  return { store, busy, failure, conflict, clear };
}

// Choosing a stored secret by scope and key, or typing its reference. Scopes and keys are names only; nobody can read the
// values. A key typed here by mistake never reaches the draft: it is moved to "Paste a new one". Used by SecretField.tsx.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ProviderField, SecretKey, SecretScope } from "../../ipc/bindings";
import { FailureNote } from "../../kit/FailureNote";
import { Field, type Verdict } from "../../kit/Field";
import { LinkButton } from "../../kit/LinkButton";
import { Select } from "../../kit/Select";
import { TextInput } from "../../kit/TextInput";
import { useNextStep } from "../../shell/next";
import { counted } from "../model";
import { keysOptions, scopesOptions } from "../queries";
import { looksLikeValue } from "./pasted";
import styles from "./Secret.module.css";
import { isReference, partsOfReference, referenceTo } from "./validate";

type Props = {
  field: ProviderField;
  value: string;
  verdict: Verdict | null;
  stored: string | null;
  onChange: (reference: string) => void;
  onLeave: () => void;
  onValueTyped: (text: string) => void;
};

export function backendWord(scope: SecretScope): string {
  if (scope.backend === "azureKeyVault") return "Azure Key Vault, read-only here";
  return scope.writable ? "" : "read-only for you";
}

/** Says when a reference points at something the lists do not hold; Databricks would refuse it. */
export function danglingWords(
  value: string,
  scopes: SecretScope[] | undefined,
  keys: SecretKey[] | undefined,
): string | null {
  const parts = partsOfReference(value);
  const is = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  if (!parts || !scopes) return null;
  if (!scopes.some((scope) => is(scope.name, parts.scope)))
    return `You see no scope ${parts.scope}. Databricks refuses the endpoint if it does not exist.`;
  if (keys && !keys.some((key) => is(key.key, parts.key)))
    return `The scope ${parts.scope} holds no key ${parts.key}. Databricks refuses the endpoint without it.`;
  return null;
}

export function StoredSecretPicker({
  field,
  value,
  verdict,
  stored,
  onChange,
  onLeave,
  onValueTyped,
}: Props) {
  const parts = partsOfReference(value);
  const [pickedScope, setPickedScope] = useState(parts?.scope ?? "");
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    if (value !== "" || isReference(typed)) setTyped(value);
    if (parts) setPickedScope(parts.scope);
  }
  const scopes = useQuery(scopesOptions);
  const keys = useQuery(keysOptions(pickedScope));
  const onNext = useNextStep({ tryAgain: () => void scopes.refetch() });
  const isValue = looksLikeValue(typed);
  const type = (text: string): void => {
    setTyped(text);
    onChange(looksLikeValue(text) ? "" : text.trim());
  };
  return (
    <div className={styles.body}>
      {scopes.isError && <FailureNote failure={scopes.error} onNext={onNext} />}
      <div className={styles.pick}>
        <Field label="Scope">
          <Select
            size="m"
            value={pickedScope === "" ? null : pickedScope}
            placeholder={scopes.isPending ? "Asking for scopes" : "Choose a scope"}
            onChange={(scope) => {
              setPickedScope(scope);
              if (parts && parts.scope !== scope) onChange("");
            }}
            options={(scopes.data ?? []).map((scope) => ({
              value: scope.name,
              label: scope.name,
              detail: backendWord(scope),
            }))}
          />
        </Field>
        <Field label="Key">
          <Select
            size="m"
            value={parts && parts.scope === pickedScope ? parts.key : null}
            disabled={pickedScope === ""}
            placeholder={
              pickedScope === ""
                ? "Scope first"
                : keys.isFetching
                  ? "Asking for keys"
                  : `Choose one of ${counted(keys.data?.length ?? 0, "key", "keys")}`
            }
            onChange={(key) => onChange(referenceTo(pickedScope, key))}
            options={(keys.data ?? []).map((key) => ({ value: key.key, label: key.key }))}
          />
        </Field>
      </div>
      {keys.isError && <FailureNote failure={keys.error} onNext={onNext} />}
      <Field
        label="Reference"
        verdict={referenceVerdict(
          isValue,
          verdict,
          danglingWords(value, scopes.data, keys.data),
          stored,
          value,
        )}
        help="Filled in from scope and key. It may be typed as well."
      >
        <TextInput
          mono
          size="m"
          value={typed}
          onChange={type}
          onBlur={onLeave}
          placeholder="{{secrets/scope/key}}"
          aria-label={`${field.label}, reference`}
        />
      </Field>
      {isValue && (
        <p className={styles.moveOver}>
          <LinkButton size="s" onClick={() => onValueTyped(typed)}>
            Store it as a new secret
          </LinkButton>
        </p>
      )}
    </div>
  );
}

function referenceVerdict(
  isValue: boolean,
  verdict: Verdict | null,
  dangling: string | null,
  stored: string | null,
  value: string,
): Verdict | null {
  if (isValue) {
    return {
      tone: "wrong",
      text: "A reference like {{secrets/scope/key}} is expected. If this is the key itself, store it; it is not kept in the draft.",
    };
  }
  if (verdict) return verdict;
  if (dangling) return { tone: "warning", text: dangling };
  return stored && value !== "" ? { tone: "fixed", text: stored } : null;
}

// A field for a secret: take one that is stored, or paste a new one, which is stored at once and becomes a reference.
// The draft only ever sees the reference; a pasted value lives in this component until it is stored, cleared or left.
import { useState } from "react";
import type { ProviderField } from "../../ipc/bindings";
import type { Verdict } from "../../kit/Field";
import { Icon } from "../../kit/Icon";
import { Tabs } from "../../kit/Tabs";
import { ClearClipboard } from "../../secrets";
import { PasteSecret } from "./PasteSecret";
import styles from "./Secret.module.css";
import { StoredSecretPicker } from "./StoredSecretPicker";

type Props = {
  field: ProviderField;
  /** The catalogue's id, to tell a key that belongs to another provider. */
  provider: string;
  value: string;
  verdict: Verdict | null;
  onChange: (reference: string) => void;
  onLeave: () => void;
};
type Way = "stored" | "new";

export function SecretField({ field, provider, value, verdict, onChange, onLeave }: Props) {
  const [way, setWay] = useState<Way>("stored");
  const [pasted, setPasted] = useState("");
  const [stored, setStored] = useState<string | null>(null);
  const labelId = `secret-${field.id}`;
  return (
    <fieldset className={styles.secret} aria-labelledby={labelId}>
      <div className={styles.top}>
        <span id={labelId} className={styles.label}>
          {field.label}
          {!field.required && <span className={styles.optional}>optional</span>}
        </span>
        <span className={styles.api} title={field.id}>
          {field.id}
        </span>
      </div>
      <div className={styles.box} data-wrong={verdict?.tone === "wrong" || undefined}>
        <div className={styles.tabs}>
          <Tabs
            label={`Where the ${field.label} comes from`}
            value={way}
            onChange={setWay}
            tabs={[
              { value: "stored", label: "Use a stored secret" },
              { value: "new", label: "Paste a new one" },
            ]}
          />
          <span className={styles.never}>
            <Icon name="lock" size={14} />
            Never shown again
          </span>
        </div>
        {way === "stored" ? (
          <StoredSecretPicker
            field={field}
            value={value}
            verdict={verdict}
            stored={stored}
            onChange={onChange}
            onLeave={onLeave}
            onValueTyped={(text) => {
              setPasted(text);
              setWay("new");
            }}
          />
        ) : (
          <PasteSecret
            field={field}
            provider={provider}
            pasted={pasted}
            onPaste={setPasted}
            onStored={(reference, said) => {
              setPasted("");
              setStored(said);
              onChange(reference);
              setWay("stored");
            }}
          />
        )}
        {way === "stored" && stored && value !== "" && (
          <div className={styles.after}>
            <ClearClipboard />
            <span>The key may still lie on the clipboard of this computer.</span>
          </div>
        )}
      </div>
      {field.help && <p className={styles.help}>{field.help}</p>}
    </fieldset>
  );
}

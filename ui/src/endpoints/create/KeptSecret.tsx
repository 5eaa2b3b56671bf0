// A key that was once typed in plain text: Databricks keeps it and shows it to nobody, so it stays unless the person
// replaces it here. Stands in place of SecretField until then. Used by the form of a served entity that exists already.
import { type ReactNode, useState } from "react";
import type { ProviderField } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Icon } from "../../kit/Icon";
import { LinkButton } from "../../kit/LinkButton";
import styles from "./Secret.module.css";

type Props = { field: ProviderField; kept: boolean; children: ReactNode };

export function KeptSecret({ field, kept, children }: Props) {
  const [replacing, setReplacing] = useState(false);
  if (!kept) return children;
  if (replacing)
    return (
      <>
        {children}
        <p className={styles.help}>
          Until another one is chosen, the stored key stays.{" "}
          <LinkButton size="s" onClick={() => setReplacing(false)}>
            Keep the stored key
          </LinkButton>
        </p>
      </>
    );
  const labelId = `kept-${field.id}`;
  return (
    <fieldset className={styles.secret} aria-labelledby={labelId}>
      <div className={styles.top}>
        <span id={labelId} className={styles.label}>
          {field.label}
        </span>
        <span className={styles.api} title={field.id}>
          {field.id}
        </span>
      </div>
      <div className={styles.box}>
        <p className={styles.kept}>
          <Icon name="lock" size={14} />
          <span>
            Typed in plain text when it was set. Databricks keeps it and shows it to nobody; saving leaves it
            as it is.
          </span>
          <Button size="s" onClick={() => setReplacing(true)}>
            Replace it
          </Button>
        </p>
      </div>
    </fieldset>
  );
}

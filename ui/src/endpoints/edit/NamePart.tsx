// What can never be changed of an endpoint, and what to do instead: make it again under its name, or copy it under another one.
// Used by Page.tsx.
import { useState } from "react";
import type { Endpoint } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Field } from "../../kit/Field";
import { TextInput } from "../../kit/TextInput";
import { usePlaces } from "../places";
import { CloneDialog } from "./CloneDialog";
import styles from "./Edit.module.css";
import { PartHead } from "./PartHead";

export function NamePart({ endpoint, immutable }: { endpoint: Endpoint; immutable: readonly string[] }) {
  const [copying, setCopying] = useState(false);
  const places = usePlaces();
  return (
    <>
      <PartHead title="Name and description" detail="Databricks fixes these when an endpoint is created." />
      <Field label="Endpoint name" apiName="name">
        <TextInput mono locked value={endpoint.name} onChange={() => undefined} />
      </Field>
      <Field label="Description" apiName="description" group>
        <p className={styles.fixed}>{endpoint.description || "none"}</p>
      </Field>
      {immutable.length > 0 && (
        <ul className={styles.sentences}>
          {immutable.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <section className={styles.recreate}>
        <h3 className={styles.small}>Another description, or you as its creator</h3>
        <p className={styles.quiet}>
          The endpoint is deleted and made again under the same name, with everything else as it is. Callers
          are refused in between. You see all of it before anything is sent.
        </p>
        <div>
          <Button icon="refresh" onClick={() => places.recreate(endpoint.name)}>
            Make it again…
          </Button>
        </div>
      </section>
      <section className={styles.recreate}>
        <h3 className={styles.small}>Another name means another endpoint</h3>
        <ol>
          <li>
            Copy this one under the new name. Models, keys, shares and tags come along; the old one goes on.
          </li>
          <li>
            Set its gateway rules and its access on the copy, then move callers over. The name is part of the
            address they call.
          </li>
          <li>
            Delete the old one when nobody calls it any more. Its request history stays under the old name.
          </li>
        </ol>
        <div>
          <Button icon="copy" onClick={() => setCopying(true)}>
            Copy to a new endpoint
          </Button>
        </div>
      </section>
      <CloneDialog endpoint={endpoint.name} open={copying} onClose={() => setCopying(false)} />
    </>
  );
}

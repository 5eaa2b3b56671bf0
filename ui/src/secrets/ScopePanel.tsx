// One scope: who keeps its values, what you may do in it, who else may, and deleting it. Used by Side.tsx when no key is
// chosen.
import { useState } from "react";
import { Button } from "../kit/Button";
import { Acls } from "./Acls";
import { DeleteScope } from "./Deleting";
import { permissionWords, type ScopeItem, whyNotManage, whyNotWrite } from "./model";
import { NewScope } from "./NewScope";
import { Note } from "./Note";
import { Panel } from "./Panel";
import styles from "./Panel.module.css";
import type { Overview, Scope } from "./types";

type Props = { item: ScopeItem; overview: Overview; onAdd: () => void; onGone: () => void };

export function ScopePanel({ item, overview, onAdd, onGone }: Props) {
  const [deleting, setDeleting] = useState(false);
  const { scope } = item;
  if (scope === null) return <Unknown item={item} />;
  const reason = whyNotWrite(item);
  return (
    <Panel title={item.name} named>
      <p className={styles.fact}>{backendWords(scope)}</p>
      {scope.yourPermission && (
        <p className={styles.fact}>
          <b>You: </b>
          {yourWords(scope)}
        </p>
      )}
      {reason && scope.backend !== "azureKeyVault" && <Note icon="lock">{reason}</Note>}
      {scope.backend === "azureKeyVault" && (
        <Note icon="lock">
          Read-only: managed in Azure Key Vault. To add, change or remove a key, do it in the vault; it shows
          here within minutes. Endpoints use its keys like all others.
        </Note>
      )}
      <div className={styles.acts}>
        <Button icon="plus" onClick={onAdd} disabledReason={reason}>
          Add a key
        </Button>
        <Button
          variant="danger"
          icon="trash"
          onClick={() => setDeleting(true)}
          disabledReason={whyNotManage(item)}
        >
          Delete scope
        </Button>
      </div>
      <Acls item={item} />
      {deleting && (
        <DeleteScope item={item} overview={overview} onClose={() => setDeleting(false)} onGone={onGone} />
      )}
    </Panel>
  );
}

function Unknown({ item }: { item: ScopeItem }) {
  const [creating, setCreating] = useState(false);
  if (creating) return <NewScope taken={[]} suggested={item.name} onClose={() => setCreating(false)} />;
  return (
    <Panel title={item.name} named>
      <Note tone="failed">
        Endpoints name this scope, but it does not exist, or you may not see it. Its keys are listed as far as
        endpoints name them.
      </Note>
      <div className={styles.acts}>
        <Button icon="plus" onClick={() => setCreating(true)}>
          Create the scope
        </Button>
      </div>
    </Panel>
  );
}

function backendWords(scope: Scope): string {
  if (scope.backend === "databricks") return "Databricks keeps the values of this scope, encrypted.";
  if (scope.backend === "azureKeyVault") return "The values of this scope lie in a vault of Azure.";
  return "The values of this scope lie outside of Databricks.";
}

function yourWords(scope: Scope): string {
  if (scope.yourPermission === "read") return permissionWords("read").replace("May", "you may");
  if (scope.yourPermission === "write") return "you may use, add, replace and delete keys.";
  return "you manage it: keys, who may use them, and the scope itself.";
}

// Deleting a key or a scope: the name has to be typed, and what breaks stands above it. Used by the panels.
import { commands } from "../ipc/bindings";
import { ConfirmByName } from "../kit/ConfirmByName";
import { useToast } from "../kit/Toast";
import { endpointsOf, type KeyRow, listed, type ScopeItem } from "./model";
import styles from "./Panel.module.css";
import { useChange } from "./queries";
import type { Overview, Use } from "./types";

type KeyProps = { row: KeyRow; overview: Overview; onClose: () => void };

export function DeleteKey({ row, overview, onClose }: KeyProps) {
  const change = useChange();
  const toast = useToast();
  const remove = async (): Promise<void> => {
    const done = await change.run("delete", "secrets_delete_key", () =>
      commands.secretsDeleteKey(row.scope, row.key),
    );
    if (!done) return;
    toast({ tone: "ready", title: "Key deleted", object: `${row.scope}/${row.key}` });
    onClose();
  };
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={`Delete the key ${row.key}?`}
      name={row.key}
      action="Delete key"
      busyLabel="Deleting"
      busy={change.busy !== null}
      failure={change.failure}
      onConfirm={() => void remove()}
    >
      <div className={styles.breaks}>
        <WhatBreaks uses={row.uses} overview={overview} what="It" />
        <p>
          Nobody can read its value, so it cannot be brought back from here. Keep a copy where you have it.
        </p>
      </div>
    </ConfirmByName>
  );
}

type ScopeProps = { item: ScopeItem; overview: Overview; onClose: () => void; onGone: () => void };

export function DeleteScope({ item, overview, onClose, onGone }: ScopeProps) {
  const change = useChange();
  const toast = useToast();
  const keys = item.scope?.keys?.length ?? null;
  const uses = (item.rows ?? []).filter((row) => !row.missing).flatMap((row) => row.uses);
  const remove = async (): Promise<void> => {
    const done = await change.run("delete", "secrets_delete_scope", () =>
      commands.secretsDeleteScope(item.name),
    );
    if (!done) return;
    toast({ tone: "ready", title: "Scope deleted", object: item.name });
    onGone();
  };
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={`Delete the scope ${item.name}?`}
      name={item.name}
      action="Delete scope"
      busyLabel="Deleting"
      busy={change.busy !== null}
      failure={change.failure}
      onConfirm={() => void remove()}
    >
      <div className={styles.breaks}>
        <p>
          {keys === null
            ? "Its keys could not be read; whatever it holds goes with it."
            : keys === 0
              ? "It holds no key."
              : `${keys === 1 ? "Its one key goes" : `All ${keys.toLocaleString("en")} keys in it go`} with it, and so does the list of who may use it.`}
        </p>
        {item.scope?.backend === "azureKeyVault" && (
          <p>The vault in Azure and what it holds stay; only the way from Databricks to it goes.</p>
        )}
        <WhatBreaks uses={uses} overview={overview} what="The scope" />
      </div>
    </ConfirmByName>
  );
}

export function WhatBreaks({ uses, overview, what }: { uses: Use[]; overview: Overview; what: string }) {
  const endpoints = endpointsOf(uses);
  const unread = overview.unreadEndpoints;
  return (
    <>
      {endpoints.length === 0 ? (
        <p>
          {what} is used by no endpoint{unread.length > 0 ? " that could be read" : ""}. Notebooks and jobs
          may use it without anybody seeing that here.
        </p>
      ) : (
        <p>
          <b>
            {endpoints.length === 1
              ? "This endpoint stops working: "
              : `These ${endpoints.length} endpoints stop working: `}
            {listed(endpoints)}.
          </b>{" "}
          Their calls to the provider fail once Databricks looks for the key again, and changes to{" "}
          {endpoints.length === 1 ? "it" : "them"} are refused.
        </p>
      )}
      {unread.length > 0 && (
        <p>
          {unread.length === 1 ? "One endpoint" : `${unread.length} endpoints`} could not be read and may use
          it as well: {listed(unread)}.
        </p>
      )}
    </>
  );
}

// Handing a pasted value to the core, once: it stores it and reads the list of keys back. What exists is replaced only
// after a yes, and a scope for everyone is made only after the server asked for it. Called by this room and the create flow.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Failure, type StoredSecret } from "../../ipc/bindings";
import { FailureError, failureOf, unwrap } from "../../ipc/call";
import { changedBy } from "../../ipc/freshness";

export type ToStore = Parameters<typeof commands.secretsStore>[0];

/** Names were checked before sending, so a complaint about the key can only be that it is there already. */
function saysItExists(failure: Failure): boolean {
  if (failure.kind === "conflict") return true;
  return failure.kind === "invalid" && failure.fields.some((one) => one.path === "key");
}

/** The workspace cannot keep a scope to its maker; everyone in it would have to manage it. */
export function asksForEveryone(failure: Failure): boolean {
  return failure.kind === "invalid" && failure.fields.some((one) => one.path === "forEveryone");
}

export type Storing = {
  /** `forEveryone` makes the scope first, as one that everybody in the workspace manages. */
  store: (secret: ToStore, forEveryone?: boolean) => Promise<StoredSecret | null>;
  busy: boolean;
  failure: FailureError | null;
  /** "scope/key" that is there already and was not replaced. */
  conflict: string | null;
  clear: () => void;
};

export function useStoring(): Storing {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureError | null>(null);
  const [conflict, setConflict] = useState<string | null>(null);
  const clear = (): void => {
    setFailure(null);
    setConflict(null);
  };
  const store = async (secret: ToStore, forEveryone = false): Promise<StoredSecret | null> => {
    clear();
    setBusy(true);
    try {
      if (forEveryone) await unwrap(commands.secretsCreateScope({ name: secret.scope, forEveryone }));
      const kept = await unwrap(commands.secretsStore(secret));
      changedBy(client, "secrets_store");
      return kept;
    } catch (error) {
      const failure = failureOf(error);
      if (!secret.replace && saysItExists(failure)) setConflict(`${secret.scope}/${secret.key}`);
      else setFailure(new FailureError(failure));
      return null;
    } finally {
      setBusy(false);
    }
  };
  return { store, busy, failure, conflict, clear };
}

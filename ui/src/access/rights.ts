// What this person may do in the workspace that is open, as the core found out. Asked once a workspace and kept; pages of
// the first screen only look at what is known already, so that the start asks for nothing more.
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type AccessRight, commands, type Right } from "../ipc/bindings";
import { unwrap } from "../ipc/call";

export const accessKeys = { rights: ["access", "rights"] as const };

const TEN_MINUTES = 600_000;

export const rightsQuery = queryOptions({
  queryKey: accessKeys.rights,
  queryFn: () => unwrap(commands.accessRights(), { quiet: true }),
  staleTime: TEN_MINUTES,
});

export const RIGHT_WORDS: Record<Right, string> = {
  createEndpoints: "Create endpoints",
  createScopes: "Create secret scopes",
  readSecrets: "See secret scopes and their keys",
  useWarehouses: "Use SQL warehouses",
  browseCatalogs: "Browse catalogs",
};

/** The right, when it is known to be missing. `afterMs`: how long the page waits before it asks at all. */
export function useMissingRight(right: Right, { afterMs = 0 } = {}): AccessRight | null {
  const [late, setLate] = useState(afterMs === 0);
  useEffect(() => {
    if (late) return;
    const timer = window.setTimeout(() => setLate(true), afterMs);
    return () => window.clearTimeout(timer);
  }, [late, afterMs]);
  const known = useQuery({ ...rightsQuery, enabled: late }).data;
  const found = known?.rights.find((one) => one.right === right);
  return found?.allowed === "no" ? found : null;
}

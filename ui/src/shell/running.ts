// Which endpoints are known to be changing right now, read from what the endpoint pages have in the cache (their keys are
// ["endpoints", "list", …] and ["endpoints", "one", name]). Asks the core nothing.
import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { Endpoint, EndpointPage, EndpointState } from "../ipc/bindings";

const MOVING: ReadonlySet<EndpointState> = new Set(["updating", "creating"]);

/** Names of endpoints being updated or created, sorted, joined by newlines (one string, so that nothing repaints idly). */
export function useRunning(): string[] {
  const client = useQueryClient();
  const read = (): string => {
    const states = new Map<string, { at: number; state: EndpointState }>();
    const note = (name: string, at: number, state: EndpointState) => {
      const known = states.get(name);
      if (!known || known.at <= at) states.set(name, { at, state });
    };
    for (const query of client.getQueryCache().findAll({ queryKey: ["endpoints"] })) {
      const at = query.state.dataUpdatedAt;
      const data: unknown = query.state.data;
      if (query.queryKey[1] === "list")
        for (const row of (data as EndpointPage | undefined)?.rows ?? []) note(row.name, at, row.state);
      if (query.queryKey[1] === "one" && data) note((data as Endpoint).name, at, (data as Endpoint).state);
    }
    const moving = [...states].filter(([, known]) => MOVING.has(known.state)).map(([name]) => name);
    return moving.sort().join("\n");
  };
  const names = useSyncExternalStore((listener) => client.getQueryCache().subscribe(listener), read);
  return names === "" ? [] : names.split("\n");
}

/** How many endpoints the workspace has, once a list has been read. */
export function useEndpointCount(): number | null {
  const client = useQueryClient();
  return useSyncExternalStore(
    (listener) => client.getQueryCache().subscribe(listener),
    () => {
      let count: number | null = null;
      let latest = 0;
      for (const query of client.getQueryCache().findAll({ queryKey: ["endpoints", "list"] })) {
        const page = query.state.data as EndpointPage | undefined;
        if (!page || query.state.dataUpdatedAt < latest) continue;
        latest = query.state.dataUpdatedAt;
        count = page.counts.all;
      }
      return count;
    },
  );
}

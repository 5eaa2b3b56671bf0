// What the endpoint pages ask of the core, with the keys of the answers. The core keeps, filters and sorts the list; a
// page here is some fifty rows. Traffic drafts are asked for by the room traffic.
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useCallback, useState } from "react";
import {
  commands,
  type Endpoint,
  type EndpointPage,
  type EndpointProgress,
  type EndpointView,
  type ListEndpoints,
} from "../ipc/bindings";
import { FailureError, failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";
import type { Chosen } from "./filters";
import { isMoving, PAGE_SIZE, type Sorting } from "./model";

export type Asked = { search: string; view: EndpointView } & Sorting & Chosen;

export const endpointKeys = {
  all: ["endpoints"] as const,
  lists: ["endpoints", "list"] as const,
  list: (asked: Asked, offset: number) => ["endpoints", "list", asked, offset] as const,
  splits: ["endpoints", "split"] as const,
  split: (name: string) => ["endpoints", "split", name] as const,
  one: (name: string) => ["endpoints", "one", name] as const,
  facets: (asked: Asked) => ["endpoints", "facets", asked] as const,
  views: ["endpoints", "views"] as const,
  metrics: (name: string) => ["endpoints", "metrics", name] as const,
  history: (name: string) => ["endpoints", "history", name] as const,
  uses: (name: string) => ["endpoints", "uses", name] as const,
};

export const listQuery = (asked: Asked, offset: number, refresh: boolean): ListEndpoints => ({
  ...asked,
  offset,
  limit: PAGE_SIZE,
  refresh,
});

export const endpointPageQuery = (asked: Asked, offset: number) =>
  queryOptions({
    queryKey: endpointKeys.list(asked, offset),
    queryFn: (): Promise<EndpointPage> => unwrap(commands.endpointsList(listQuery(asked, offset, false))),
  });

export function useEndpointPage(asked: Asked, offset: number) {
  return useQuery({ ...endpointPageQuery(asked, offset), placeholderData: keepPreviousData });
}

export type Refreshing = { refresh: () => Promise<void>; busy: boolean; failure: FailureError | null };

/** Asks Databricks anew and then repaints from what the core holds. A failure leaves the list as it was. */
export function useRefresh(asked: Asked): Refreshing {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureError | null>(null);
  const refresh = useCallback(async () => {
    setBusy(true);
    try {
      const page = await unwrap(commands.endpointsList(listQuery(asked, 0, true)));
      client.setQueryData(endpointKeys.list(asked, 0), page);
      setFailure(null);
      await Promise.all([
        client.invalidateQueries({ queryKey: endpointKeys.lists }),
        client.invalidateQueries({ queryKey: endpointKeys.splits }),
      ]);
    } catch (error) {
      setFailure(error instanceof FailureError ? error : new FailureError(failureOf(error)));
    } finally {
      setBusy(false);
    }
  }, [asked, client]);
  return { refresh, busy, failure };
}

export const catalogueOptions = queryOptions({
  queryKey: ["providers", "catalogue"],
  queryFn: () => unwrap(commands.providersList()),
  staleTime: Number.POSITIVE_INFINITY,
});

export const scopesOptions = queryOptions({
  queryKey: ["secrets", "scopes"],
  queryFn: () => unwrap(commands.secretsScopes()),
  staleTime: 15_000,
});

export const keysOptions = (scope: string) =>
  queryOptions({
    queryKey: ["secrets", "keys", scope],
    queryFn: () => unwrap(commands.secretsKeys(scope)),
    enabled: scope !== "",
    staleTime: 15_000,
  });

/** One endpoint; while it is being updated it is read again every two seconds. */
export function useEndpoint(name: string) {
  return useQuery({
    queryKey: endpointKeys.one(name),
    queryFn: (): Promise<Endpoint> => unwrap(commands.endpointsGet(name)),
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data.state) ? 2_000 : false),
  });
}

/** What uses it; asked anew each time somebody is about to delete it. */
export const usesQuery = (name: string) =>
  queryOptions({
    queryKey: endpointKeys.uses(name),
    queryFn: () => unwrap(commands.endpointsUses(name)),
    staleTime: 0,
  });

/** Follows an endpoint until it has settled and answers with it. */
export function watchEndpoint(
  name: string,
  onProgress: (progress: EndpointProgress) => void,
): Promise<Endpoint> {
  return unwrap(commands.endpointsWatch(name, channel(onProgress)));
}

/** After a change to one endpoint: what is shown of it anywhere is asked for again. */
export function forgetEndpoint(client: QueryClient, name: string): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: endpointKeys.lists }),
    client.invalidateQueries({ queryKey: endpointKeys.split(name) }),
    client.invalidateQueries({ queryKey: endpointKeys.one(name) }),
  ]);
}

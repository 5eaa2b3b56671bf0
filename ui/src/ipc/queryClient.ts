// How answers of the core are kept. The core retries, caches and knows whether there is a network, so nothing of that
// happens a second time here. Keys begin with the room's name: ["endpoints", "list", query].
import { notifyManager, QueryClient } from "@tanstack/react-query";
import type { FailureError } from "./call";

declare module "@tanstack/react-query" {
  interface Register {
    defaultError: FailureError;
  }
}

export function createQueryClient(): QueryClient {
  // An answer is drawn in the turn it comes in; the default waits for a timer, which WebKit stretches to 4 ms.
  notifyManager.setScheduler(queueMicrotask);
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: "always",
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: 5_000,
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** What stays when the workspace changes: everything else belonged to the one that was left. */
export const OF_THE_APP: ReadonlySet<unknown> = new Set(["app", "workspaces", "providers"]);

export function forgetWorkspace(client: QueryClient): void {
  client.removeQueries({ predicate: (query) => !OF_THE_APP.has(query.queryKey[0]) });
}

// What the price book says, read through the core.
import { queryOptions } from "@tanstack/react-query";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";

export const pricesQuery = (words: string) =>
  queryOptions({
    queryKey: ["prices", "list", words],
    queryFn: () => unwrap(commands.pricesList(words)),
    placeholderData: (before) => before,
  });

/** What is known of the prices of an endpoint's served entities. */
export const pricesForQuery = (endpoint: string) =>
  queryOptions({
    queryKey: ["prices", "for", endpoint],
    queryFn: () => unwrap(commands.pricesFor(endpoint)),
  });

// The same reading as the forms of endpoints have: one key, one answer.
export const catalogueQuery = queryOptions({
  queryKey: ["providers", "catalogue"],
  queryFn: () => unwrap(commands.providersList()),
  staleTime: Number.POSITIVE_INFINITY,
});

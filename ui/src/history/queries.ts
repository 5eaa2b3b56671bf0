// What the history asks of the core: searching page by page, a star, deleting, how long things are kept. Always asked anew
// when the page is opened: it changes with every answer that ends.
import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import { commands, type HistoryDeleted, type HistoryPage, type HistorySearch } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";

export const PAGE = 50;

export const historyKeys = {
  all: ["history"] as const,
  search: (asked: Asked) => ["history", "search", asked] as const,
  retention: ["history", "retention"] as const,
};

/** What is looked for, without the part that says which page. */
export type Asked = Omit<HistorySearch, "offset" | "limit">;

export const searchQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: historyKeys.search(asked),
    queryFn: ({ pageParam }): Promise<HistoryPage> =>
      unwrap(commands.historySearch({ ...asked, offset: pageParam, limit: PAGE })),
    initialPageParam: 0,
    getNextPageParam: (last: HistoryPage, pages: HistoryPage[]) => {
      const shown = pages.reduce((sum, page) => sum + page.hits.length, 0);
      return last.hits.length > 0 && shown < last.total ? shown : undefined;
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const retentionQuery = queryOptions({
  queryKey: historyKeys.retention,
  queryFn: () => unwrap(commands.historyRetentionGet()),
  staleTime: 0,
});

/** Deletes conversations and runs of embeddings for good. */
export async function deleteFromHistory(client: QueryClient, ids: string[]): Promise<HistoryDeleted> {
  const deleted = await unwrap(commands.historyDelete(ids));
  for (const id of ids) client.removeQueries({ queryKey: ["playground", "chat", id] });
  changedBy(client, "history_delete");
  return deleted;
}

/** Deletes the workspace's history for good, all of it or all without a star. */
export async function clearHistory(client: QueryClient, keepStarred: boolean): Promise<HistoryDeleted> {
  const deleted = await unwrap(commands.historyClear(keepStarred));
  client.removeQueries({ queryKey: ["playground", "chat"] });
  changedBy(client, "history_clear");
  return deleted;
}

/** Draws a star at every hit of the conversation at once, whatever page it is on. */
export function drawStar(client: QueryClient, chatId: string, starred: boolean): void {
  client.setQueriesData(
    { queryKey: ["history", "search"] },
    (known: InfiniteData<HistoryPage> | undefined) =>
      known && {
        ...known,
        pages: known.pages.map((page) => ({
          ...page,
          hits: page.hits.map((hit) => (hit.chatId === chatId ? { ...hit, starred } : hit)),
        })),
      },
  );
}

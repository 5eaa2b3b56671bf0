// What this room asks of the core, with the keys of the answers. Vectors never come here.
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  commands,
  type EmbeddingDraft,
  type EmbeddingFile,
  type EmbeddingRun,
  type EmbeddingTarget,
  type EndpointRow,
} from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";

export const TASK = "llm/v1/embeddings";

export const embeddingKeys = {
  runs: ["embeddings", "runs"] as const,
  run: (id: string) => ["embeddings", "run", id] as const,
  draft: (workspace: string) => ["embeddings", "draft", workspace] as const,
  endpoints: ["embeddings", "endpoints"] as const,
};

export const runsQuery = queryOptions({
  queryKey: embeddingKeys.runs,
  queryFn: () => unwrap(commands.embeddingsRuns()),
});

// A run never changes.
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: embeddingKeys.run(id),
    queryFn: () => unwrap(commands.embeddingsRun(id)),
    staleTime: Number.POSITIVE_INFINITY,
  });

// Never asked twice by itself: while the page is open it knows more than the database.
export const draftQuery = (workspace: string) =>
  queryOptions({
    queryKey: embeddingKeys.draft(workspace),
    queryFn: () => unwrap(commands.embeddingsDraftGet()),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const endpointsQuery = queryOptions({
  queryKey: embeddingKeys.endpoints,
  queryFn: async (): Promise<EndpointRow[]> => {
    const asked = {
      search: "",
      view: "all",
      sort: "name",
      descending: false,
      offset: 0,
      limit: 200,
      refresh: false,
      tasks: [TASK],
    } as const;
    return (await unwrap(commands.endpointsList({ ...asked, tasks: [...asked.tasks] }))).rows;
  },
});

// The same key as the endpoint pages use: one endpoint is read once.
export const endpointQuery = (name: string) =>
  queryOptions({
    queryKey: ["endpoints", "one", name] as const,
    queryFn: () => unwrap(commands.endpointsGet(name)),
    enabled: name !== "",
  });

/** The run that was made; null when the person stopped it. */
export async function compare(
  client: QueryClient,
  name: string,
  texts: string[],
  targets: EmbeddingTarget[],
): Promise<EmbeddingRun | null> {
  const run = await unwrap(commands.embeddingsCompare({ name, texts, targets }));
  if (run) {
    client.setQueryData(embeddingKeys.run(run.id), run);
    void client.invalidateQueries({ queryKey: embeddingKeys.runs });
  }
  return run;
}

export async function stop(name: string): Promise<void> {
  await unwrap(commands.embeddingsStop(name), { quiet: true });
}

export async function saveDraft(
  client: QueryClient,
  workspace: string,
  draft: EmbeddingDraft,
): Promise<void> {
  client.setQueryData(embeddingKeys.draft(workspace), draft);
  await unwrap(commands.embeddingsDraftSave(workspace, draft), { quiet: true });
}

export async function deleteRun(client: QueryClient, id: string): Promise<void> {
  await unwrap(commands.embeddingsDelete(id));
  client.removeQueries({ queryKey: embeddingKeys.run(id) });
  changedBy(client, "embeddings_delete");
}

export function save(id: string, side: number, file: EmbeddingFile): Promise<string> {
  return unwrap(commands.embeddingsExport(id, side, file), { quiet: true });
}

const USABLE = new Set(["ready", "readyUpdateFailed", "updating"]);

/** Whom the page begins with: the one in the address, the one of last time, the first that is ready. */
export function firstTargets(
  rows: readonly EndpointRow[],
  draft: EmbeddingDraft | null,
  wanted: string | undefined,
): EmbeddingTarget[] {
  if (wanted) return [{ endpoint: wanted, entity: null }];
  const kept = draft?.targets.filter((target) => target.endpoint !== "") ?? [];
  if (kept.length > 0) return kept;
  const first = rows.find((row) => USABLE.has(row.state)) ?? rows[0];
  return first ? [{ endpoint: first.name, entity: null }] : [];
}

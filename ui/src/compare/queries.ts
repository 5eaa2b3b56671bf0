// What this room asks of the core, with the keys of the answers, and which comparison an address means. Asking the columns
// is not here: comparing.ts does it, because it outlives the page.
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type CellAnswers, type Comparison, type ComparisonSetup, commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { endpointQuery, endpointsQuery } from "../playground";
import { newSetup } from "./model";

export const compareKeys = {
  list: ["compare", "list"] as const,
  one: (id: string) => ["compare", "one", id] as const,
  answers: (run: string) => ["compare", "answers", run] as const,
  tally: (id: string) => ["compare", "tally", id] as const,
};

export const comparisonsQuery = queryOptions({
  queryKey: compareKeys.list,
  queryFn: () => unwrap(commands.compareList()),
});

// Never asked twice by itself: while the page is open it knows more than the database.
export const comparisonQuery = (id: string) =>
  queryOptions({
    queryKey: compareKeys.one(id),
    queryFn: () => unwrap(commands.compareGet(id)),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const answersQuery = (run: string) =>
  queryOptions({
    queryKey: compareKeys.answers(run),
    queryFn: () => unwrap(commands.compareAnswers(run)),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const tallyQuery = (id: string) =>
  queryOptions({ queryKey: compareKeys.tally(id), queryFn: () => unwrap(commands.compareTally(id)) });

export function rememberComparison(client: QueryClient, comparison: Comparison): Comparison {
  client.setQueryData(compareKeys.one(comparison.id), comparison);
  void client.invalidateQueries({ queryKey: compareKeys.list });
  return comparison;
}

export function changeComparison(
  client: QueryClient,
  id: string,
  change: (comparison: Comparison) => Comparison,
): void {
  client.setQueryData(compareKeys.one(id), (known: Comparison | undefined) => known && change(known));
}

export function changeAnswers(
  client: QueryClient,
  run: string,
  change: (cells: CellAnswers[]) => CellAnswers[],
): void {
  client.setQueryData(compareKeys.answers(run), (known: CellAnswers[] | undefined) => change(known ?? []));
}

export async function deleteComparison(client: QueryClient, id: string): Promise<void> {
  await unwrap(commands.compareDelete(id));
  client.removeQueries({ queryKey: compareKeys.one(id) });
  await client.invalidateQueries({ queryKey: compareKeys.list });
}

// ---- which comparison to open ----------------------------------------------------------------------------------------

export type Wanted = {
  compare?: string | undefined;
  run?: string | undefined;
  /** A conversation that belongs to a comparison, as the history finds it. */
  chat?: string | undefined;
  endpoint?: string | undefined;
  prompt?: string | undefined;
  /** A conversation whose options, the instructions among them, go along. */
  from?: string | undefined;
};

export type Found = { compare: string; run: string | null };

const USABLE = new Set(["ready", "readyUpdateFailed", "updating"]);

/** The comparison an address means; null when there is no endpoint to ask. Begins one where none fits. */
export async function resolve(client: QueryClient, wanted: Wanted): Promise<Found | null> {
  if (wanted.chat) {
    const place = await unwrap(commands.compareFind(wanted.chat));
    if (place) return { compare: place.comparison, run: place.run };
  }
  const begun = (id: string): Found => ({ compare: id, run: null });
  if (wanted.endpoint) return begun(await begin(client, wanted.endpoint, wanted.prompt, wanted.from));
  const known = await client.fetchQuery({ ...comparisonsQuery, staleTime: 0 });
  const newest = known[0];
  if (newest && !wanted.prompt) return begun(newest.id);
  const endpoint = newest?.endpoint ?? (await firstEndpoint(client));
  return endpoint === null ? null : begun(await begin(client, endpoint, wanted.prompt));
}

async function firstEndpoint(client: QueryClient): Promise<string | null> {
  const rows = await client.fetchQuery(endpointsQuery(""));
  const usable = rows.filter((row) => USABLE.has(row.state));
  // Several models behind one endpoint are what one wants to compare.
  const many = usable.find((row) => row.models.length >= 2);
  return (many ?? usable[0] ?? rows[0])?.name ?? null;
}

export async function begin(
  client: QueryClient,
  endpoint: string,
  prompt = "",
  from?: string,
): Promise<string> {
  const of = await client.fetchQuery(endpointQuery(endpoint));
  const setup = newSetup(of, prompt);
  if (from === undefined) return keep(client, setup);
  // A conversation that is gone meanwhile takes nothing along; comparing goes on.
  const chat = await unwrap(commands.playgroundChat(from), { quiet: true }).catch(() => null);
  return keep(client, chat === null ? setup : { ...setup, options: chat.options });
}

export async function keep(client: QueryClient, setup: ComparisonSetup): Promise<string> {
  return rememberComparison(client, await unwrap(commands.compareCreate(setup))).id;
}

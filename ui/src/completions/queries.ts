// What this room asks of the core, with the keys of the answers. A page of completions is one of the playground's
// conversations, of a kind of its own: its turns know nothing of each other.
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type Answer, type Chat, commands, type EndpointRow, type Turn } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { isRunning, running, TASK } from "./model";

export const completionKeys = {
  list: ["completions", "list"] as const,
  one: (id: string) => ["completions", "one", id] as const,
  endpoints: ["completions", "endpoints"] as const,
};

export const listQuery = queryOptions({
  queryKey: completionKeys.list,
  queryFn: () => unwrap(commands.completionsList()),
});

/** Pages whose words come to this window as they are written: it knows more of them than the database. */
export const asking = new Set<string>();

// While something is on its way that another window asked, the page looks again.
export const chatQuery = (id: string) =>
  queryOptions({
    queryKey: completionKeys.one(id),
    queryFn: () => unwrap(commands.playgroundChat(id)),
    staleTime: () => (asking.has(id) ? Number.POSITIVE_INFINITY : 0),
    refetchInterval: ({ state }) =>
      !asking.has(id) && state.data && running(state.data.turns) ? 1_000 : false,
  });

export const endpointsQuery = queryOptions({
  queryKey: completionKeys.endpoints,
  queryFn: async (): Promise<EndpointRow[]> => {
    const asked = {
      search: "",
      view: "all",
      sort: "name",
      descending: false,
      offset: 0,
      limit: 200,
      refresh: false,
    } as const;
    return (await unwrap(commands.endpointsList({ ...asked, tasks: [TASK] }))).rows;
  },
});

// The same key as the endpoint pages use: one endpoint is read once.
export const endpointQuery = (name: string) =>
  queryOptions({
    queryKey: ["endpoints", "one", name] as const,
    queryFn: () => unwrap(commands.endpointsGet(name)),
  });

const USABLE = new Set(["ready", "readyUpdateFailed", "updating"]);

/** The id of the page an address means; null when there is no endpoint for it. Starts one where none fits. */
export async function resolve(
  client: QueryClient,
  wanted: { endpoint?: string | undefined; entity?: string | undefined },
): Promise<string | null> {
  const pages = await client.fetchQuery({ ...listQuery, staleTime: 0 });
  const newest = pages.toSorted((a, b) => b.updatedAt - a.updatedAt);
  const entity = wanted.entity ?? null;
  if (wanted.endpoint) {
    const fits = newest.find((page) => page.endpoint === wanted.endpoint && page.entity === entity);
    return fits ? fits.id : start(client, wanted.endpoint, entity);
  }
  if (newest[0]) return newest[0].id;
  const rows = await client.fetchQuery(endpointsQuery);
  const first = rows.find((row) => USABLE.has(row.state)) ?? rows[0];
  return first ? start(client, first.name, null) : null;
}

export async function start(client: QueryClient, endpoint: string, entity: string | null): Promise<string> {
  const chat = await unwrap(commands.completionsStart(endpoint, entity));
  client.setQueryData(completionKeys.one(chat.id), chat);
  void client.invalidateQueries({ queryKey: completionKeys.list });
  return chat.id;
}

export async function retarget(
  client: QueryClient,
  id: string,
  endpoint: string,
  entity: string | null,
): Promise<void> {
  const chat = await unwrap(commands.playgroundTarget(id, endpoint, entity));
  change(client, id, (before) => ({ ...before, endpoint: chat.endpoint, entity: chat.entity }));
  void client.invalidateQueries({ queryKey: completionKeys.list });
}

export async function remove(client: QueryClient, id: string): Promise<void> {
  await unwrap(commands.playgroundDelete(id));
  client.removeQueries({ queryKey: completionKeys.one(id) });
  await client.invalidateQueries({ queryKey: completionKeys.list });
}

export function change(client: QueryClient, id: string, how: (chat: Chat) => Chat): void {
  client.setQueryData(completionKeys.one(id), (chat: Chat | undefined) => chat && how(chat));
}

/** An answer in its place: replaced where it is there, a further version of its turn, or a new turn. */
export function withAnswer(chat: Chat, turnId: string, prompt: string, answer: Answer): Chat {
  const put = (answers: readonly Answer[]) =>
    answers.some((one) => one.id === answer.id)
      ? answers.map((one) => (one.id === answer.id ? answer : one))
      : [...answers, answer];
  if (chat.turns.some((turn) => turn.id === turnId)) {
    const turns = chat.turns.map((turn) =>
      turn.id === turnId ? { ...turn, answers: put(turn.answers), shown: answer.id } : turn,
    );
    return { ...chat, turns };
  }
  const turn: Turn = {
    id: turnId,
    prompt,
    answers: [answer],
    shown: answer.id,
    parent: chat.turns.at(-1)?.id ?? null,
    branches: { at: 0, of: 1, turns: [turnId] },
    attachments: [],
    variables: [],
    promptFrom: null,
  };
  return { ...chat, turns: [...chat.turns, turn] };
}

/** The text that has come so far, put where it belongs. */
export function withText(chat: Chat, answerId: string, text: string): Chat {
  const turns = chat.turns.map((turn) => ({
    ...turn,
    answers: turn.answers.map((answer) =>
      answer.id === answerId && isRunning(answer) ? { ...answer, text: answer.text + text } : answer,
    ),
  }));
  return { ...chat, turns };
}

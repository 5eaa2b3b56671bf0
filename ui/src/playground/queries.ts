// What this room asks of the core, with the keys of the answers. Questions to a model are not here: conversation.ts asks
// them, because they outlive the page.
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type Answer, type Chat, commands, type EndpointRow, type Turn } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { withShown } from "./model";

export const playgroundKeys = {
  chats: ["playground", "chats"] as const,
  chat: (id: string) => ["playground", "chat", id] as const,
  endpoints: (search: string) => ["playground", "endpoints", search] as const,
  raw: (answerId: string) => ["playground", "raw", answerId] as const,
  picture: (id: string) => ["playground", "picture", id] as const,
  defaults: (endpoint: string, entity: string | null) =>
    ["playground", "defaults", endpoint, entity ?? ""] as const,
};

export const chatsQuery = queryOptions({
  queryKey: playgroundKeys.chats,
  queryFn: () => unwrap(commands.playgroundChats()),
});

// Never asked twice by itself: while the page is open it knows more than the database.
export const chatQuery = (id: string) =>
  queryOptions({
    queryKey: playgroundKeys.chat(id),
    queryFn: () => unwrap(commands.playgroundChat(id)),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The answer whose call was made: of one from the cache it is the one that was kept. */
export const callOf = (answer: Answer): string => answer.fromCache?.answerId ?? answer.id;

/** One call as it went over the wire. An answer that ended never changes. */
export const rawQuery = (answerId: string) =>
  queryOptions({
    queryKey: playgroundKeys.raw(answerId),
    queryFn: () => unwrap(commands.playgroundRaw(answerId), { quiet: true }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What a passport says a chat with the endpoint begins with. */
export const startersQuery = (endpoint: string) =>
  queryOptions({
    queryKey: ["passport", "starters", endpoint],
    queryFn: () => unwrap(commands.passportStarters(endpoint), { quiet: true }),
  });

/** An attached picture as an address that can be drawn. */
export const pictureQuery = (id: string) =>
  queryOptions({
    queryKey: playgroundKeys.picture(id),
    queryFn: () => unwrap(commands.playgroundAttachment(id), { quiet: true }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What is known of how the provider behind a target wants to be asked. */
export const defaultsQuery = (endpoint: string, entity: string | null) =>
  queryOptions({
    queryKey: playgroundKeys.defaults(endpoint, entity),
    queryFn: () => unwrap(commands.playgroundDefaults(endpoint, entity), { quiet: true }),
    staleTime: Number.POSITIVE_INFINITY,
  });

// The same key as the endpoint pages use: one endpoint is read once.
export const endpointQuery = (name: string) =>
  queryOptions({
    queryKey: ["endpoints", "one", name] as const,
    queryFn: () => unwrap(commands.endpointsGet(name)),
  });

const ANSWERING = new Set(["llm/v1/chat", "llm/v1/completions"]);

/** Endpoints that can hold a conversation, by name; at most the first hundred that match. */
export const endpointsQuery = (search: string) =>
  queryOptions({
    queryKey: playgroundKeys.endpoints(search),
    queryFn: async (): Promise<EndpointRow[]> => {
      const asked = {
        search,
        view: "all",
        sort: "name",
        descending: false,
        offset: 0,
        limit: 200,
        refresh: false,
      } as const;
      const page = await unwrap(commands.endpointsList(asked));
      return page.rows.filter((row) => row.task !== null && ANSWERING.has(row.task)).slice(0, 100);
    },
  });

/** Puts a conversation the core just gave into the cache, and has the list of conversations asked anew. */
export function rememberChat(client: QueryClient, chat: Chat): Chat {
  client.setQueryData(playgroundKeys.chat(chat.id), chat);
  void client.invalidateQueries({ queryKey: playgroundKeys.chats });
  return chat;
}

export function changeChat(client: QueryClient, id: string, change: (chat: Chat) => Chat): void {
  client.setQueryData(playgroundKeys.chat(id), (chat: Chat | undefined) => chat && change(chat));
}

// ---- which conversation to open -------------------------------------------------------------------------------------

export type Wanted = {
  endpoint?: string | undefined;
  entity?: string | undefined;
  chat?: string | undefined;
  /** A turn to open the conversation at. */
  at?: string | undefined;
};

const USABLE = new Set(["ready", "readyUpdateFailed", "updating"]);

/** The id of the conversation an address means; null when there is no endpoint to talk to. Starts one where none fits. */
export async function resolveChat(client: QueryClient, wanted: Wanted): Promise<string | null> {
  if (wanted.chat) return wanted.chat;
  const chats = await client.fetchQuery({ ...chatsQuery, staleTime: 0 });
  const newestFirst = chats.toSorted((a, b) => b.updatedAt - a.updatedAt);
  if (wanted.endpoint) {
    const entity = wanted.entity ?? null;
    // Without an entity the split is what one wants to try, so a chat past the split does not fit.
    const fits = newestFirst.find((chat) => chat.endpoint === wanted.endpoint && chat.entity === entity);
    return fits ? fits.id : startChat(client, wanted.endpoint, entity);
  }
  if (newestFirst[0]) return newestFirst[0].id;
  const endpoints = await client.fetchQuery(endpointsQuery(""));
  const first = endpoints.find((row) => USABLE.has(row.state)) ?? endpoints[0];
  return first ? startChat(client, first.name, null) : null;
}

export async function startChat(
  client: QueryClient,
  endpoint: string,
  entity: string | null,
): Promise<string> {
  const chat = await unwrap(commands.playgroundStart(endpoint, entity));
  return rememberChat(client, chat).id;
}

/** Points a conversation at another endpoint or entity. What is typed and set in the window stays as it is. */
export async function retarget(
  client: QueryClient,
  id: string,
  endpoint: string,
  entity: string | null,
): Promise<void> {
  const chat = await unwrap(commands.playgroundTarget(id, endpoint, entity));
  changeChat(client, id, (known) => ({
    ...known,
    endpoint: chat.endpoint,
    entity: chat.entity,
    title: chat.title,
  }));
  void client.invalidateQueries({ queryKey: playgroundKeys.chats });
}

// ---- changes of one conversation: drawn at once, taken back when the core refuses ------------------------------------

async function changed(
  client: QueryClient,
  id: string,
  change: (chat: Chat) => Chat,
  tell: () => Promise<unknown>,
): Promise<void> {
  const before = client.getQueryData<Chat>(playgroundKeys.chat(id));
  changeChat(client, id, change);
  try {
    await tell();
    void client.invalidateQueries({ queryKey: playgroundKeys.chats });
  } catch (error) {
    if (before) {
      const { title, starred, recorded } = before;
      changeChat(client, id, (chat) => ({ ...chat, title, starred, recorded }));
    }
    throw error;
  }
}

export const renameChat = (client: QueryClient, id: string, title: string) =>
  changed(
    client,
    id,
    (chat) => ({ ...chat, title }),
    () => unwrap(commands.playgroundRename(id, title)),
  );

export const starChat = (client: QueryClient, id: string, starred: boolean) =>
  changed(
    client,
    id,
    (chat) => ({ ...chat, starred }),
    () => unwrap(commands.playgroundStar(id, starred)),
  );

export const recordChat = (client: QueryClient, id: string, recorded: boolean) =>
  changed(
    client,
    id,
    (chat) => ({ ...chat, recorded }),
    () => unwrap(commands.playgroundRecord(id, recorded)),
  );

/** Brings another version of an answer to sight; what is asked next goes on from it. */
export async function showVersion(
  client: QueryClient,
  id: string,
  turnId: string,
  answerId: string,
): Promise<void> {
  changeChat(client, id, (chat) => withShown(chat, turnId, answerId));
  await unwrap(commands.playgroundShow(id, turnId, answerId));
}

/** Makes the path through a turn the one that is shown and gone on with. */
export async function openBranch(client: QueryClient, id: string, turnId: string): Promise<void> {
  const chat = await unwrap(commands.playgroundBranch(id, turnId));
  changeChat(client, id, () => chat);
}

export async function deleteChat(client: QueryClient, id: string): Promise<void> {
  await unwrap(commands.playgroundDelete(id));
  client.removeQueries({ queryKey: playgroundKeys.chat(id) });
  await client.invalidateQueries({ queryKey: playgroundKeys.chats });
}

/** A passport that leads to the same endpoint with the same question, as text; null when none can be made. */
export async function passportOf(chat: Chat, turn: Turn): Promise<string | null> {
  const choices = { title: "", starters: [turn.prompt], parameters: true };
  const made = unwrap(commands.passportMake(chat.endpoint, chat.entity, choices), { quiet: true });
  return made.then((file) => file.text).catch(() => null);
}

// What this room asks of the core, with the keys of the answers, and beginning a chat with a prompt.
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { commands, type PromptContent, type PromptFormat } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { optionsOf } from "./model";

export const promptKeys = {
  list: (words: string) => ["prompts", "list", words] as const,
  one: (id: string) => ["prompts", "one", id] as const,
  versions: (id: string) => ["prompts", "versions", id] as const,
};

export const listQuery = (words: string) =>
  queryOptions({
    queryKey: promptKeys.list(words),
    queryFn: () => unwrap(commands.promptsList(words)),
    placeholderData: (before) => before,
  });

export const promptQuery = (id: string) =>
  queryOptions({
    queryKey: promptKeys.one(id),
    queryFn: () => unwrap(commands.promptsGet(id)),
    // What was typed last time is in the answer: an older one must not be drawn first.
    gcTime: 0,
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: promptKeys.versions(id),
    queryFn: () => unwrap(commands.promptsVersions(id)),
  });

/** Begins a chat with the prompt as its unsent message, its options set. Gives the chat. */
export async function startChat(
  client: QueryClient,
  content: PromptContent,
  endpoint: string,
): Promise<string> {
  const entity = content.target?.endpoint === endpoint ? content.target.entity : null;
  const chat = await unwrap(commands.playgroundStart(endpoint, entity));
  await unwrap(commands.playgroundSaveOptions(chat.id, optionsOf(content)));
  await unwrap(commands.playgroundSaveDraft(chat.id, content.template));
  changedBy(client, "playground_start");
  return chat.id;
}

/** Writes the prompts into the downloads folder; gives where. */
export async function exportPrompts(ids: string[], format: PromptFormat): Promise<string> {
  const file = await unwrap(commands.promptsExport(ids, format));
  return unwrap(commands.handoffSave(file.text, file.fileName));
}

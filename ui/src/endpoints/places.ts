// Where the endpoint pages lead: an endpoint, the create flow, the chat with an endpoint. One place for the addresses, so
// that a page says where it goes and not how. Called by the list, the create flow and the endpoint page.
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";

export type Places = {
  list: () => void;
  create: () => void;
  open: (name: string, tab?: string, change?: string) => void;
  edit: (name: string, part?: string) => void;
  /** Deletes and makes it again, after asking. */
  recreate: (name: string) => void;
  chat: (name: string) => void;
  connect: () => void;
};

export function usePlaces(): Places {
  const navigate = useNavigate();
  return useMemo(
    () => ({
      list: () => void navigate({ to: "/endpoints" }),
      create: () => void navigate({ to: "/endpoints/new" }),
      open: (name, tab, change) =>
        void navigate({
          to: "/endpoints/$name",
          params: { name },
          search: { ...(tab ? { tab } : {}), ...(change ? { change } : {}) },
        }),
      edit: (name, part) =>
        void navigate({ to: "/endpoints/$name/edit", params: { name }, search: part ? { part } : {} }),
      recreate: (name) => void navigate({ to: "/endpoints/$name/recreate", params: { name } }),
      chat: (name) => void navigate({ to: "/chat", search: { endpoint: name } }),
      connect: () => void navigate({ to: "/connect" }),
    }),
    [navigate],
  );
}

/** Chat talks to chat endpoints; null when it can, else why not. */
export function whyNotChat(task: string | null): string | null {
  if (task === "llm/v1/embeddings")
    return "An embeddings endpoint answers with numbers, so it cannot be tried in Chat.";
  return null;
}

// Where the endpoint pages lead: an endpoint, the create flow, the chat with an endpoint. One place for the addresses, so
// that a page says where it goes and not how. Called by the list, the create flow and the endpoint page.
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { placeToTry } from "../shell/trying";

export type Places = {
  list: () => void;
  create: () => void;
  open: (name: string, tab?: string, change?: string) => void;
  edit: (name: string, part?: string) => void;
  /** Deletes and makes it again, after asking. */
  recreate: (name: string) => void;
  /** The room that does its task. */
  tryIt: (name: string, task: string | null) => void;
  compare: (name: string) => void;
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
      tryIt: (name, task) => void navigate({ to: placeToTry(task), search: { endpoint: name } }),
      compare: (name) => void navigate({ to: "/compare", search: { endpoint: name } }),
      connect: () => void navigate({ to: "/connect" }),
    }),
    [navigate],
  );
}

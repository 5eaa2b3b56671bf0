// Lists with a name: how they are asked for, and the question and the address of one. Used by the list's menu and the
// command palette.
import { queryOptions } from "@tanstack/react-query";
import { commands, type SavedList } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { writeListSearch } from "./address";
import { NOTHING } from "./filters";
import { type Asked, endpointKeys } from "./queries";

export const viewsOptions = queryOptions({
  queryKey: endpointKeys.views,
  queryFn: () => unwrap(commands.endpointsViews()),
});

/** What a saved list asks for; one of an earlier version may know fewer lists of values. */
export function askedOf({ query }: SavedList): Asked {
  const { offset: _offset, limit: _limit, refresh: _refresh, ...asked } = query;
  return { ...NOTHING, ...asked };
}

export function addressOf(asked: Asked): string {
  const search = new URLSearchParams(writeListSearch(asked) as Record<string, string>).toString();
  return search === "" ? "/endpoints" : `/endpoints?${search}`;
}

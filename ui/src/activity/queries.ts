// What the activity asks of the core: changes newest first, one in full; going on with one, leaving it, making a draft of
// what stood before. While one runs the list is read again.
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type ActivityPage, type Change, type ChangeDetail, commands, type Restored } from "../ipc/bindings";
import { type FailureError, failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { channel } from "../ipc/host";

export const PAGE = 50;

export const activityKeys = {
  all: ["activity"] as const,
  list: (endpoint: string | null, limit: number) => ["activity", "list", endpoint, limit] as const,
  one: (id: string) => ["activity", "one", id] as const,
};

export function useChanges(endpoint: string | null, limit = PAGE) {
  return useQuery({
    queryKey: activityKeys.list(endpoint, limit),
    queryFn: (): Promise<ActivityPage> => unwrap(commands.activityList(endpoint, 0, limit)),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.entries.some((change) => change.state === "running") ? 2_000 : false,
  });
}

export function useChangeDetail(id: string) {
  return useQuery({
    queryKey: activityKeys.one(id),
    queryFn: (): Promise<ChangeDetail> => unwrap(commands.activityGet(id)),
    refetchInterval: ({ state }) => (state.data?.change.state === "running" ? 2_000 : false),
  });
}

const COMMANDS = {
  resume: "activity_resume",
  abandon: "activity_abandon",
  restore: "activity_restore",
} as const;
export type Doing = keyof typeof COMMANDS;

/** Acting on one change. What the core says while it goes on is written where the panel reads it. */
export function useActing(id: string) {
  const client = useQueryClient();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [failure, setFailure] = useState<FailureError["failure"] | null>(null);
  const note = (change: Change): void => {
    client.setQueryData(activityKeys.one(id), (known: ChangeDetail | undefined) =>
      known ? { ...known, change } : known,
    );
  };
  const act = async <T>(what: Doing, call: () => Promise<T>): Promise<T | null> => {
    setDoing(what);
    setFailure(null);
    try {
      return await call();
    } catch (error) {
      setFailure(failureOf(error));
      return null;
    } finally {
      setDoing(null);
      changedBy(client, COMMANDS[what]);
    }
  };
  return {
    doing,
    failure,
    resume: () => act("resume", async () => note(await unwrap(commands.activityResume(id, channel(note))))),
    abandon: () => act("abandon", () => unwrap(commands.activityAbandon(id))),
    restore: (side: "before" | "after"): Promise<Restored | null> =>
      act("restore", async () => {
        const restored = await unwrap(commands.activityRestore(id, side));
        // Another draft stands there now; what an edit page left behind would be shown first.
        client.removeQueries({ queryKey: ["endpoints", "edit"] });
        return restored;
      }),
  };
}

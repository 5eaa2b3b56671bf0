// Ramps of this workspace as the core knows them, and what can be asked of one. The core runs a ramp whichever page is
// open; this only follows it. Used by the Traffic tab and by the notice of unfinished ones.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Endpoint, type Failure, type Ramp, type RampStep } from "../../ipc/bindings";
import { failureOf, type Result, unwrap } from "../../ipc/call";
import { changedBy } from "../../ipc/freshness";
import { channel } from "../../ipc/host";
import { useWorkspace } from "../../shell/current";
import { trafficKeys } from "../keys";
import { draftKey } from "../useTrafficDraft";

const MOVING: ReadonlySet<Ramp["state"]> = new Set(["planned", "writing", "rolling", "pausing"]);
/** A ramp that moves is looked at this often, for a page that came to it later. */
const LOOK_MS = 2_000;

export const isMoving = (ramp: Ramp): boolean => MOVING.has(ramp.state);
/** Over, one way or the other, and without anything left to decide. */
export const isOver = (ramp: Ramp): boolean => ramp.state === "done" || ramp.state === "aborted";

export function useRamps() {
  const workspace = useWorkspace().id;
  return useQuery({
    queryKey: trafficKeys.ramps(workspace),
    queryFn: () => unwrap(commands.trafficRamps(), { quiet: true }),
    refetchInterval: ({ state }) => (state.data?.some(isMoving) ? LOOK_MS : false),
  });
}

export type RampRun = {
  ramp: Ramp | null;
  /** Why the last thing asked for did not happen. */
  failure: Failure | null;
  /** What was asked for and is not answered yet. */
  asked: "start" | "abort" | "resume" | "now" | "forget" | null;
  start: (steps: RampStep[]) => void;
  abort: () => void;
  resume: () => void;
  now: () => void;
  forget: () => void;
};

export function useRamp(endpoint: Pick<Endpoint, "name" | "stamp">): RampRun {
  const client = useQueryClient();
  const workspace = useWorkspace().id;
  const ramps = useRamps();
  const endedKey = trafficKeys.ramp(workspace, endpoint.name);
  const ended = useQuery<Ramp | null>({
    queryKey: endedKey,
    queryFn: () => null,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [asked, setAsked] = useState<RampRun["asked"]>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const ramp = ramps.data?.find((one) => one.endpoint === endpoint.name) ?? ended.data ?? null;

  const ask = async <T>(what: RampRun["asked"], call: () => Promise<Result<T, Failure>>) => {
    setAsked(what);
    setFailure(null);
    try {
      return await unwrap(call());
    } catch (error) {
      setFailure(failureOf(error));
      return null;
    } finally {
      setAsked((now) => (now === what ? null : now));
    }
  };
  const follow = async (what: "start" | "resume", call: (told: Told) => Promise<Result<Ramp, Failure>>) => {
    const told = channel((news: Ramp) => {
      // The first word of it means that it runs: its buttons take over.
      setAsked((now) => (now === what ? null : now));
      heard(client, news, workspace);
    });
    const last = await ask(what, () => call(told));
    if (!last) return;
    heard(client, last, workspace);
    // Editing was closed while it ran, so what was drafted is what is live now.
    if (last.state === "done") {
      client.setQueryData(draftKey(endpoint.name), null);
      await commands.trafficDraftDiscard(endpoint.name);
    }
  };
  return {
    ramp,
    failure: failure ?? (ramps.error ? failureOf(ramps.error) : null),
    asked,
    start: (steps) =>
      void follow("start", (told) => commands.trafficRampStart(endpoint.name, endpoint.stamp, steps, told)),
    resume: () => void (ramp && follow("resume", (told) => commands.trafficRampResume(ramp.id, told))),
    abort: () =>
      void (async () => {
        const over = ramp && (await ask("abort", () => commands.trafficRampAbort(ramp.id)));
        if (over) heard(client, over, workspace);
      })(),
    now: () =>
      void (async () => {
        if (ramp) await ask("now", () => commands.trafficRampNow(ramp.id));
        await client.invalidateQueries({ queryKey: trafficKeys.ramps(workspace) });
      })(),
    forget: () =>
      void (async () => {
        if (ramp && !isOver(ramp)) await ask("forget", () => commands.trafficRampForget(ramp.id));
        client.setQueryData(endedKey, null);
        await client.invalidateQueries({ queryKey: trafficKeys.ramps(workspace) });
      })(),
  };
}

type Told = ReturnType<typeof channel<Ramp>>;

/** Keeps the news of a ramp. When a step settled, the endpoint is another one, so it is read again. */
function heard(client: QueryClient, news: Ramp, workspace: string): void {
  const before = client.getQueryData<Ramp[]>(trafficKeys.ramps(workspace))?.find((one) => one.id === news.id);
  client.setQueryData<Ramp[]>(trafficKeys.ramps(workspace), (all = []) => [
    ...all.filter((one) => one.id !== news.id),
    ...(isOver(news) ? [] : [news]),
  ]);
  client.setQueryData<Ramp | null>(trafficKeys.ramp(workspace, news.endpoint), isOver(news) ? news : null);
  if (before?.state !== news.state || before.at !== news.at) changedBy(client, "traffic_apply");
}

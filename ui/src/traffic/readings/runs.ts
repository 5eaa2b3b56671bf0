// Measurements that take a while: observed split, bench, drill. Each run writes what it hears into the cache, so it goes on
// when the page is left and is there again on the way back. One run of a kind per endpoint. Shown by the cards beside it.
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Bench, commands, type Drill, type Failure, type Observed } from "../../ipc/bindings";
import { failureOf, type Result, unwrap } from "../../ipc/call";
import { changedBy } from "../../ipc/freshness";
import { channel } from "../../ipc/host";
import { useWorkspace } from "../../shell/current";
import { trafficKeys } from "../keys";

/** What is known of a run: the latest news, whether it still runs, why it ended early, when it ended. */
export type Run<T> = {
  id: string;
  running: boolean;
  news: T | null;
  failure: Failure | null;
  endedAt: number | null;
};

type Stream<T> = ReturnType<typeof channel<T>>;
type Key = readonly string[];

async function follow<T>(
  client: QueryClient,
  key: Key,
  id: string,
  ask: (told: Stream<T>) => Promise<Result<T, Failure>>,
): Promise<Run<T>> {
  const note = (part: Partial<Run<T>>) =>
    client.setQueryData<Run<T>>(key, (now) => ({ ...(now ?? fresh<T>(id)), ...part }));
  client.setQueryData<Run<T>>(key, fresh<T>(id));
  try {
    const news = await unwrap(ask(channel((heard: T) => note({ news: heard }))));
    note({ news, running: false, endedAt: Date.now() });
  } catch (error) {
    note({ failure: failureOf(error), running: false, endedAt: Date.now() });
  }
  return client.getQueryData<Run<T>>(key) ?? fresh<T>(id);
}

function fresh<T>(id: string): Run<T> {
  return { id, running: true, news: null, failure: null, endedAt: null };
}

/** A run in the cache, kept for as long as the workspace is open; nothing asks for it by itself. */
function useRun<T>(key: Key): Run<T> | null {
  const { data } = useQuery<Run<T> | null>({
    queryKey: key,
    queryFn: () => null,
    enabled: false,
    gcTime: Number.POSITIVE_INFINITY,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? null;
}

/** What an earlier run of the app measured last; shown until something is measured in this one. */
function useKept(endpoint: string) {
  const { data } = useQuery({
    queryKey: trafficKeys.results(useWorkspace().id, endpoint),
    queryFn: () => unwrap(commands.trafficResults(endpoint), { quiet: true }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(
    () => ({
      observed: kept(data?.observed ?? null, data?.observedAt ?? null),
      bench: kept(data?.bench ?? null, data?.benchAt ?? null),
    }),
    [data],
  );
}

function kept<T>(news: T | null, endedAt: number | null): Run<T> | null {
  return news && { id: "kept", running: false, news, failure: null, endedAt };
}

export type Running<T> = { run: Run<T> | null; begin: () => void };

export function useObserved(endpoint: string): {
  run: Run<Observed> | null;
  begin: (calls: number) => void;
  stop: () => void;
} {
  const client = useQueryClient();
  const key = trafficKeys.observed(useWorkspace().id, endpoint);
  const earlier = useKept(endpoint).observed;
  const run = useRun<Observed>(key) ?? earlier;
  const begin = (calls: number) => {
    const id = crypto.randomUUID();
    void follow<Observed>(client, key, id, (told) => commands.trafficObserve(endpoint, calls, id, told));
  };
  const stop = () => {
    if (run?.running) void commands.trafficObserveStop(run.id);
  };
  return { run, begin, stop };
}

export function useBench(endpoint: string): Running<Bench> & { stop: () => void } {
  const client = useQueryClient();
  const key = trafficKeys.bench(useWorkspace().id, endpoint);
  const earlier = useKept(endpoint).bench;
  const run = useRun<Bench>(key) ?? earlier;
  const begin = () => {
    const id = crypto.randomUUID();
    void follow<Bench>(client, key, id, (told) => commands.trafficBench(endpoint, id, told));
  };
  const stop = () => {
    if (run?.running) void commands.trafficBenchStop(run.id);
  };
  return { run, begin, stop };
}

export function useDrill(endpoint: string): Running<Drill> & { stop: () => void } {
  const client = useQueryClient();
  const workspace = useWorkspace().id;
  const key = trafficKeys.drill(workspace, endpoint);
  const run = useRun<Drill>(key);
  const begin = () => {
    const ended = follow<Drill>(client, key, crypto.randomUUID(), (told) =>
      commands.trafficDrillBegin(endpoint, told),
    );
    void ended.then(() => client.invalidateQueries({ queryKey: trafficKeys.drills(workspace) }));
  };
  const stop = () => {
    if (run?.running && run.news) void commands.trafficDrillRemove(run.news.id);
  };
  return { run, begin, stop };
}

/** Copies that a drill left behind: the app ended before it could remove them, or the removal failed. */
export function useLeftovers() {
  const client = useQueryClient();
  const workspace = useWorkspace().id;
  const queryKey = trafficKeys.drills(workspace);
  const { data, error } = useQuery({
    queryKey,
    queryFn: () => unwrap(commands.trafficDrills(), { quiet: true }),
  });
  const removal = useMutation({
    mutationFn: (id: string) => unwrap(commands.trafficDrillRemove(id)),
    onSettled: () => {
      // A removed copy is no longer an endpoint of the workspace.
      changedBy(client, "endpoints_delete");
      return client.invalidateQueries({ queryKey });
    },
  });
  return {
    leftovers: (data ?? []).filter((one) => one.state === "leftover"),
    failure: removal.error ?? error,
    removing: removal.isPending ? removal.variables : null,
    remove: removal.mutate,
  };
}

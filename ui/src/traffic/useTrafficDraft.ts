// The draft of an endpoint's split: what is shown, kept by the core within half a second of every change, thrown away on
// demand. The answer in the query cache is the draft, so leaving the tab and coming back loses nothing. Used by TrafficTab.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { commands, type Endpoint, type Failure, type TrafficDraft } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { type Split, sameEntities, sameSplit, splitProblem } from "./model";
import { rowsOfEndpoint, rowsOfSplit, type SplitRow, sharesOf, splitOfRows } from "./rows";
import { inNumbers } from "./words";

/** After this much rest a change is saved; the promise is half a second. */
const REST_MS = 300;

export type DraftState = {
  rows: SplitRow[];
  /** The draft is still being looked for; nothing may be edited before that. */
  looking: boolean;
  /** A kept draft that cannot be used any more, in words. */
  misfit: string | null;
  /** Why the draft could not be read or kept. */
  failure: Failure | null;
  change: (rows: SplitRow[]) => void;
  discard: () => Promise<void>;
};

export const draftKey = (name: string) => ["traffic", "draft", name] as const;

export function useTrafficDraft(endpoint: Endpoint): DraftState {
  const { name } = endpoint;
  const client = useQueryClient();
  const [unsaved, setUnsaved] = useState<Failure | null>(null);
  const kept = useQuery({
    queryKey: draftKey(name),
    queryFn: () => unwrap(commands.trafficDraftGet(name)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const live = useMemo(() => rowsOfEndpoint(endpoint), [endpoint]);
  const split = useMemo(() => (kept.data ? splitOfDraft(kept.data) : null), [kept.data]);
  const misfit = split ? misfitOf(split, live) : null;
  const rows = useMemo(() => (split && !misfit ? rowsOfSplit(live, split) : live), [split, misfit, live]);
  const save = useSaving(name, setUnsaved);

  const change = useCallback(
    (next: SplitRow[]) => {
      const now = splitOfRows(next);
      const draft: TrafficDraft | null = sameSplit(now, splitOfRows(live)) ? null : draftOf(now);
      client.setQueryData(draftKey(name), draft);
      save(draft);
    },
    [client, live, name, save],
  );
  const discard = useCallback(async () => {
    client.setQueryData(draftKey(name), null);
    await save(null, true);
  }, [client, name, save]);

  const failure = unsaved ?? (kept.error ? failureOf(kept.error) : null);
  return { rows, looking: kept.isPending, misfit, failure, change, discard };
}

function useSaving(name: string, onFailure: (failure: Failure | null) => void) {
  const waiting = useRef<{ timer: number; draft: TrafficDraft | null } | null>(null);
  const write = useCallback(async () => {
    if (!waiting.current) return;
    const { timer, draft } = waiting.current;
    window.clearTimeout(timer);
    waiting.current = null;
    try {
      await unwrap(
        draft
          ? commands.trafficDraftSave(name, draft.shares, draft.locked)
          : commands.trafficDraftDiscard(name),
      );
      onFailure(null);
    } catch (error) {
      onFailure(failureOf(error));
    }
  }, [name, onFailure]);
  // Leaving the tab saves what is still waiting.
  useEffect(() => () => void write(), [write]);
  return useCallback(
    async (draft: TrafficDraft | null, atOnce = false) => {
      if (waiting.current) window.clearTimeout(waiting.current.timer);
      waiting.current = { draft, timer: window.setTimeout(() => void write(), REST_MS) };
      if (atOnce) await write();
    },
    [write],
  );
}

function draftOf(split: Split): TrafficDraft {
  const locked = split.filter((share) => share.locked).map((share) => share.entity);
  return { shares: sharesOf(split), locked, savedAt: Date.now() };
}

function splitOfDraft({ shares, locked }: TrafficDraft): Split {
  return shares.map(({ entity, percent }) => ({ entity, percent, locked: locked.includes(entity) }));
}

function misfitOf(split: Split, live: readonly SplitRow[]): string | null {
  if (sameEntities(split, live) && splitProblem(split) === null) return null;
  return `A draft with the shares ${inNumbers(split)} was kept, but the served entities have changed since, so it cannot be used.`;
}

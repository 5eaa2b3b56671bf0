// The unfinished change of a gateway: what is shown, kept by the core within half a second of every change, thrown away on
// demand. The answer in the query cache is the draft, so leaving the tab and coming back loses nothing. Used by GatewayTab.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import {
  commands,
  type Failure,
  type GatewayDraft,
  type GatewaySettings,
  type GatewayState,
} from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { sameSettings } from "./model";

/** After this much rest a change is saved; the promise is half a second. */
const REST_MS = 300;

export const gatewayKeys = {
  one: (name: string) => ["gateway", "one", name] as const,
  draft: (name: string) => ["gateway", "draft", name] as const,
};

type Kept = GatewayDraft | null;

export type DraftState = {
  /** The draft, or what is live. */
  settings: GatewaySettings;
  dirty: boolean;
  looking: boolean;
  /** The draft was started from another reading than the endpoint is now. */
  elsewhere: boolean;
  failure: Failure | null;
  change: (settings: GatewaySettings) => void;
  /** What was live when the draft was begun; null when that is not known any more. */
  base: GatewaySettings | null;
  /** Puts the draft onto the endpoint as it is now: as it is, or as it was decided. */
  rebase: (settings?: GatewaySettings) => void;
  discard: () => Promise<void>;
  saveNow: () => Promise<void>;
};

export function useGatewayDraft(name: string, state: GatewayState): DraftState {
  const client = useQueryClient();
  const [unsaved, setUnsaved] = useState<Failure | null>(null);
  const kept = useQuery({
    queryKey: gatewayKeys.draft(name),
    queryFn: (): Promise<Kept> => unwrap(commands.gatewayDraftGet(name)),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { save, flush } = useSaving(name, setUnsaved);
  const draft = kept.data ?? null;
  const dirty = draft !== null && !sameSettings(draft.settings, state.settings);
  const started = draft?.stamp ?? state.stamp;

  const put = useCallback(
    (next: Kept) => {
      client.setQueryData(gatewayKeys.draft(name), next);
      save(next);
    },
    [client, name, save],
  );
  const change = (settings: GatewaySettings) =>
    put(
      sameSettings(settings, state.settings)
        ? null
        : {
            settings,
            stamp: dirty ? started : state.stamp,
            base: dirty && draft ? draft.base : state.settings,
            savedAt: Date.now(),
          },
    );
  const rebase = (decided?: GatewaySettings) => {
    const settings = decided ?? draft?.settings;
    if (!settings) return;
    put(
      sameSettings(settings, state.settings)
        ? null
        : { settings, stamp: state.stamp, base: state.settings, savedAt: Date.now() },
    );
  };
  const discard = async () => {
    put(null);
    await flush();
  };
  return {
    settings: dirty && draft ? draft.settings : state.settings,
    dirty,
    looking: kept.isPending,
    elsewhere: dirty && started !== state.stamp,
    base: draft?.base ?? null,
    failure: unsaved ?? (kept.error ? failureOf(kept.error) : null),
    change,
    rebase,
    discard,
    saveNow: flush,
  };
}

function useSaving(name: string, onFailure: (failure: Failure | null) => void) {
  const waiting = useRef<{ timer: number; draft: Kept } | null>(null);
  const flush = useCallback(async () => {
    if (!waiting.current) return;
    const { timer, draft } = waiting.current;
    window.clearTimeout(timer);
    waiting.current = null;
    try {
      await unwrap(
        draft
          ? commands.gatewayDraftSave(name, draft.stamp, draft.settings)
          : commands.gatewayDraftDiscard(name),
      );
      onFailure(null);
    } catch (error) {
      onFailure(failureOf(error));
    }
  }, [name, onFailure]);
  // Leaving the tab saves what is still waiting.
  useEffect(() => () => void flush(), [flush]);
  const save = useCallback(
    (draft: Kept) => {
      if (waiting.current) window.clearTimeout(waiting.current.timer);
      waiting.current = { draft, timer: window.setTimeout(() => void flush(), REST_MS) };
    },
    [flush],
  );
  return { save, flush };
}

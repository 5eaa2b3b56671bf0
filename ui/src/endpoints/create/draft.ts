// Keeps the draft of a new endpoint: brings back the saved one, saves it at most half a second after the last change,
// and throws it away when asked. What a draft is stands in model.ts; no secret value is ever in it. Called by Page.tsx.
import { useCallback, useEffect, useRef, useState } from "react";
import { commands, type EndpointDraft } from "../../ipc/bindings";
import { unwrap } from "../../ipc/call";
import { emptyDraft, isUntouched, type Step, stepFrom } from "./model";

const SAVE_AFTER_MS = 350;

export type Kept = { draft: EndpointDraft; step: Step };
/** loading: the saved one is on its way. savedAt: when this computer last kept it. */
export type DraftKeeping = {
  loading: boolean;
  kept: Kept;
  savedAt: number | null;
  restoredFrom: number | null;
  failed: boolean;
  change: (next: Kept) => void;
  startOver: () => Kept;
  putBack: (before: Kept) => void;
  finish: () => void;
};

export function useDraft(): DraftKeeping {
  const [kept, setKept] = useState<Kept>({ draft: emptyDraft(), step: "provider" });
  const [loading, setLoading] = useState(true);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const [restoredFrom, setRestoredFrom] = useState<number | null>(null);
  const [failed, setFailed] = useState(false);
  const toSave = useRef<Kept | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    const now = toSave.current;
    toSave.current = null;
    if (now === null) return;
    try {
      setSavedAt(await unwrap(commands.endpointsDraftSave(now.draft, now.step)));
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }, []);

  useEffect(() => {
    let gone = false;
    unwrap(commands.endpointsDraftGet())
      .then((saved) => {
        if (gone || saved === null || isUntouched(saved.draft)) return;
        setKept({ draft: saved.draft, step: stepFrom(saved.step) });
        setSavedAt(saved.savedAt);
        setRestoredFrom(saved.savedAt);
      })
      .catch(() => {
        if (!gone) setFailed(true);
      })
      .finally(() => {
        if (!gone) setLoading(false);
      });
    return () => {
      gone = true;
      void save();
    };
  }, [save]);

  const change = (next: Kept): void => {
    setKept(next);
    toSave.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), SAVE_AFTER_MS);
  };
  const forget = (): void => {
    clearTimeout(timer.current);
    toSave.current = null;
    setSavedAt(null);
    setRestoredFrom(null);
    unwrap(commands.endpointsDraftDiscard()).catch(() => setFailed(true));
  };
  const startOver = (): Kept => {
    forget();
    setKept({ draft: emptyDraft(), step: "provider" });
    return kept;
  };
  return { loading, kept, savedAt, restoredFrom, failed, change, startOver, putBack: change, finish: forget };
}

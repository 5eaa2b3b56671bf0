// What the core says about a value while it is in the field: length, family, what is cut off, what does not fit. The
// value is handed over and not kept: it is in no cache key and no cached answer. Called by the secret fields.
import { useEffect, useState } from "react";
import { commands } from "../../ipc/bindings";
import { unwrap } from "../../ipc/call";
import type { Verdict } from "../../kit/Field";
import type { Inspection } from "../types";

const PAUSE_MS = 120;

/** Asks a moment after the last key. Null while nothing is there, or nothing is known about it yet. */
export function useInspection(value: string, provider: string | null): Inspection | null {
  const [answer, setAnswer] = useState<Inspection | null>(null);
  const empty = value.trim() === "";
  useEffect(() => {
    if (value.trim() === "") {
      setAnswer(null);
      return;
    }
    let waiting = true;
    const timer = setTimeout(() => {
      unwrap(commands.secretsInspect(value, provider), { quiet: true }).then(
        (inspection) => waiting && setAnswer(inspection),
        // Saying nothing about it is no reason to refuse it: storing checks again.
        () => waiting && setAnswer(null),
      );
    }, PAUSE_MS);
    return () => {
      waiting = false;
      clearTimeout(timer);
    };
  }, [value, provider]);
  return empty ? null : answer;
}

/** "51 characters, looks like an OpenAI key. One line break at the end removed." */
export function inspectionWords({ characters, family, familyName, trimmed }: Inspection): string {
  const length = `${characters.toLocaleString("en")} ${characters === 1 ? "character" : "characters"}`;
  const looks = family === "unknown" ? "" : `, looks like ${familyName}`;
  return [`${length}${looks}.`, trimmed].filter(Boolean).join(" ");
}

/** The line below the field: what is wrong, what does not fit, or what was read. */
export function inspectionVerdict(inspection: Inspection | null): Verdict | null {
  if (inspection === null) return null;
  if (inspection.problem) return { tone: "wrong", text: inspection.problem };
  const words = inspectionWords(inspection);
  if (inspection.warning) return { tone: "warning", text: `${inspection.warning} ${words}` };
  return { tone: "fixed", text: words };
}

// The sheet one works on: texts and whom they go to, kept on this computer a moment after the last key and when the page is
// left. A row has an id of its own, so that removing one leaves the others as they are drawn.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { EmbeddingDraft, EmbeddingTarget } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { useWorkspace } from "../shell/current";
import { MOST_TEXTS } from "./pasted";
import { saveDraft } from "./queries";

const QUIET_MS = 300;

export type Row = { id: number; text: string };

export type Sheet = {
  rows: Row[];
  targets: EmbeddingTarget[];
  /** What is sent: the rows with text. */
  texts: string[];
  unsaved: string | null;
  room: number;
  setText: (id: number, text: string) => void;
  add: (texts: string[]) => number | null;
  remove: (id: number) => void;
  replace: (texts: string[]) => void;
  setTargets: (targets: EmbeddingTarget[]) => void;
  /** Saves what waits. */
  flush: () => void;
};

let lastId = 0;
const rowsOf = (texts: readonly string[]): Row[] => texts.map((text) => ({ id: ++lastId, text }));

export function useSheet(begin: EmbeddingDraft): Sheet {
  const [rows, setRows] = useState(() => rowsOf(begin.texts));
  const [targets, setTargets] = useState(begin.targets);
  const [unsaved, setUnsaved] = useState<string | null>(null);
  const saving = useSaving(setUnsaved);
  const change = (nextRows: Row[], nextTargets: EmbeddingTarget[]) => {
    setRows(nextRows);
    setTargets(nextTargets);
    saving.set({ texts: nextRows.map((row) => row.text), targets: nextTargets });
  };
  return {
    rows,
    targets,
    texts: rows.map((row) => row.text).filter((text) => text.trim() !== ""),
    unsaved,
    room: MOST_TEXTS - rows.length,
    setText: (id, text) =>
      change(
        rows.map((row) => (row.id === id ? { id, text } : row)),
        targets,
      ),
    add: (texts) => {
      const more = rowsOf(texts.slice(0, MOST_TEXTS - rows.length));
      change([...rows, ...more], targets);
      return more[0]?.id ?? null;
    },
    remove: (id) =>
      change(
        rows.filter((row) => row.id !== id),
        targets,
      ),
    replace: (texts) => change(rowsOf(texts.slice(0, MOST_TEXTS)), targets),
    setTargets: (next) => change(rows, next),
    flush: saving.flush,
  };
}

function useSaving(settled: (problem: string | null) => void) {
  const client = useQueryClient();
  const workspace = useWorkspace().id;
  const waiting = useRef<EmbeddingDraft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const last = useRef<Promise<void>>(Promise.resolve());
  const flush = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const draft = waiting.current;
    waiting.current = null;
    if (!draft) return;
    last.current = last.current.then(() =>
      saveDraft(client, workspace, draft).then(
        () => settled(null),
        (error: unknown) => settled(failureOf(error).explanation.title),
      ),
    );
  };
  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  useEffect(() => () => latest.current(), []);
  return {
    flush,
    set: (draft: EmbeddingDraft) => {
      waiting.current = draft;
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(), QUIET_MS);
    },
  };
}

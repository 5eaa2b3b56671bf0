// Keeps the edit of one endpoint: brings back the unfinished one, saves it a moment after every change and on leaving, throws
// it away when asked. While the page is open the answer in the query cache is the edit. Called by Page.tsx.
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { commands, type EditState, type EndpointEdit, type Failure } from "../../ipc/bindings";
import { failureOf, unwrap } from "../../ipc/call";
import { editInWords } from "./model";

/** After this much rest a change is saved; the promise is half a second. */
const REST_MS = 300;

export const editKey = (name: string) => ["endpoints", "edit", name] as const;

/** The endpoint opened for editing, for who only wants to look. */
export const editQuery = (name: string) =>
  queryOptions({
    queryKey: ["endpoints", "opened", name] as const,
    queryFn: (): Promise<EditState> => unwrap(commands.endpointsEditGet(name)),
  });

export function useEdit(name: string) {
  const client = useQueryClient();
  const [unsaved, setUnsaved] = useState<Failure | null>(null);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const waiting = useRef<{ timer: number; edit: EndpointEdit | null } | null>(null);
  const write = useCallback(async () => {
    const now = waiting.current;
    if (!now) return;
    window.clearTimeout(now.timer);
    waiting.current = null;
    try {
      await unwrap(now.edit ? commands.endpointsEditSave(now.edit) : commands.endpointsEditDiscard(name));
      setSavedAt(now.edit ? Date.now() : null);
      setUnsaved(null);
    } catch (error) {
      setUnsaved(failureOf(error));
    }
  }, [name]);
  const query = useQuery({
    queryKey: editKey(name),
    queryFn: async (): Promise<EditState> => {
      await write();
      const state = await unwrap(commands.endpointsEditGet(name));
      // What was typed while the answer was on its way is newer than what it holds.
      return waiting.current?.edit ? { ...state, edit: waiting.current.edit } : state;
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Opened again it is read again: a restore may have put another draft there, others may have changed the endpoint.
    gcTime: 0,
  });
  // Leaving the page saves what is still waiting.
  useEffect(() => () => void write(), [write]);

  const put = useCallback(
    (edit: EndpointEdit) =>
      client.setQueryData(editKey(name), (known: EditState | undefined) =>
        known ? { ...known, edit } : known,
      ),
    [client, name],
  );
  const keep = useCallback(
    (edit: EndpointEdit | null) => {
      if (waiting.current) window.clearTimeout(waiting.current.timer);
      waiting.current = { edit, timer: window.setTimeout(() => void write(), REST_MS) };
    },
    [write],
  );
  const change = useCallback(
    (edit: EndpointEdit) => {
      put(edit);
      const known = client.getQueryData<EditState>(editKey(name));
      keep(known && !known.changedElsewhere && editInWords(edit, known.live) === null ? null : edit);
    },
    [client, keep, name, put],
  );
  const readAgain = useCallback(async () => {
    await write();
    await client.invalidateQueries({ queryKey: editKey(name) });
  }, [client, name, write]);
  const discard = useCallback(async () => {
    const known = client.getQueryData<EditState>(editKey(name));
    if (known) put(known.live);
    keep(null);
    await readAgain();
  }, [client, keep, name, put, readAgain]);
  return {
    query,
    savedAt: savedAt ?? query.data?.savedAt ?? null,
    unsaved,
    change,
    discard,
    readAgain,
    saveNow: write,
  };
}

export type Editing = ReturnType<typeof useEdit>;

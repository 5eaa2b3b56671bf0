// The rows of a CSV file as values of variables: which column fills which variable, and paging through rows without losing
// what was typed, before the file or over a row. One object a conversation or comparison; kept while the app runs.
import { useSyncExternalStore } from "react";
import type { PromptRows } from "../ipc/bindings";

export type Sheet = PromptRows & { name: string };
type Values = ReadonlyMap<string, string>;

export type RowState = {
  sheet: Sheet;
  /** The row that stands in the fields, from 0. */
  at: number;
  /** False when the fields are filled by hand again; the file is still there to go back to. */
  open: boolean;
  /** What stood in the fields before. */
  before: Values;
  /** What was typed over rows, by row. */
  typed: ReadonlyMap<number, Values>;
};

const plain = (name: string) => name.toLowerCase().replace(/[\s-]+/gu, "_");

/** The column of each variable: by its name, or else by what reads the same. */
export function columnsOf(sheet: Sheet, names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of names) {
    const exact = sheet.columns.indexOf(name);
    const at = exact >= 0 ? exact : sheet.columns.findIndex((column) => plain(column) === plain(name));
    if (at >= 0) found.set(name, at);
  }
  return found;
}

/** What of the file and the variables does not meet, in sentences. */
export function rowNotes(sheet: Sheet, names: readonly string[]): string[] {
  const columns = columnsOf(sheet, names);
  const missing = names.filter((name) => !columns.has(name));
  const used = new Set(columns.values());
  const unused = sheet.columns.filter((_, at) => !used.has(at));
  return [
    ...(missing.length > 0 ? [`No column for ${missing.join(", ")}. What stands there stays.`] : []),
    ...(unused.length > 0 ? [`Not used here: ${unused.join(", ")}.`] : []),
    ...sheet.notes,
  ];
}

/** What a row puts into the fields, with what was typed over it. */
export function valuesOf(state: RowState, names: readonly string[]): [string, string][] {
  const cells = state.sheet.rows[state.at] ?? [];
  const typed = state.typed.get(state.at);
  return [...columnsOf(state.sheet, names)].map(([name, at]) => [name, typed?.get(name) ?? cells[at] ?? ""]);
}

export class Rows {
  #state: RowState | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): RowState | null => this.#state;

  /** Begins with the first row. Gives what goes into the fields, as all of these do. */
  take(sheet: Sheet, names: readonly string[], values: Values): [string, string][] {
    return this.#put({ sheet, at: 0, open: true, before: new Map(values), typed: new Map() }, names);
  }

  go(at: number, names: readonly string[], values: Values): [string, string][] {
    const state = this.#state;
    if (state === null || at < 0 || at >= state.sheet.rows.length) return [];
    return this.#put({ ...state, at, typed: typedOver(state, names, values) }, names);
  }

  /** Ends filling from the file: with what stood there before, or with the row as it is. */
  leave(names: readonly string[], values: Values, back: boolean): [string, string][] {
    const state = this.#state;
    if (state === null) return [];
    this.#set({ ...state, open: false, typed: typedOver(state, names, values) });
    if (!back) return [];
    return [...columnsOf(state.sheet, names).keys()].map((name) => [name, state.before.get(name) ?? ""]);
  }

  /** Goes on with the file where it was left. */
  again(names: readonly string[], values: Values): [string, string][] {
    const state = this.#state;
    return state === null ? [] : this.#put({ ...state, open: true, before: new Map(values) }, names);
  }

  #put(state: RowState, names: readonly string[]): [string, string][] {
    this.#set(state);
    return valuesOf(state, names);
  }

  #set(state: RowState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

// What the fields say now, where that is not what the row says.
function typedOver(state: RowState, names: readonly string[], values: Values): RowState["typed"] {
  const changed = new Map(state.typed.get(state.at));
  for (const [name, value] of valuesOf(state, names)) {
    const now = values.get(name) ?? "";
    if (now !== value) changed.set(name, now);
  }
  return changed.size === 0 ? state.typed : new Map(state.typed).set(state.at, changed);
}

const all = new WeakMap<object, Rows>();

/** The rows beside a conversation or comparison. */
export function rowsOf(owner: object): Rows {
  const rows = all.get(owner) ?? new Rows();
  all.set(owner, rows);
  return rows;
}

export function useRows(rows: Rows): RowState | null {
  return useSyncExternalStore(rows.subscribe, rows.state);
}

/** The words of a file, in the letters spreadsheets write: UTF-8, UTF-16, or the old Western ones. */
export function decoded(bytes: ArrayBuffer): string {
  const [first, second] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

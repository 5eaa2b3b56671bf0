// What goes on in one comparison, outside React, so that columns go on being answered while another page is open: which
// columns wait or are being written, the growing texts, and saving what is set. One object a comparison and query client.
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import {
  type Answer,
  type AnswerEvent,
  type AskedColumn,
  type CellAnswers,
  type CompareEvent,
  type Comparison,
  type ComparisonRun,
  type ComparisonSetup,
  commands,
  type Failure,
} from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";
import { DelayedSave, LiveText } from "../playground";
import { changeAnswers, changeComparison, compareKeys } from "./queries";

/** A column that is being asked: the answer under way, and since when it is waited for. */
export type Writing = { answerId: string | null; since: number };

export type State = {
  phase: "idle" | "running" | "stopping";
  /** The run that is being answered. */
  runId: string | null;
  /** Columns under way. */
  writing: Readonly<Record<string, Writing>>;
  /** Columns that could not be asked at all. */
  refused: Readonly<Record<string, Failure>>;
  /** Why nothing could be asked. */
  failure: Failure | null;
  /** Why what is set is not being saved. */
  unsaved: Failure | null;
};

const IDLE: State = { phase: "idle", runId: null, writing: {}, refused: {}, failure: null, unsaved: null };

export class Comparing {
  readonly id: string;
  readonly #client: QueryClient;
  #state: State = IDLE;
  readonly #texts = new Map<string, LiveText>();
  readonly #listeners = new Set<() => void>();
  readonly #setups: DelayedSave<ComparisonSetup>;
  #shuffles = false;

  constructor(client: QueryClient, id: string) {
    this.id = id;
    this.#client = client;
    this.#setups = new DelayedSave(
      async (setup) => {
        const saved = await unwrap(commands.compareSave(this.id, setup));
        if (!this.#shuffles) return;
        // Hiding the names shuffles the answers on the page; only the core knows how.
        this.#shuffles = false;
        changeComparison(this.#client, this.id, (known) => ({ ...known, runs: saved.runs }));
      },
      (error) => this.#set({ unsaved: error === null ? null : failureOf(error) }),
    );
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): State => this.#state;

  /** The growing text of an answer of this session. */
  textOf(answerId: string): LiveText | undefined {
    return this.#texts.get(answerId);
  }

  change(change: (setup: ComparisonSetup) => ComparisonSetup): void {
    const known = this.#comparison();
    if (known === undefined) return;
    const setup = change(known.setup);
    changeComparison(this.#client, this.id, (comparison) => ({ ...comparison, setup }));
    this.#setups.set(setup);
    if (!setup.blind || known.setup.blind) return;
    this.#shuffles = true;
    this.leave();
  }

  /** Saves at once what is set; called when the page is left. */
  leave(): void {
    this.#setups.flush().catch(() => undefined);
  }

  /** Asks all columns. Nothing happens while they are being asked. */
  async run(columns: AskedColumn[]): Promise<void> {
    if (this.#state.phase !== "idle") return;
    const waiting = Object.fromEntries(columns.map((one) => [one.columnId, beginning()]));
    this.#set({ phase: "running", runId: null, writing: waiting, refused: {}, failure: null });
    await this.#asking(async (events) => {
      // The core asks with what it has saved.
      await this.#setups.flush();
      await unwrap(commands.compareAsk(this.id, columns, events));
    });
  }

  /** Asks one column of a run once more. */
  async again(runId: string, columnId: string): Promise<void> {
    if (this.#state.phase !== "idle") return;
    this.#set({ phase: "running", runId, writing: { [columnId]: beginning() }, refused: {}, failure: null });
    await this.#asking(async (events) => {
      await unwrap(commands.compareAgain(runId, columnId, events));
    });
  }

  async #asking(ask: (events: ReturnType<typeof channel<CompareEvent>>) => Promise<void>): Promise<void> {
    try {
      await ask(channel<CompareEvent>((event) => this.#take(event)));
    } catch (error) {
      this.#set({ failure: failureOf(error) });
    }
    this.#set({ phase: "idle", writing: {} });
    void this.#client.invalidateQueries({ queryKey: compareKeys.list });
  }

  /** Stops one column, or all. */
  stop(columnId: string | null = null): void {
    if (this.#state.phase === "idle") return;
    if (columnId === null) this.#set({ phase: "stopping" });
    // Stopping what has ended meanwhile is no failure; the answers themselves say how they ended.
    unwrap(commands.compareStop(this.id, columnId)).catch(() => undefined);
  }

  #take(event: CompareEvent): void {
    if (event.kind === "begun") this.#begin(event.run);
    else if (event.kind === "answer") this.#answer(event.columnId, event.event);
    else this.#end(event.columnId, event.failure);
  }

  #begin(run: ComparisonRun): void {
    changeAnswers(this.#client, run.id, () => []);
    changeComparison(this.#client, this.id, (known) => ({
      ...known,
      runs: [...known.runs.filter((one) => one.id !== run.id), run],
    }));
    this.#set({ runId: run.id });
    // A stop that was faster than the beginning.
    if (this.#state.phase === "stopping") this.stop();
  }

  #answer(columnId: string, event: AnswerEvent): void {
    if (event.kind === "text") growing(this.#texts, event.answerId).add(event.text);
    else if (event.kind === "started") {
      growing(this.#texts, event.answer.id);
      this.#put(columnId, event.answer);
      const since = this.#state.writing[columnId]?.answerId === event.answer.id;
      if (!since) this.#write(columnId, { answerId: event.answer.id, since: Date.now() });
    } else if (event.kind === "finished") {
      this.#texts.get(event.answer.id)?.end(event.answer.text);
      this.#put(columnId, event.answer);
      this.#write(columnId, beginning());
    }
  }

  #end(columnId: string, failure: Failure | null): void {
    const { [columnId]: _, ...writing } = this.#state.writing;
    const refused = failure === null ? this.#state.refused : { ...this.#state.refused, [columnId]: failure };
    this.#set({ writing, refused });
  }

  #put(columnId: string, answer: Answer): void {
    if (this.#state.runId === null) return;
    changeAnswers(this.#client, this.#state.runId, (cells) => withAnswer(cells, columnId, answer));
  }

  #write(columnId: string, writing: Writing): void {
    this.#set({ writing: { ...this.#state.writing, [columnId]: writing } });
  }

  #comparison(): Comparison | undefined {
    return this.#client.getQueryData<Comparison>(compareKeys.one(this.id));
  }

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const beginning = (): Writing => ({ answerId: null, since: Date.now() });

/** The answers with one put in its place: replaced when it is there, otherwise the newest of its column. */
export function withAnswer(cells: CellAnswers[], columnId: string, answer: Answer): CellAnswers[] {
  const cell = cells.find((one) => one.columnId === columnId);
  if (!cell) return [...cells, { columnId, answers: [answer] }];
  const there = cell.answers.some((one) => one.id === answer.id);
  const answers = there
    ? cell.answers.map((one) => (one.id === answer.id ? answer : one))
    : [...cell.answers, answer];
  return cells.map((one) => (one === cell ? { columnId, answers } : one));
}

function growing(texts: Map<string, LiveText>, answerId: string): LiveText {
  const known = texts.get(answerId);
  if (known) return known;
  const made = new LiveText();
  texts.set(answerId, made);
  return made;
}

const open = new WeakMap<QueryClient, Map<string, Comparing>>();

export function useComparing(id: string): Comparing {
  const client = useQueryClient();
  const known = open.get(client) ?? new Map<string, Comparing>();
  open.set(client, known);
  const comparing = known.get(id) ?? new Comparing(client, id);
  known.set(id, comparing);
  return comparing;
}

export function useComparingState(comparing: Comparing): State {
  return useSyncExternalStore(comparing.subscribe, comparing.state);
}

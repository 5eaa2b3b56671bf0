// What a comparison is to the page: which columns stand where and what they are called, what will be asked, what is hidden.
// Pure: no commands, no React. The differences are in diff.ts, the numbers in measure.ts.
import type {
  Answer,
  Cell,
  CellAnswers,
  ChatOptions,
  Column,
  Comparison,
  ComparisonRun,
  ComparisonSetup,
  Endpoint,
  PromptContent,
} from "../ipc/bindings";
import { wordsIn } from "../playground";
import type { Measured } from "./measure";

export const MOST_COLUMNS = 6;
export const FEWEST_COLUMNS = 2;
/** More are added by hand: each is a call. */
const FIRST_COLUMNS = 4;
export const MOST_REPEATS = 10;

export const NO_OPTIONS: ChatOptions = {
  temperature: null,
  maxTokens: null,
  system: "",
  stream: true,
  extra: [],
  stop: [],
  n: null,
  useCache: "off",
};

// ---- columns ---------------------------------------------------------------------------------------------------------

type Target = Pick<Column, "endpoint" | "entity">;

export function column(source: Column["source"], target: Target, more: Partial<Column> = {}): Column {
  return {
    id: crypto.randomUUID(),
    source,
    endpoint: target.endpoint,
    entity: target.entity,
    prompt: null,
    message: null,
    options: null,
    ...more,
  };
}

/** A column that asks with a version of a saved prompt: its words, its rules and options, and whom it was made for. */
export function promptColumn(
  prompt: { id: string; version: number; content: PromptContent },
  target: Target,
  all: ChatOptions,
): Column {
  const { name, template, system, options } = prompt.content;
  const own = options !== null || system !== "" ? { ...(options ?? all), system } : null;
  return column("prompt", prompt.content.target ?? target, {
    prompt: { id: prompt.id, name, version: prompt.version },
    message: template,
    options: own,
  });
}

/** The columns a comparison of an endpoint begins with: its served entities, those with the most traffic first. */
export function columnsFor(endpoint: Pick<Endpoint, "name" | "entities">): Column[] {
  const entities = endpoint.entities.toSorted((a, b) => b.share - a.share);
  if (entities.length === 0) return [column("endpoint", { endpoint: endpoint.name, entity: null })];
  return entities
    .slice(0, FIRST_COLUMNS)
    .map((entity) => column("entity", { endpoint: endpoint.name, entity: entity.name }));
}

export function newSetup(endpoint: Pick<Endpoint, "name" | "entities">, draft = ""): ComparisonSetup {
  return {
    endpoint: endpoint.name,
    columns: columnsFor(endpoint),
    draft,
    variables: [],
    options: NO_OPTIONS,
    repeat: 1,
    blind: false,
    baseline: null,
    differences: true,
  };
}

/** The setup for another endpoint: its entities take the places of the entities compared so far, all else stays. */
export function movedTo(
  setup: ComparisonSetup,
  endpoint: Pick<Endpoint, "name" | "entities">,
): ComparisonSetup {
  const kept = setup.columns.filter((one) => one.source !== "entity" && one.source !== "options");
  const columns = [...columnsFor(endpoint), ...kept].slice(0, MOST_COLUMNS);
  return { ...setup, endpoint: endpoint.name, columns };
}

/** What makes options differ from those for all, in words; empty when nothing does. */
export function optionWords(own: ChatOptions, all: ChatOptions): string {
  const words: string[] = [];
  if (own.temperature !== all.temperature) {
    words.push(
      own.temperature === null ? "creativity as the model decides" : `creativity ${own.temperature}`,
    );
  }
  if (own.maxTokens !== all.maxTokens) {
    words.push(
      own.maxTokens === null ? "any length" : `up to ${own.maxTokens.toLocaleString("en-US")} tokens`,
    );
  }
  if (own.system.trim() !== all.system.trim())
    words.push(own.system.trim() === "" ? "no rules" : "own rules");
  if (JSON.stringify(own.extra) !== JSON.stringify(all.extra)) words.push("own parameters");
  if (own.stream !== all.stream) words.push(own.stream ? "words as they come" : "answer at once");
  return words.join(", ");
}

function plainLabel(one: Column, all: ChatOptions): string {
  if (one.prompt) return `${one.prompt.name} v${one.prompt.version}`;
  const who = one.entity ?? one.endpoint;
  if (one.source === "prompt") return `${who}, own message`;
  const differs = one.source === "options" && one.options ? optionWords(one.options, all) : "";
  return differs === "" ? who : `${who}, ${differs}`;
}

/** What each column is called, by its id. Two that would be called the same are numbered. */
export function labelsOf(setup: ComparisonSetup): Map<string, string> {
  const plain = setup.columns.map((one) => plainLabel(one, setup.options));
  const seen = new Map<string, number>();
  return new Map(
    setup.columns.map((one, at) => {
      const label = plain[at] ?? "";
      const times = (seen.get(label) ?? 0) + 1;
      seen.set(label, times);
      const many = plain.filter((other) => other === label).length > 1;
      return [one.id, many ? `${label} (${times})` : label];
    }),
  );
}

// ---- what stands on the page -----------------------------------------------------------------------------------------

/** One column as it stands on the page: of the setup, of the run looked at, or both. */
export type Place = {
  id: string;
  /** Its colour and pattern, which are those of its place in the setup. */
  swatch: number;
  label: string;
  /** "Answer A": what it is called while names are hidden. */
  letter: string;
  column: Column | null;
  cell: Cell | null;
};

/** The run that is shown: the one asked for, otherwise the newest. */
export function shownRun(comparison: Comparison, wanted: string | undefined): ComparisonRun | null {
  return comparison.runs.find((run) => run.id === wanted) ?? comparison.runs.at(-1) ?? null;
}

/** Names stay hidden from the moment of a run until its vote. */
export function isHidden(setup: ComparisonSetup, run: ComparisonRun | null): boolean {
  return setup.blind && run !== null && run.vote === null;
}

/** Columns in the order of the run, then those added since. An older run shows what was there then. */
export function placesOf(comparison: Comparison, run: ComparisonRun | null): Place[] {
  const { columns } = comparison.setup;
  const labels = labelsOf(comparison.setup);
  const newest = run === null || run.id === comparison.runs.at(-1)?.id;
  const place = (id: string, at: number, cell: Cell | null): Place => {
    const index = columns.findIndex((one) => one.id === id);
    const present = newest ? labels.get(id) : undefined;
    return {
      id,
      swatch: index < 0 ? at : index,
      label: present ?? cell?.label ?? "",
      letter: `Answer ${String.fromCharCode(65 + at)}`,
      column: columns[index] ?? null,
      cell,
    };
  };
  const cells = run?.cells ?? [];
  const ofRun = newest ? cells.filter((cell) => labels.has(cell.columnId)) : cells;
  const since = newest ? columns.filter((one) => !cells.some((cell) => cell.columnId === one.id)) : [];
  return [
    ...ofRun.map((cell, at) => place(cell.columnId, at, cell)),
    ...since.map((one, at) => place(one.id, ofRun.length + at, null)),
  ];
}

/** The column the others are compared with: the chosen one while it is there, otherwise the first. */
export function baselineOf(setup: ComparisonSetup, places: Place[]): string | null {
  const chosen = places.find((place) => place.id === setup.baseline);
  return chosen?.id ?? places[0]?.id ?? null;
}

export function answersOf(cells: CellAnswers[] | undefined, columnId: string): Answer[] {
  return cells?.find((cell) => cell.columnId === columnId)?.answers ?? [];
}

/** What came from the cache took no time and cost nothing, and says nothing about either. */
export function measured(answer: Answer): Measured {
  const live = answer.fromCache === null;
  return {
    complete: answer.outcome === "complete",
    text: answer.text,
    words: wordsIn(answer.text),
    totalMs: live ? answer.totalMs : null,
    firstWordMs: live ? answer.firstWordMs : null,
    cost: live ? answer.cost : null,
  };
}

// ---- what will be asked ----------------------------------------------------------------------------------------------

/** The message of a column before its variables are filled. */
export function messageOf(one: Column, setup: ComparisonSetup): string {
  return one.message ?? setup.draft;
}

/** Why the columns cannot be asked now, as the button says it; null when they can. */
export function whyNot(setup: ComparisonSetup, missing: string[]): string | null {
  if (setup.columns.length < FEWEST_COLUMNS) return "Add a second column first.";
  if (setup.columns.every((one) => messageOf(one, setup).trim() === "")) return "Write a message first.";
  if (setup.columns.some((one) => messageOf(one, setup).trim() === "")) {
    return "A column with a message of its own has none yet.";
  }
  if (missing.length > 0) return `Fill ${listed(missing)} first.`;
  return null;
}

function listed(names: string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** True when two runs with these options may differ by chance, which hides what the models make different. */
export function mayVary(setup: ComparisonSetup): boolean {
  return setup.columns.some((one) => (one.options ?? setup.options).temperature !== 0);
}

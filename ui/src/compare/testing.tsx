// Comparisons for this room's tests, and columns the test answers word by word. Never imported by the app.
import type {
  Answer,
  AnswerEvent,
  Cell,
  CellAnswers,
  Column,
  CompareEvent,
  Comparison,
  ComparisonRun,
  ComparisonSetup,
} from "../ipc/bindings";
import { fake, ok } from "../ipc/testing";
import { answer, endpoint } from "../playground/testing";
import { NO_OPTIONS } from "./model";

export { answer, endpoint };

export const ENTITIES = ["openai-gpt4o", "azure-gpt4o", "anthropic-claude-sonnet"] as const;

export function column(id: string, change: Partial<Column> = {}): Column {
  return {
    id,
    source: "entity",
    endpoint: "support-assistant-chat",
    entity: ENTITIES[id.charCodeAt(0) - 97] ?? id,
    prompt: null,
    message: null,
    options: null,
    ...change,
  };
}

export function setup(change: Partial<ComparisonSetup> = {}): ComparisonSetup {
  return {
    endpoint: "support-assistant-chat",
    columns: [column("a"), column("b"), column("c")],
    draft: "Write a short answer.",
    variables: [],
    options: NO_OPTIONS,
    repeat: 1,
    blind: false,
    baseline: null,
    differences: true,
    ...change,
  };
}

export function cell(columnId: string): Cell {
  const of = column(columnId);
  return {
    columnId,
    chatId: `chat-${columnId}`,
    label: of.entity ?? of.endpoint,
    endpoint: of.endpoint,
    entity: of.entity,
  };
}

export function run(change: Partial<ComparisonRun> = {}): ComparisonRun {
  return {
    id: "r1",
    at: 1_795_000_000_000,
    prompt: "Write a short answer.",
    repeat: 1,
    blind: false,
    cells: [cell("a"), cell("b"), cell("c")],
    vote: null,
    ...change,
  };
}

export function comparison(change: Partial<Comparison> = {}): Comparison {
  return { id: "x1", title: "", setup: setup(), runs: [], updatedAt: 1_795_000_000_000, ...change };
}

export const answers = (...texts: string[]): CellAnswers[] =>
  texts.map((text, at) => ({
    columnId: "abcdef"[at] ?? "",
    answers: [answer({ id: `answer-${at}`, text, totalMs: 1000 * (at + 1) })],
  }));

/** The core of a workspace with one endpoint and one comparison. */
export function coreWith(of: Comparison, cells: CellAnswers[] = []): void {
  fake.compareGet.mockResolvedValue(ok(of));
  fake.compareList.mockResolvedValue(ok([]));
  fake.compareAnswers.mockResolvedValue(ok(cells));
  fake.compareSave.mockImplementation(async (_, saved) => ok({ ...of, setup: saved }));
  fake.compareStop.mockResolvedValue(ok(null));
  fake.endpointsGet.mockResolvedValue(ok(endpoint()));
  fake.endpointsList.mockResolvedValue(
    ok({
      counts: { all: 0, attention: 0, mine: 0, others: 0 },
      matching: 0,
      offset: 0,
      rows: [],
      checkedAt: 0,
      stale: false,
    }),
  );
}

export type Asked = {
  columns: { columnId: string; label: string; prompt: string }[];
  begin: (run: ComparisonRun) => void;
  say: (columnId: string, event: AnswerEvent) => void;
  end: (columnId: string) => void;
  settle: () => void;
};

/** From now on each run waits in the list this returns until the test answers it. */
export function answerByHand(): Asked[] {
  const asked: Asked[] = [];
  fake.compareAsk.mockImplementation(
    (_, columns, events) =>
      new Promise((resolve) => {
        const send = (event: CompareEvent) => events.onmessage(event);
        asked.push({
          columns,
          begin: (begun) => send({ kind: "begun", run: begun }),
          say: (columnId, event) => send({ kind: "answer", columnId, event }),
          end: (columnId) => send({ kind: "ended", columnId, failure: null }),
          settle: () => resolve(ok(null)),
        });
      }),
  );
  return asked;
}

export const waiting = (id: string): Answer =>
  answer({ id, outcome: "waiting", text: "", firstWordMs: null, totalMs: null, completionTokens: null });

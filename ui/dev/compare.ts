// A made-up comparison: three answers to one message, the second of them in other words, a second message with repeats.
// #blind hides the names, #failing lets the last column fail, #running answers word by word when Run all is pressed, #json compares JSON.
import type { Answer, CellAnswers, CompareEvent, Comparison, ComparisonRun } from "../src/ipc/bindings";
import * as world from "./world";

type Args = Record<string, unknown>;
type Sink<T> = { onmessage: (message: T) => void };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const wishes = new URLSearchParams(location.hash.slice(1));

const ENDPOINT = "support-assistant-chat";
const ENTITIES = ["openai-gpt4o", "azure-gpt4o-swedencentral-ptu", "anthropic-claude-sonnet"];
const PROMPT =
  "Write a short answer to Frau Lindqvist. Her delivery is six days late because of a customs check in Rotterdam. Offer a call.";
const TEXTS = wishes.has("json")
  ? [
      '{"name": "Lindqvist", "days": 6, "call": {"from": 9, "to": 11}}',
      '{"days": 6, "name": "Lindqvist", "call": {"from": 9, "to": 12}, "port": "Rotterdam"}',
      '```json\n{"name": "Frau Lindqvist", "call": null}\n```',
    ]
  : [
      "Dear Frau Lindqvist,\n\nyour delivery is six days late, and I am sorry about that. Your pallet was held for a customs check in Rotterdam and was released this morning. It should reach you on Thursday.\n\nIf you would like to talk it through, I can call you tomorrow between 9 and 11.\n\nKind regards,\nMeridian Freight",
      "Dear Frau Lindqvist,\n\nI am writing about your delivery, which is six days late. I apologise for the wait. Your pallet was held for a customs check in Rotterdam. We expect a release within two working days.\n\nMay I call you tomorrow between 9 and 11? Please tell me which number suits you best.\n\nKind regards,\nMeridian Freight",
      "Dear Frau Lindqvist,\n\nthank you for your patience. Your delivery is six days late because customs in Rotterdam picked your pallet for a check. I know that is frustrating.\n\nI would be glad to call you tomorrow between 9 and 11 and answer every question.\n\nWarm regards,\nMeridian Freight",
    ];

const CENTS = [0.41, 0.4, 0.3];

function answer(at: number, change: Partial<Answer> = {}): Answer {
  const cents = CENTS[at] ?? 0.5;
  const price = {
    amount: cents / 100,
    currency: "USD",
    estimated: true,
    words: `≈ ${cents.toFixed(1)} ct`,
    source: "",
  };
  return {
    ...world.answer({}),
    cost: wishes.has("unpriced") ? null : price,
    id: crypto.randomUUID(),
    outcome: "complete",
    text: TEXTS[at] ?? "",
    reasoning: null,
    finishReason: "stop",
    masked: false,
    failure: null,
    totalMs: [1900, 1200, 4100][at] ?? 2000,
    firstWordMs: [400, 300, 900][at] ?? 500,
    ...change,
  };
}

const cells = ENTITIES.map((entity, at) => ({
  columnId: "abc"[at] ?? "",
  chatId: `compare-${at}`,
  label: entity,
  endpoint: ENDPOINT,
  entity,
}));

function run(id: string, change: Partial<ComparisonRun> = {}): ComparisonRun {
  return {
    id,
    at: Date.now(),
    prompt: PROMPT,
    repeat: 1,
    blind: wishes.has("blind"),
    cells,
    vote: null,
    ...change,
  };
}

const voted = { column: "b", note: "", blind: false };
const comparison: Comparison = {
  id: "x1",
  title: PROMPT.slice(0, 58),
  setup: {
    endpoint: ENDPOINT,
    columns: cells.map(({ columnId, entity }) => ({
      id: columnId,
      source: "entity",
      endpoint: ENDPOINT,
      entity,
      prompt: null,
      message: wishes.has("own") && columnId === "b" ? "Answer in one sentence." : null,
      options: null,
    })),
    draft: PROMPT,
    variables: [],
    options: { ...world.newChat(ENDPOINT, null).options },
    repeat: wishes.has("repeat") ? 5 : 1,
    blind: wishes.has("blind"),
    baseline: null,
    differences: !wishes.has("plain"),
  },
  runs: [
    ...(wishes.has("runs") ? [run("r0")] : []),
    run("r1", { vote: wishes.has("blind") || wishes.has("unvoted") ? null : voted }),
  ],
  updatedAt: Date.now() - 60_000,
};

function answers(): CellAnswers[] {
  return cells.map(({ columnId }, at) => {
    if (wishes.has("failing") && at === 2) {
      const failed = answer(at, { text: "", outcome: "failed", failure: world.failure("refused") });
      return { columnId, answers: [failed] };
    }
    const all = wishes.has("repeat") ? [1200, 3100, 900, 1500, 2000] : [null];
    return {
      columnId,
      answers: all.map((totalMs) => (totalMs === null ? answer(at) : answer(at, { totalMs }))),
    };
  });
}

export const compare: Record<string, (args: Args) => unknown> = {
  compare_list: () => [
    {
      id: "x1",
      title: comparison.title,
      endpoint: ENDPOINT,
      columns: 3,
      runs: 1,
      updatedAt: comparison.updatedAt,
    },
  ],
  compare_get: () => comparison,
  compare_create: ({ setup }) => ({ ...comparison, id: "x2", title: "", setup, runs: [] }),
  compare_save: ({ setup }) => ({ ...comparison, setup }),
  compare_delete: () => null,
  compare_answers: () => answers(),
  compare_ask: ({ events }) => ask(events as Sink<CompareEvent>),
  compare_again: () => null,
  compare_stop: () => null,
  compare_vote: ({ vote }) => {
    const given = vote as { column: string | null; note: string } | null;
    const runs = [run("r1", { vote: given && { ...given, blind: wishes.has("blind") } })];
    return { ...comparison, runs };
  },
  compare_tally: () => ({
    votes: 7,
    none: 1,
    rows: cells.map((cell, at) => ({
      columnId: cell.columnId,
      label: cell.label,
      of: 7,
      wins: 3 - at,
      blindWins: 2 - at,
      notes: at === 0 ? ["says when it will arrive"] : [],
    })),
  }),
  compare_find: () => ({ comparison: "x1", run: "r1" }),
};

async function ask(events: Sink<CompareEvent>): Promise<null> {
  events.onmessage({ kind: "begun", run: run("r2") });
  await Promise.all(
    cells.map(async ({ columnId }, at) => {
      const whole = answer(at);
      const started = { ...whole, outcome: "streaming" as const, text: "" };
      await pause(300 * (at + 1));
      events.onmessage({
        kind: "answer",
        columnId,
        event: { kind: "started", turnId: "t", answer: started },
      });
      for (const [seq, text] of whole.text.split(/(?<= )/).entries()) {
        await pause(30 * (at + 1));
        events.onmessage({
          kind: "answer",
          columnId,
          event: { kind: "text", answerId: whole.id, seq, text },
        });
      }
      events.onmessage({ kind: "answer", columnId, event: { kind: "finished", turnId: "t", answer: whole } });
      events.onmessage({ kind: "ended", columnId, failure: null });
    }),
  );
  return null;
}

// Pages of prompts for the made-up core: one prompt with three texts, one that failed at its length.
import type { Answer, Chat, Turn } from "../src/ipc/bindings";

const answer = (id: string, text: string, choices: string[], finishReason = "stop"): Answer =>
  ({
    id,
    outcome: "complete",
    text,
    choices,
    reasoning: null,
    finishReason,
    servedBy: "command",
    providerName: "Cohere",
    share: 100,
    position: 1,
    firstWordMs: 310,
    totalMs: 1_240,
    promptTokens: 14,
    completionTokens: 46,
    reasoningTokens: null,
    estimatedTokens: false,
    requestId: "r1",
    clientRequestId: "c1",
    startedAt: Date.now() - 60_000,
    masked: false,
    note: null,
    failure: null,
    cost: null,
    notes: [],
    toolCalls: [],
    guardrails: [],
    breakdown: null,
    fromCache: null,
  }) as unknown as Answer;

const turn = (id: string, prompt: string, answers: Answer[]): Turn =>
  ({ id, prompt, answers, shown: null, parent: null, attachments: [], variables: [] }) as unknown as Turn;

const page: Chat = {
  id: "completions-1",
  title: "The container ship left Rotterdam",
  endpoint: "legacy-completions",
  entity: null,
  kind: "completion",
  recorded: true,
  starred: false,
  options: {
    temperature: null,
    maxTokens: 256,
    system: "",
    stream: true,
    extra: [],
    stop: ["\n\n"],
    n: 3,
    useCache: "off",
  },
  turns: [
    turn("t1", "The container ship left Rotterdam at dawn, and", [
      answer("a1", " by noon the fog had swallowed the coast. The captain poured", [], "length"),
    ]),
    turn("t2", "Three names for a dog that guards a harbour:", [
      answer("a2", " Anchor, because he never leaves his place once he has chosen it.", [
        " Bosun. He whistles when a crane moves at night.",
        " Kaja, after the quay where she was found in a crate of oranges.",
      ]),
    ]),
  ],
  draft: "",
  updatedAt: Date.now(),
} as unknown as Chat;

export const completions: Record<string, (args: Record<string, unknown>) => unknown> = {
  completions_list: () => [
    {
      id: page.id,
      title: page.title,
      endpoint: page.endpoint,
      entity: null,
      updatedAt: page.updatedAt,
      turns: 2,
    },
  ],
  completions_start: () => page,
};

/** A page of prompts, when the id is that of one. */
export const completionPage = (id: unknown): Chat | null => (id === page.id ? page : null);

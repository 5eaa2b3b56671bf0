// Pages of completions for this room's tests. Never imported by the app.
import type { Answer, Chat, EndpointRow, Turn } from "../ipc/bindings";

export function answer(change: Partial<Answer> = {}): Answer {
  return {
    id: "a1",
    outcome: "complete",
    text: " the cranes slept.",
    reasoning: null,
    finishReason: "stop",
    servedBy: "command",
    providerName: "Cohere",
    share: 100,
    position: 1,
    firstWordMs: 300,
    totalMs: 1200,
    promptTokens: 9,
    completionTokens: 5,
    reasoningTokens: null,
    estimatedTokens: false,
    requestId: "r1",
    clientRequestId: "c1",
    startedAt: 1_795_000_000_000,
    masked: false,
    note: null,
    failure: null,
    choices: [],
    cost: null,
    notes: [],
    toolCalls: [],
    guardrails: [],
    breakdown: null,
    fromCache: null,
    ...change,
  } as Answer;
}

export function turn(id: string, prompt: string, ...answers: Answer[]): Turn {
  return { id, prompt, answers, shown: null } as Turn;
}

export function page(change: Partial<Chat> = {}): Chat {
  return {
    id: "p1",
    title: "",
    endpoint: "legacy-completions",
    entity: null,
    options: {
      temperature: null,
      maxTokens: 256,
      system: "",
      stream: true,
      extra: [],
      stop: [],
      n: null,
      useCache: "off",
    },
    turns: [],
    draft: "",
    updatedAt: 1_795_000_000_000,
    ...change,
  } as Chat;
}

export function row(name: string): EndpointRow {
  return {
    name,
    id: null,
    task: "llm/v1/completions",
    creator: null,
    state: "ready",
    since: null,
    marks: ["Co"],
    models: ["command"],
    gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: false },
    changedAt: null,
    reason: null,
    mine: true,
    external: true,
    tags: [],
    readOnly: null,
  };
}

// Conversations for this room's tests. Never imported by the app.
import type { Answer, Chat, Endpoint, EndpointRow, Entity, Turn } from "../ipc/bindings";

export function answer(change: Partial<Answer>): Answer {
  return {
    id: "a1",
    outcome: "complete",
    text: "Dear Frau Lindqvist, your pallet is late.",
    reasoning: null,
    finishReason: "stop",
    servedBy: "openai-gpt4o",
    providerName: "OpenAI",
    share: 70,
    position: 0,
    firstWordMs: 400,
    totalMs: 1900,
    promptTokens: 20,
    completionTokens: 74,
    reasoningTokens: null,
    estimatedTokens: false,
    requestId: "7c1e-04af",
    clientRequestId: "gw-1",
    startedAt: 1_795_000_000_000,
    sent: '{"messages":[{"role":"user","content":"Hello"}],"stream":true}',
    masked: false,
    note: null,
    failure: null,
    ...change,
  };
}

export function turn(id: string, prompt: string, ...answers: Answer[]): Turn {
  return { id, prompt, answers };
}

export function chat(change: Partial<Chat>): Chat {
  return {
    id: "c1",
    title: "Delayed pallet",
    endpoint: "support-assistant-chat",
    entity: null,
    options: { temperature: null, maxTokens: null, system: "", stream: true, extra: [] },
    turns: [],
    draft: "",
    updatedAt: 1_795_000_000_000,
    ...change,
  };
}

export function entity(name: string, providerName: string, share: number): Entity {
  return {
    name,
    provider: providerName.toLowerCase(),
    providerName,
    mark: providerName.slice(0, 2),
    model: `${name}-model`,
    task: "llm/v1/chat",
    share,
    state: "READY",
    stateMessage: null,
    secrets: [],
    settings: [],
  };
}

export function endpoint(change: Partial<Endpoint> = {}): Endpoint {
  return {
    name: "support-assistant-chat",
    id: "e1",
    task: "llm/v1/chat",
    state: "ready",
    since: null,
    reason: null,
    creator: "dana",
    createdAt: null,
    changedAt: null,
    description: "",
    permission: "manage",
    tags: [],
    gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: true },
    entities: [entity("openai-gpt4o", "OpenAI", 70), entity("anthropic-claude-sonnet", "Anthropic", 30)],
    pending: null,
    configVersion: 1,
    fallback: true,
    stamp: "s1",
    webUrl: "",
    raw: "{}",
    ...change,
  };
}

export function row(name: string, change: Partial<EndpointRow> = {}): EndpointRow {
  return {
    name,
    id: name,
    task: "llm/v1/chat",
    creator: "dana",
    state: "ready",
    since: null,
    marks: ["OA"],
    models: ["gpt-4o"],
    gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: false },
    changedAt: null,
    reason: null,
    mine: true,
    external: true,
    ...change,
  };
}

// What the tests of this room hand to its pages. Only tests read this file.
import type { Endpoint, EndpointDraft } from "../ipc/bindings";

export function sampleEndpoint(change: Partial<Endpoint> = {}): Endpoint {
  return {
    name: "chat",
    id: "1",
    task: "llm/v1/chat",
    state: "ready",
    since: null,
    reason: null,
    creator: "dana.okafor",
    createdAt: 0,
    changedAt: 0,
    description: "",
    permission: "manage",
    tags: [],
    gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: false },
    entities: [],
    pending: null,
    configVersion: 1,
    fallback: false,
    stamp: "s1",
    webUrl: "",
    raw: "{}",
    readOnly: null,
    ...change,
  };
}

export function sampleDraft(change: Partial<EndpointDraft> = {}): EndpointDraft {
  const entity = (name: string, share: number) => ({
    name,
    provider: "openai",
    model: `${name}-model`,
    authForm: "api_key",
    values: [{ field: "openai_api_key", value: "{{secrets/llm/openai}}" }],
    share,
    locked: false,
  });
  return {
    name: "chat",
    task: "llm/v1/chat",
    entities: [entity("gpt", 80), entity("claude", 20)],
    fallback: true,
    usageTracking: false,
    description: "",
    tags: [],
    ...change,
  };
}

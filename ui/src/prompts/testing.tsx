// Prompts for this room's tests. Never imported by the app.
import type { Prompt, PromptSummary } from "../ipc/bindings";

export function summary(change: Partial<PromptSummary> = {}): PromptSummary {
  return {
    id: "p1",
    name: "Delayed pallet",
    folder: "support",
    tags: ["mail"],
    version: 2,
    drafted: false,
    updatedAt: 1_795_000_000_000,
    ...change,
  };
}

export function prompt(change: Partial<Prompt> = {}): Prompt {
  return {
    id: "p1",
    version: 2,
    content: {
      name: "Delayed pallet",
      folder: "support",
      tags: ["mail"],
      system: "Be short.",
      template: "Write to {{customer}} about {{days}} days.",
      target: { endpoint: "support-assistant-chat", entity: null },
      options: null,
    },
    draft: null,
    updatedAt: 1_795_000_000_000,
    ...change,
  };
}

// What the tests of this room hand to its dialogs. Only tests read this file.
import type { Passport } from "../ipc/bindings";

export function samplePassport(change: Partial<Passport> = {}): Passport {
  return {
    gatewright: "passport",
    version: 1,
    host: "sandbox",
    endpoint: "support-chat",
    entity: null,
    title: "Support",
    task: "llm/v1/chat",
    starters: ["Where is my pallet?"],
    limits: ["At most 100 calls a minute for each person."],
    parameters: { temperature: 0.2, maxTokens: 300, system: "" },
    ...change,
  };
}

// Words of the endpoint page: gateway parts, permissions, states of served entities. Pure; the endpoint's own sentence is
// in ../model.ts. Used by Overview.tsx.
import type { GatewayFlags, Permission } from "../../ipc/bindings";

export type GatewaySentence = { label: string; text: string; on: boolean };

const PARTS: { id: keyof GatewayFlags; label: string; on: string; off: string }[] = [
  {
    id: "usage",
    label: "Usage tracking",
    on: "Requests and tokens are counted in system tables.",
    off: "Nothing is counted in system tables.",
  },
  {
    id: "table",
    label: "Inference table",
    on: "Questions and answers are logged to a table.",
    off: "Questions and answers are not logged.",
  },
  {
    id: "limits",
    label: "Rate limits",
    on: "Calls are limited.",
    off: "Calls are not limited by the gateway.",
  },
  {
    id: "guardrails",
    label: "Guardrails",
    on: "Questions or answers are checked.",
    off: "Nothing is checked.",
  },
  {
    id: "fallback",
    label: "Fallback",
    on: "On 429 and 5xx the next served entity is tried.",
    off: "A failed call goes back to the caller.",
  },
];

export function gatewaySentences(flags: GatewayFlags): GatewaySentence[] {
  return PARTS.map((part) => ({
    label: part.label,
    text: flags[part.id] ? part.on : part.off,
    on: flags[part.id],
  }));
}

export function permissionWords(permission: Permission): string {
  switch (permission) {
    case "manage":
      return "change and delete it (CAN MANAGE)";
    case "query":
      return "call it (CAN QUERY)";
    case "view":
      return "look at it (CAN VIEW)";
    case "unknown":
      return "not known; Databricks says so when you try";
  }
}

/** How a served entity's own word for its state is tinted. The word itself is Databricks'. */
export function entityTone(state: string): "ready" | "failed" | "updating" | "neutral" {
  const word = state.toLowerCase();
  if (word.includes("fail") || word.includes("abort") || word.includes("not ready")) return "failed";
  if (word.includes("ready")) return "ready";
  if (word.includes("creat") || word.includes("updat") || word.includes("recover")) return "updating";
  return "neutral";
}

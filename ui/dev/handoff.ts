// What the made-up core hands over: the texts the real one wrote for a like endpoint, and one import with notes.
import type { EndpointDraft, Handoff, HandoffFormat, HandoffImport } from "../src/ipc/bindings";
import texts from "./handoff.json";

type Args = Record<string, unknown>;

const TEXTS: Record<HandoffFormat, Handoff> = texts;

const IMPORTED: HandoffImport = {
  draft: {
    name: "support-assistant-chat",
    task: "llm/v1/chat",
    entities: [
      {
        name: "openai-primary",
        provider: "openai",
        model: "gpt-4o",
        authForm: "api_key",
        values: [{ field: "openai_api_key", value: "{{secrets/llm-keys/openai}}" }],
        share: 80,
        locked: false,
      },
      {
        name: "claude-eu",
        provider: "anthropic",
        model: "claude-sonnet-4-5",
        authForm: "api_key",
        values: [],
        share: 20,
        locked: false,
      },
    ],
    fallback: true,
    usageTracking: true,
    description: "",
    tags: [],
  },
  format: "A Databricks bundle",
  notes: [
    "The key in `anthropic_api_key_plaintext` of claude-eu was left out, so that it is not kept here. Choose a stored secret or paste it there.",
    "Not taken over: rate limits. Set it on the Gateway tab once the endpoint is there.",
  ],
  problems: [
    {
      path: "entities.1.values.anthropic_api_key",
      message: "API key is missing. Choose a stored secret or paste a new one.",
      blocks: true,
    },
  ],
};

/** A new endpoint that is ready to be created: #draft */
export function finishedDraft(): EndpointDraft | null {
  if (!IMPORTED.draft) return null;
  const entities = IMPORTED.draft.entities.map((entity) =>
    entity.provider === "anthropic"
      ? { ...entity, values: [{ field: "anthropic_api_key", value: "{{secrets/llm-keys/anthropic-eu}}" }] }
      : entity,
  );
  return { ...IMPORTED.draft, name: "support-assistant-eu", entities };
}

export const handoff: Record<string, (args: Args) => unknown> = {
  handoff_render: ({ format }) => TEXTS[format as HandoffFormat],
  handoff_save: ({ fileName }) => `/home/dana/Downloads/${fileName}`,
  handoff_import: ({ text }) =>
    String(text).includes("served_entities")
      ? IMPORTED
      : {
          draft: null,
          format: "",
          notes: [],
          problems: [{ path: "text", message: "No endpoint was found in it.", blocks: true }],
        },
};

// The made-up world's secrets: four scopes of every kind, keys of every age, a missing one, a rotation that plays out. Hash:
// #rotation=interrupted|switched|failed, #secrets=many|none|broken|standard (a workspace without the Premium plan).
import type { Failure } from "../src/ipc/bindings";
import type { Inspection, KeyInUse, Overview, Rotation, Scope, Use } from "../src/secrets/types";

const wishes = new URLSearchParams(location.hash.slice(1));
const DAY = 86_400_000;
const now = Date.now();
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
type Args = Record<string, unknown>;
type Sink<T> = { onmessage: (message: T) => void };

const use = (endpoint: string, entity: string, provider: string, field = `${provider}_api_key`): Use => ({
  endpoint,
  entity,
  provider,
  field,
  task: "llm/v1/chat",
});
const key = (scope: string, name: string, days: number, uses: Use[] = []): KeyInUse => ({
  key: name,
  reference: `{{secrets/${scope}/${name}}}`,
  updatedAt: now - days * DAY,
  uses,
});
const scope = (name: string, keys: KeyInUse[] | null, change: Partial<Scope> = {}): Scope => ({
  name,
  backend: "databricks",
  writable: true,
  yourPermission: "manage",
  keys,
  problem: null,
  ...change,
});

const NINE = [
  "support-assistant-chat",
  "contract-extraction",
  "multi-provider-llm",
  "invoice-embeddings-3-large",
  "driver-hotline-transcripts",
  "legacy-completions",
  "code-review-bot",
  "embeddings-multilingual",
  "onprem-llama-gateway",
];

const llmKeys = (): KeyInUse[] => [
  key("llm-keys", "anthropic-key", 95, [
    use("support-assistant-chat", "anthropic-claude-sonnet", "anthropic"),
    use("multi-provider-llm", "claude-primary", "anthropic"),
    use("multi-provider-llm", "claude-long", "anthropic"),
    use("contract-extraction", "anthropic-haiku", "anthropic"),
  ]),
  key("llm-keys", "azure-entra-client-secret", 0.2, [
    use("code-review-bot", "gpt-4o-azure", "openai", "microsoft_entra_client_secret"),
    use("support-assistant-chat", "gpt-4o-azure", "openai", "microsoft_entra_client_secret"),
  ]),
  key("llm-keys", "azure-openai-north-europe-restricted-key-2025", 400, [
    use("customer-claims-summarisation-restricted-v3", "gpt-4o-azure", "openai", "openai_api_key"),
    use("driver-hotline-transcripts", "gpt-4o-azure", "openai", "openai_api_key"),
  ]),
  key("llm-keys", "cohere-key", 160, [use("embeddings-multilingual", "embed-v3", "cohere")]),
  key("llm-keys", "custom-bearer-llama", 5, [use("onprem-llama-gateway", "llama", "custom", "token")]),
  key(
    "llm-keys",
    "openai-key-2026-10",
    33,
    NINE.map((one) => use(one, "gpt-4o", "openai")),
  ),
  key("llm-keys", "openai-key-2025-04", 590),
  key("llm-keys", "OpenAI-Test", 760),
];
const many = (): KeyInUse[] =>
  Array.from({ length: 1_000 }, (_, index) =>
    key(
      "llm-keys",
      `team-${String(index).padStart(4, "0")}-openai-key`,
      index,
      index % 3 ? [] : [use("code-review-bot", "gpt-4o", "openai")],
    ),
  );

const world: Overview = {
  scopes: [
    scope("llm-keys", wishes.get("secrets") === "many" ? many() : llmKeys()),
    scope("aws", [
      key("aws", "access-key-id", 40, [
        use("route-notes-bedrock", "claude-bedrock", "bedrock", "aws_access_key_id"),
      ]),
      key("aws", "secret-access-key", 40, [
        use("route-notes-bedrock", "claude-bedrock", "bedrock", "aws_secret_access_key"),
      ]),
    ]),
    scope("azure-kv-shared", [key("azure-kv-shared", "openai-prod", 210)], {
      backend: "azureKeyVault",
      writable: false,
      yourPermission: null,
    }),
    scope("finance-restricted", null, {
      yourPermission: null,
      problem: "You may not read this scope. Somebody who manages it can give you the right to use its keys.",
    }),
    scope("gcp-accounts-of-the-european-freight-division", [key("gcp-accounts", "vertex-json", 240)], {
      yourPermission: "read",
    }),
  ],
  dangling: [
    {
      reference: "{{secrets/llm-keys/anthropic-eu}}",
      scope: "llm-keys",
      key: "anthropic-eu",
      uses: [use("customer-claims-summarisation-restricted-v3", "claude-eu", "anthropic")],
    },
  ],
  unreadEndpoints: wishes.get("secrets") === "broken" ? ["finance-forecast", "hr-helper"] : [],
  complete: wishes.get("secrets") !== "broken",
};
if (wishes.get("secrets") === "none") world.scopes = world.dangling = [];

const acls = [
  { principal: "dana.okafor@meridian-freight.com", permission: "manage", you: true },
  { principal: "ml-platform", permission: "write", you: false },
  { principal: "3f0b6c1e-7a52-4b83-9d7e-2c1f5a9e8b44", permission: "read", you: false },
];

const FAMILIES: [RegExp, Inspection["family"], string, string][] = [
  [/^sk-ant-/, "anthropic", "an Anthropic key", "anthropic"],
  [/^sk-/, "openai", "an OpenAI key", "openai"],
  [/^\{/, "googleServiceAccount", "a Google service account", "google-cloud-vertex-ai"],
];

function inspect(value: string, provider: string | null): Inspection {
  const trimmed = value.trim();
  const found = FAMILIES.find(([starts]) => starts.test(trimmed));
  return {
    family: found?.[1] ?? "unknown",
    familyName: found?.[2] ?? "",
    lastFour: trimmed.slice(-4),
    characters: trimmed.length,
    trimmed: trimmed === value ? null : "One line break at the end is removed.",
    warning: found && provider && found[3] !== provider ? `It is to be used with ${provider}.` : null,
    problem: null,
  };
}

const step = (
  kind: Rotation["steps"][number]["kind"],
  endpoint: string | null = null,
  entity: string | null = null,
): Rotation["steps"][number] => ({
  id: `${kind}-${endpoint}-${entity}`,
  kind,
  endpoint,
  entity,
  state: "waiting",
  explanation: null,
  milliseconds: null,
});

function plan(oldKey: string, newKey: string): Rotation {
  const uses = world.scopes[0]?.keys?.find((one) => one.key === oldKey)?.uses ?? [];
  const endpoints = [...new Set(uses.map((one) => one.endpoint))];
  return {
    id: `r-${oldKey}`,
    scope: "llm-keys",
    oldKey,
    newKey,
    startedAt: Date.now() - 4 * 60_000,
    state: "stored",
    steps: [
      { ...step("storeKey"), state: "done", milliseconds: 240 },
      ...endpoints.flatMap((one) => [
        step("switchEndpoint", one),
        step("waitReady", one),
        ...uses.filter((each) => each.endpoint === one).map((each) => step("callEntity", one, each.entity)),
      ]),
    ],
  };
}

const rotations: Rotation[] = [];
const wished = wishes.get("rotation") as Rotation["state"] | null;
if (wished) {
  const kept = plan("anthropic-key", "anthropic-key-2026-11");
  const done = wished === "switched" ? kept.steps.length : 4;
  kept.state = wished;
  for (const one of kept.steps.slice(0, done)) Object.assign(one, { state: "done", milliseconds: 900 });
  rotations.push(kept);
}

async function play(rotation: Rotation, told: Sink<Rotation>): Promise<Rotation> {
  rotation.state = "switching";
  for (const one of rotation.steps) {
    if (one.state === "done") continue;
    one.state = "running";
    told.onmessage(structuredClone(rotation));
    await pause(one.kind === "waitReady" ? 900 : 350);
    Object.assign(one, { state: "done", milliseconds: 640 });
    told.onmessage(structuredClone(rotation));
  }
  rotation.state = "switched";
  return rotation;
}

const kept = (id: unknown): Rotation => rotations.find((one) => one.id === id) as Rotation;

function asksForEveryone(): Failure {
  const explanation: Failure["explanation"] = {
    layer: "permission",
    title: "This workspace cannot keep a scope to one person",
    meaning: "Nothing was created.",
    cause: "The workspace is not on the Premium plan.",
    whoCanFix: "You, by creating it for everyone.",
    notRescued: null,
    next: { kind: "none", label: "" },
    trail: [],
    raw: null,
  };
  return {
    kind: "invalid",
    fields: [{ path: "forEveryone", message: "Everyone has to manage it here.", blocks: true }],
    explanation,
  };
}

export const secrets: Record<string, (args: Args) => unknown> = {
  secrets_overview: () => world,
  secrets_acls: () => acls,
  secrets_set_acl: () => null,
  secrets_remove_acl: () => null,
  secrets_create_scope: ({ scope: asked }) => {
    const { name, forEveryone } = asked as { name: string; forEveryone: boolean };
    if (wishes.get("secrets") === "standard" && !forEveryone) throw asksForEveryone();
    world.scopes.push(scope(name, []));
    return null;
  },
  secrets_delete_scope: () => null,
  secrets_delete_key: () => null,
  secrets_inspect: ({ value, provider }) => inspect(String(value), provider as string | null),
  secrets_prove: async ({ proof }) => {
    await pause(400);
    const { entity } = proof as { entity: string };
    const ok = entity !== "claude-long";
    return {
      ok,
      servedBy: entity,
      milliseconds: 412,
      explanation: ok ? null : asksForEveryone().explanation,
    };
  },
  secrets_rotations: () => rotations,
  secrets_rotation_begin: ({ rotation }) => {
    const { key, newKey } = rotation as { key: string; newKey: string };
    rotations.unshift(plan(key, newKey));
    return rotations[0];
  },
  secrets_rotation_run: ({ id, told }) => play(kept(id), told as Sink<Rotation>),
  secrets_rotation_undo: ({ id }) => Object.assign(kept(id), { state: "undone" }),
  secrets_rotation_finish: ({ id }) => Object.assign(kept(id), { state: "finished" }),
  secrets_rotation_forget: ({ id }) => {
    rotations.splice(rotations.indexOf(kept(id)), 1);
    return null;
  },
};

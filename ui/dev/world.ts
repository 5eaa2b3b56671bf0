// The made-up workspace: a dozen endpoints in every state, two providers, some secrets, one chat.
import type {
  Answer,
  Chat,
  Endpoint,
  EndpointFacets,
  EndpointPage,
  EndpointRow,
  EndpointSplit,
  Entity,
  ListEndpoints,
  Provider,
  ProviderField,
  SecretKey,
  SecretScope,
  Share,
  TrafficReview,
  Turn,
} from "../src/ipc/bindings";

export * from "./places";

const now = Date.now();
const HOUR = 3_600_000;

type Short = [
  name: string,
  owner: string,
  state: EndpointRow["state"],
  marks: string[],
  shares: number[],
  changed: number,
  reason?: string,
];
const SHORT: Short[] = [
  ["code-review-bot", "svc-ml-platform", "ready", ["Az"], [100], 72],
  ["contract-extraction", "dana.okafor", "updating", ["OA", "An"], [80, 20], 0.02],
  [
    "customer-claims-summarisation-restricted-v3",
    "svc-claims",
    "readyUpdateFailed",
    ["An", "Az"],
    [100, 0],
    2,
    "Missing key `llm-keys/anthropic-eu`",
  ],
  ["driver-hotline-transcripts", "piotr.zielinski", "ready", ["Vx", "OA"], [50, 50], 288],
  ["embeddings-multilingual", "svc-ml-platform", "ready", ["Co"], [100], 624],
  ["invoice-embeddings-3-large", "svc-finance", "ready", ["OA"], [100], 800],
  [
    "legacy-completions",
    "left.person",
    "ready",
    ["Co"],
    [100],
    6500,
    "Creator left: updates will be refused",
  ],
  ["multi-provider-llm", "svc-ml-platform", "ready", ["OA", "An", "Br", "Vx"], [40, 30, 20, 10], 30],
  ["onprem-llama-gateway", "lea.fontaine", "unknown", ["Cu"], [100], 120],
  [
    "route-notes-bedrock",
    "dana.okafor",
    "notReady",
    ["Br"],
    [],
    0.24,
    "No access to this model in us-east-1",
  ],
  ["support-assistant-chat", "svc-ml-platform", "ready", ["OA", "Az", "An", "Co"], [70, 20, 10, 0], 50],
];

const NAMES: Record<string, string> = {
  OA: "OpenAI",
  Az: "Azure OpenAI",
  An: "Anthropic",
  Br: "Amazon Bedrock",
  Vx: "Google Vertex AI",
  Co: "Cohere",
  Cu: "Custom",
};
const MODELS: Record<string, string> = {
  OA: "gpt-4o",
  Az: "gpt-4.1",
  An: "claude-sonnet-4-20250514",
  Br: "amazon.nova-pro-v1:0",
  Vx: "gemini-2.0-flash",
  Co: "command-r-plus",
  Cu: "llama-3.3-70b-instruct",
};

export const rows: EndpointRow[] = SHORT.map(([name, creator, state, marks, shares, changed, reason]) => ({
  name,
  id: name,
  creator,
  state,
  marks,
  since: state === "updating" ? now - 102_000 : null,
  reason: reason ?? null,
  task: taskOf(name),
  models: marks.map((mark) => MODELS[mark] ?? mark),
  gateway: {
    usage: true,
    table: shares.length > 1,
    limits: marks.length > 1,
    guardrails: marks.length > 3,
    fallback: shares.length > 2,
  },
  changedAt: now - changed * HOUR,
  mine: creator === "dana.okafor",
  external: true,
  tags: [],
  readOnly: null,
}));

const shortOf = (name: string): Short => SHORT.find((one) => one[0] === name) ?? (SHORT[10] as Short);
const entityName = (mark: string) =>
  `${(NAMES[mark] ?? mark).toLowerCase().replace(/[^a-z]+/g, "-")}-${(MODELS[mark] ?? "").split("-")[0]}`;

function sharesOf(name: string): Share[] {
  const [, , , marks, shares] = shortOf(name);
  return shares.map((percent, index) => ({ entity: entityName(marks[index] ?? "Cu"), percent }));
}

export function split(name: string): EndpointSplit {
  const row = rows.find((one) => one.name === name);
  const shares = sharesOf(name);
  const pending =
    row?.state === "updating"
      ? shares.map((share, index) => ({ ...share, percent: [60, 40][index] ?? 0 }))
      : null;
  return {
    name,
    shares,
    pending,
    state: row?.state ?? "unknown",
    since: row?.since ?? null,
    reason: row?.reason ?? null,
  };
}

/** Endpoints without end, for looking at a long list: #many=10000 */
export function manyRows(count: number): void {
  const [first] = rows;
  if (!first) return;
  for (let at = rows.length; at < count; at++)
    rows.push({ ...first, name: `generated-${String(at).padStart(5, "0")}` });
}

export function facets(): EndpointFacets {
  const count = <T>(of: (row: EndpointRow) => T): [T, number][] => {
    const counts = new Map<T, number>();
    for (const row of rows) counts.set(of(row), (counts.get(of(row)) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1]);
  };
  const named = (of: (row: EndpointRow) => string) =>
    count(of).map(([value, number]) => ({ value, label: NAMES[value] ?? value, count: number }));
  return {
    states: count((row) => row.state).map(([state, number]) => ({ state, count: number })),
    providers: named((row) => row.marks[0] ?? ""),
    tasks: named((row) => row.task ?? ""),
    creators: named((row) => row.creator ?? ""),
    tags: [{ tag: { key: "team", value: "search" }, count: 4 }],
    moreCreators: 0,
    moreTags: 0,
  };
}

function taskOf(name: string): string {
  if (name.includes("completions")) return "llm/v1/completions";
  return name.includes("embeddings") ? "llm/v1/embeddings" : "llm/v1/chat";
}

export function page({ search, view, offset, limit, sort, descending, tasks }: ListEndpoints): EndpointPage {
  const bad = (row: EndpointRow) => row.reason !== null;
  const found = rows
    .filter((row) => row.name.includes(search.toLowerCase()))
    .filter((row) => !tasks?.length || tasks.includes(row.task ?? ""))
    .filter((row) => (view === "mine" ? row.mine : view === "attention" ? bad(row) : true));
  if (sort === "changed") found.sort((a, b) => (b.changedAt ?? 0) - (a.changedAt ?? 0));
  if (descending) found.reverse();
  return {
    counts: {
      all: rows.length,
      attention: rows.filter(bad).length,
      mine: rows.filter((row) => row.mine).length,
      others: rows.filter((row) => !row.external).length,
    },
    matching: found.length,
    offset,
    rows: found.slice(offset, offset + limit),
    checkedAt: Date.now() - 12_000,
    stale: false,
  };
}

export function endpoint(name: string): Endpoint {
  const row = rows.find((one) => one.name === name) ?? (rows[10] as EndpointRow);
  const shares = sharesOf(name);
  const entities: Entity[] = row.marks.map((mark, index) => ({
    name: entityName(mark),
    provider: mark.toLowerCase(),
    providerName: NAMES[mark] ?? mark,
    mark,
    model: MODELS[mark] ?? "",
    task: row.task,
    share: shares[index]?.percent ?? 0,
    state: "READY",
    stateMessage: null,
    secrets: [`llm-keys/${entityName(mark)}`],
    settings: [{ label: "API base", field: "api_base", value: "https://api.example.com/v1" }],
  }));
  return {
    name,
    id: row.id,
    task: row.task,
    state: row.state,
    since: row.since,
    reason: row.reason,
    creator: row.creator,
    createdAt: now - 900 * HOUR,
    changedAt: row.changedAt,
    description: "Answers questions of customers about their deliveries.",
    permission: "manage",
    tags: [
      { key: "team", value: "support" },
      { key: "cost-centre", value: "4711" },
    ],
    gateway: row.gateway,
    entities,
    pending:
      row.state === "updating"
        ? entities.map((one, index) => ({ ...one, share: [60, 40][index] ?? 0 }))
        : null,
    configVersion: 14,
    fallback: row.gateway.fallback,
    stamp: "s1",
    webUrl: "https://example.invalid/ml/endpoints",
    readOnly: null,
    raw: JSON.stringify(
      { name, state: { ready: "READY", config_update: "NOT_UPDATING" }, config: { config_version: 14 } },
      null,
      2,
    ),
  };
}

export function trafficReview({
  endpoint: name,
  shares,
}: {
  endpoint: string;
  shares: Share[];
}): TrafficReview {
  const before = sharesOf(name);
  const moved = shares.reduce(
    (sum, share) =>
      sum + Math.max(0, share.percent - (before.find((one) => one.entity === share.entity)?.percent ?? 0)),
    0,
  );
  return {
    before,
    after: shares,
    pointsMoved: moved,
    sentence: `${moved} of 100 requests go to another entity than before.`,
    calls: [
      { title: "Write the new split", method: "PUT", path: `/api/2.0/serving-endpoints/${name}/config` },
    ],
    problems: [],
  };
}

const field = (
  id: string,
  label: string,
  kind: ProviderField["kind"],
  required: boolean,
  help: string,
): ProviderField => ({
  id,
  label,
  kind,
  required,
  help,
  placeholder: "",
  defaultValue: "",
  choices: [],
  freeText: false,
  suggestedKey: kind === "secret" ? "openai-key" : null,
});

export const providers: Provider[] = [
  {
    id: "openai",
    name: "OpenAI",
    mark: "OA",
    tagline: "GPT models from OpenAI itself",
    tasks: ["llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings"],
    needs: [{ label: "An API key", detail: "From platform.openai.com" }],
    fields: [field("openai_api_base", "API base", "url", false, "Only for proxies.")],
    authTitle: "How it signs in",
    authForms: [
      {
        id: "key",
        label: "API key",
        help: "Begins with sk-",
        fields: [field("openai_api_key", "API key", "secret", true, "Kept in a secret scope.")],
      },
    ],
    models: [
      { id: "gpt-4o", detail: "All-round", task: "llm/v1/chat" },
      { id: "gpt-4o-mini", detail: "Small and cheap", task: "llm/v1/chat" },
    ],
    modelHelp: "The model's name as OpenAI writes it.",
    retired: false,
  },
  {
    id: "anthropic",
    name: "Anthropic",
    mark: "An",
    tagline: "Claude models",
    tasks: ["llm/v1/chat"],
    needs: [{ label: "An API key", detail: "From the console" }],
    fields: [],
    authTitle: "How it signs in",
    authForms: [
      {
        id: "key",
        label: "API key",
        help: "",
        fields: [field("anthropic_api_key", "API key", "secret", true, "Kept in a secret scope.")],
      },
    ],
    models: [{ id: "claude-sonnet-4-20250514", detail: "All-round", task: "llm/v1/chat" }],
    modelHelp: "",
    retired: false,
  },
];

export const scopes: SecretScope[] = [
  { name: "llm-keys", backend: "databricks", writable: true },
  { name: "azure-kv-shared", backend: "azureKeyVault", writable: false },
];
export const keys = (scope: string): SecretKey[] =>
  ["openai-key", "anthropic-key", "cohere-key"].map((key) => ({
    key,
    reference: `{{secrets/${scope}/${key}}}`,
    updatedAt: now - 400 * HOUR,
  }));

export const LONG_ANSWER =
  'Dear Frau Lindqvist,\n\nyour delivery was held at **customs in Rotterdam** and is six days late.\n\n- It was released this morning.\n- It arrives on *Thursday*.\n\n```python\nprint("on its way")\n```\n\nWe are sorry for the wait.';

export const answer = (change: Partial<Answer>): Answer => ({
  id: crypto.randomUUID(),
  outcome: "complete",
  text: LONG_ANSWER,
  reasoning: null,
  finishReason: "stop",
  servedBy: "openai-gpt",
  providerName: "OpenAI",
  share: 70,
  position: 0,
  firstWordMs: 410,
  totalMs: 1_900,
  promptTokens: 61,
  completionTokens: 84,
  reasoningTokens: null,
  estimatedTokens: false,
  requestId: "7c1e04af-22d1",
  clientRequestId: "c-1",
  startedAt: now,
  model: "gpt-4o-2024-11-20",
  cachedTokens: null,
  choices: [],
  toolCalls: [],
  guardrails: [],
  breakdown: null,
  fromCache: null,
  cost: {
    amount: 0.004,
    currency: "EUR",
    estimated: true,
    words: "≈ 0.4 ct",
    source: "price list of 2 Nov 2026",
  },
  notes: [],
  masked: false,
  failure: null,
  ...change,
});

const OPTIONS: Chat["options"] = {
  temperature: 0.3,
  maxTokens: 400,
  system: "You write for Meridian Freight customer care. Polite, short.",
  stream: true,
  extra: [],
  stop: [],
  n: null,
  useCache: "off",
};
/** What a conversation has when nothing is said of it. */
const blank = (): Pick<Chat, "kind" | "recorded" | "starred" | "draftAttachments"> => ({
  kind: "chat",
  recorded: true,
  starred: false,
  draftAttachments: [],
});
export const turnOf = (id: string, prompt: string, ...answers: Answer[]): Turn => ({
  id,
  prompt,
  answers,
  parent: null,
  branches: { at: 0, of: 1, turns: [id] },
  attachments: [],
  variables: [],
  shown: null,
  promptFrom: null,
});
export const chats: Chat[] = [
  {
    ...blank(),
    id: "c1",
    title: "Late delivery",
    endpoint: "support-assistant-chat",
    entity: null,
    options: OPTIONS,
    draft: "",
    updatedAt: now - HOUR,
    turns: [turnOf("t1", "Write a short answer to Frau Lindqvist. Her delivery is 6 days late.", answer({}))],
  },
];

export const newChat = (endpointName: string, entity: string | null): Chat => {
  const chat: Chat = {
    ...blank(),
    id: crypto.randomUUID(),
    title: "New chat",
    endpoint: endpointName,
    entity,
    options: OPTIONS,
    turns: [],
    draft: "",
    updatedAt: Date.now(),
  };
  chats.unshift(chat);
  return chat;
};

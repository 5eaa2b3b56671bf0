// The made-up core's answers for editing, the ledger and copies: one unfinished edit, one change of every kind, a conflict
// on #conflict, a closed one on #updating.
import type {
  Change,
  ChangeDetail,
  ChangeStep,
  CloneDraft,
  EditReview,
  EditState,
  EndpointEdit,
  EntityEdit,
  FieldChange,
} from "../src/ipc/bindings";
import * as world from "./world";

type Args = Record<string, unknown>;
type Sink<T> = { onmessage: (message: T) => void };
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const wishes = new URLSearchParams(location.hash.slice(1));
const HOUR = 3_600_000;

// #gateway: the draft puts an earlier AI Gateway back.
const off = { safety: false, pii: "none" as const, keywords: null, topics: null };
const earlierGateway = {
  usageTracking: true,
  inferenceTable: { enabled: false, catalog: "", schema: "", prefix: "" },
  rateLimits: [],
  input: off,
  output: off,
  fallback: true,
};
const now = Date.now();

const entity = (
  name: string,
  provider: string,
  model: string,
  share: number,
  more: Partial<EntityEdit> = {},
): EntityEdit => ({
  original: name,
  entity: {
    name,
    provider,
    model,
    authForm: "key",
    values:
      provider === "openai"
        ? [{ field: "openai_api_key", value: "{{secrets/llm-keys/openai-key-prod}}" }]
        : [],
    share,
    locked: false,
  },
  kept: [],
  readOnly: null,
  ...more,
});

const liveOf = (name: string): EndpointEdit => ({
  endpoint: name,
  stamp: "s1",
  entities: [
    entity("openai-gpt4o", "openai", "gpt-4o", 70),
    entity("anthropic-claude-sonnet-primary-eu-central", "anthropic", "claude-sonnet-4-5", 30, {
      kept: ["anthropic_api_key"],
    }),
    entity("palm-bison", "palm", "chat-bison-001", 0, {
      readOnly: "PaLM was retired by its maker. This app keeps the settings as they are.",
    }),
  ],
  tags: [
    { key: "team", value: "customer-care" },
    { key: "env", value: "prod" },
  ],
  notifications: { onSuccess: [], onFailure: ["ml-platform@meridian-freight.com"] },
  access: [
    {
      principal: "dana.okafor@meridian-freight.com",
      kind: "user",
      level: "CAN_MANAGE",
      inherited: null,
      you: true,
    },
    {
      principal: "customer-care-night-shift-contractors-emea",
      kind: "group",
      level: "CAN_QUERY",
      inherited: null,
      you: false,
    },
    {
      principal: "admins",
      kind: "group",
      level: "CAN_MANAGE",
      inherited:
        "Granted for every serving endpoint of the workspace. A workspace admin can change it, not this page.",
      you: false,
    },
  ],
  gateway: wishes.has("gateway") ? earlierGateway : null,
});

const saved = new Map<string, EndpointEdit>();
const draftOf = (name: string): EndpointEdit => {
  const live = liveOf(name);
  const [first, second, third] = live.entities;
  if (!first || !second || !third) return live;
  return {
    ...live,
    entities: [
      { ...first, entity: { ...first.entity, model: "gpt-4o-2024-11-20", share: 60 } },
      { ...second, entity: { ...second.entity, share: 40 } },
      third,
    ],
    tags: [...live.tags, { key: "cost-center", value: "cc-4410-customer-care" }],
  };
};

function state(name: string): EditState {
  const endpoint = world.endpoint(name);
  if (wishes.has("updating")) endpoint.state = "updating";
  return {
    edit: saved.get(name) ?? (wishes.has("clean") ? liveOf(name) : draftOf(name)),
    live: liveOf(name),
    savedAt: saved.has(name) || !wishes.has("clean") ? now - 600_000 : null,
    changedElsewhere: wishes.has("conflict"),
    endpoint,
    accessProblem: null,
    creatorLeft: wishes.has("left")
      ? "left.person is not on the list of who may use this endpoint any more. Databricks then refuses every change; copy it as somebody who stays."
      : null,
    immutable: [
      "The name cannot be changed: programs call the endpoint by it. Another name means a copy.",
      "The description is written once, when the endpoint is created.",
    ],
  };
}

const fields: FieldChange[] = [
  {
    part: "config",
    label: "Model of openai-gpt4o",
    path: "config.served_entities[openai-gpt4o].external_model.name",
    before: "gpt-4o",
    after: "gpt-4o-2024-11-20",
    removes: false,
  },
  {
    part: "traffic",
    label: "Share of openai-gpt4o",
    path: "config.traffic_config",
    before: "70 %",
    after: "60 %",
    removes: false,
  },
  {
    part: "traffic",
    label: "Share of anthropic-claude-sonnet-primary-eu-central",
    path: "config.traffic_config",
    before: "30 %",
    after: "40 %",
    removes: false,
  },
  {
    part: "tags",
    label: "cost-center",
    path: "tags",
    before: null,
    after: "cc-4410-customer-care",
    removes: false,
  },
  {
    part: "permissions",
    label: "night-shift",
    path: "access_control_list",
    before: "CAN QUERY",
    after: null,
    removes: true,
  },
];
const json = (model: string, share: number) =>
  JSON.stringify(
    {
      config: {
        served_entities: [
          { name: "openai-gpt4o", external_model: { name: model, provider: "openai", task: "llm/v1/chat" } },
        ],
        traffic_config: { routes: [{ served_model_name: "openai-gpt4o", traffic_percentage: share }] },
      },
      tags: [{ key: "team", value: "customer-care" }],
    },
    null,
    2,
  );

const step = (
  title: string,
  method: string,
  path: string,
  stepState: ChangeStep["state"],
  milliseconds: number | null,
  kind: ChangeStep["kind"] = "config",
): ChangeStep => ({
  kind,
  title,
  method,
  path: path === "" ? "" : `/api/2.0/serving-endpoints/${path}`,
  state: stepState,
  explanation: null,
  milliseconds,
});
const refused = {
  ...world.failure("refused").explanation,
  title: "Databricks refused this step",
  meaning:
    "The inference table belongs to a schema you may not write to. It was not changed, but every save sends it again.",
  cause: "PERMISSION_DENIED on ml_logs.serving.",
  whoCanFix: "The owner of the schema, Piotr Zielinski.",
  trail: [],
};
const steps = (name: string, states: ChangeStep["state"][]): ChangeStep[] => [
  step("Entities and traffic", "PUT", `${name}/config`, states[0] ?? "done", 410),
  step("Databricks rolls it out", "", "", states[1] ?? "done", 108_000, "waitReady"),
  {
    ...step("Tags", "PATCH", `${name}/tags`, states[2] ?? "done", 300, "tags"),
    explanation: states[2] === "failed" ? refused : null,
  },
  step(
    "Access",
    "PUT",
    `permissions/serving-endpoints/${name}`,
    states[3] ?? "done",
    states[3] === "waiting" ? null : 290,
    "permissions",
  ),
];
const change = (
  id: string,
  endpoint: string,
  origin: Change["origin"],
  title: string,
  hours: number,
  more: Partial<Change> = {},
): Change => ({
  id,
  endpoint,
  origin,
  title,
  startedAt: now - hours * HOUR,
  endedAt: now - hours * HOUR + 109_000,
  state: "done",
  steps: steps(endpoint, []),
  canRestore: true,
  canResume: false,
  who: "dana.okafor@meridian-freight.com",
  ...more,
});
const changes: Change[] =
  wishes.get("state") === "empty"
    ? []
    : [
        change("c1", "support-assistant-chat", "edit", "Model of openai-gpt4o, 2 shares, 1 tag", 0.3, {
          state: "interrupted",
          canResume: true,
          endedAt: null,
          steps: steps("support-assistant-chat", ["done", "done", "unknown", "waiting"]),
        }),
        change("c2", "support-assistant-chat", "traffic", "Move 10 points from openai-gpt4o", 3),
        change(
          "c3",
          "customer-claims-summarisation-restricted-v3",
          "gateway",
          "Rate limits and guardrails",
          5,
          {
            state: "failed",
            canResume: true,
            steps: steps("customer-claims-summarisation-restricted-v3", [
              "done",
              "done",
              "failed",
              "waiting",
            ]),
          },
        ),
        change("c5", "contract-extraction", "create", "Create contract-extraction", 30),
        change("c6", "route-notes-bedrock", "restore", "Put back what was on 20 November", 52, {
          state: "abandoned",
          steps: steps("route-notes-bedrock", ["done", "done", "waiting", "waiting"]),
        }),
      ];

type Sides = [label: string, path: string, base: string | null, theirs: string | null, yours: string | null];
const SIDES: Sides[] = [
  ["Model of openai-gpt4o", "config.served_entities[0]", "gpt-4o", "gpt-4.1", "gpt-4o-2024-11-20"],
  ["Share of openai-gpt4o", "config.traffic_config[0]", "70 %", "70 %", "60 %"],
  ["Rate limit, every user", "ai_gateway.rate_limits[0]", "60 calls", "90 calls", "60 calls"],
  ["Tag cost-center", "tags.cost-center", null, null, "cc-4410-customer-care"],
];
const conflict = {
  who: "piotr.zielinski@meridian-freight.com",
  lines: SIDES.map(([label, path, base, theirs, yours]) => ({
    ...{ label, path, base, theirs, yours },
    clash: base !== theirs && base !== yours,
  })),
};

const run = async (endpoint: string, told: Sink<Change>): Promise<Change> => {
  const all: ChangeStep["state"][] = ["waiting", "waiting", "waiting", "waiting"];
  const made = change("c9", endpoint, "edit", "Edit", 0, { state: "running", endedAt: null });
  const fail = wishes.has("stop");
  for (let at = 0; at < all.length; at += 1) {
    all[at] = "running";
    told.onmessage({ ...made, steps: steps(endpoint, all) });
    await pause(wishes.has("fast") ? 60 : 700);
    if (fail && at === 2) {
      all[at] = "failed";
      return { ...made, state: "failed", canResume: true, steps: steps(endpoint, all) };
    }
    all[at] = "done";
  }
  return { ...made, state: "done", endedAt: Date.now(), steps: steps(endpoint, all) };
};

export const edits: Record<string, (args: Args) => unknown> = {
  endpoints_edit_get: ({ name }) => state(String(name)),
  endpoints_edit_save: ({ edit }) => {
    const one = edit as EndpointEdit;
    saved.set(one.endpoint, one);
    return null;
  },
  endpoints_edit_discard: ({ name }) => {
    saved.set(String(name), liveOf(String(name)));
    return null;
  },
  endpoints_edit_review: (): EditReview => ({
    problems: wishes.has("problem")
      ? [
          {
            path: "access.0.level",
            message: "This would take CAN MANAGE from you, and you could not take it back.",
            blocks: true,
          },
        ]
      : [],
    changes: fields,
    removes: ["This save also removes: night-shift (CAN QUERY)."],
    calls: [
      {
        title: "Make sure nobody changed it meanwhile",
        method: "GET",
        path: "/api/2.0/serving-endpoints/support-assistant-chat",
      },
      {
        title: "Entities and traffic",
        method: "PUT",
        path: "/api/2.0/serving-endpoints/support-assistant-chat/config",
      },
      {
        title: "Databricks rolls it out",
        method: "GET",
        path: "/api/2.0/serving-endpoints/support-assistant-chat",
      },
      { title: "Tags", method: "PATCH", path: "/api/2.0/serving-endpoints/support-assistant-chat/tags" },
      { title: "Access", method: "PUT", path: "/api/2.0/permissions/serving-endpoints/4c1" },
    ],
    beforeJson: json("gpt-4o", 70),
    afterJson: json("gpt-4o-2024-11-20", 60),
    conflict: wishes.has("conflict") ? conflict : null,
    sentence:
      "Saving makes 5 changes to support-assistant-chat. Out of 100 requests 60 go to openai-gpt4o and 40 to anthropic-claude-sonnet-primary-eu-central.",
    asksName: wishes.has("asks"),
  }),
  endpoints_edit_rebase: ({ edit }) => edit,
  endpoints_edit_apply: ({ edit, told }) => run((edit as EndpointEdit).endpoint, told as Sink<Change>),
  endpoints_clone_draft: ({ request }): CloneDraft => ({
    draft: {
      name: (request as { name: string }).name,
      task: "llm/v1/chat",
      entities: liveOf("x").entities.map((one) => one.entity),
      fallback: true,
      usageTracking: true,
      description: "",
      tags: [],
    },
    scopes: ["llm-keys", "llm-keys-eu"],
    notes: [
      "anthropic-claude-sonnet-primary-eu-central had a key that nobody can read. Choose a stored secret for it.",
    ],
  }),
  activity_list: ({ endpoint, offset, limit }) => {
    const of = changes.filter((one) => endpoint === null || one.endpoint === endpoint);
    return { entries: of.slice(Number(offset), Number(offset) + Number(limit)), total: of.length };
  },
  activity_get: ({ id }): ChangeDetail => {
    const found = changes.find((one) => one.id === id) ?? changes[0];
    if (!found) throw world.failure("refused");
    return {
      change: found,
      before: json("gpt-4o", 70),
      after: json("gpt-4o-2024-11-20", 60),
      fields,
      trimmed: false,
    };
  },
  activity_resume: ({ id, told }) =>
    run(changes.find((one) => one.id === id)?.endpoint ?? "", told as Sink<Change>),
  activity_abandon: () => null,
  activity_restore: () => ({
    edit: draftOf("support-assistant-chat"),
    lost: ["openai-gpt4o had a key that nobody can read. Choose a stored secret for it."],
  }),
};

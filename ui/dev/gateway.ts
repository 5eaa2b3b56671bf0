// The made-up core's answers for the gateway room: a gateway with everything on, catalogs to pick from, and the limits
// worked out roughly as the core does it.
import type {
  Bites,
  Caller,
  Change,
  FieldChange,
  GatewayDraft,
  GatewayReview,
  GatewaySettings,
  GatewayState,
} from "../src/ipc/bindings";

type Args = Record<string, unknown>;
const off = { safety: false, pii: "none", keywords: null, topics: null } as const;
const drafts = new Map<string, GatewayDraft>();

let settings: GatewaySettings = {
  usageTracking: true,
  inferenceTable: { enabled: true, catalog: "ml_logs", schema: "serving", prefix: "support_assistant" },
  rateLimits: [
    { key: "endpoint", principal: null, calls: 600, tokens: 400_000, period: "minute" },
    { key: "user", principal: null, calls: 60, tokens: null, period: "minute" },
    {
      key: "userGroup",
      principal: "claims-night-shift-emea-contractors",
      calls: 900,
      tokens: 50_000,
      period: "minute",
    },
  ],
  input: { ...off, safety: true, pii: "block", keywords: ["gold", "bank run"] },
  output: { ...off, pii: "mask" },
  fallback: true,
};

const state = (): GatewayState => ({
  settings,
  stamp: "g1",
  task: "llm/v1/chat",
  entities: ["gpt-4o-primary", "claude-sonnet", "cohere-command-r-plus"],
  permission: "manage",
  creator: "svc-ml-platform",
  foreignLimits: 0,
  problem: null,
  raw: JSON.stringify(settings, null, 2),
});

function review(wanted: GatewaySettings, endpoint: string): GatewayReview {
  const changes: FieldChange[] = [];
  const put = (label: string, path: string, before: unknown, after: unknown) => {
    const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
    if (text(before) !== text(after))
      changes.push({
        part: "gateway",
        label,
        path: `ai_gateway.${path}`,
        before: text(before),
        after: text(after),
        removes: after === null || after === undefined,
      });
  };
  put("Usage tracking", "usage_tracking_config.enabled", settings.usageTracking, wanted.usageTracking);
  put("Fallback", "fallback_config.enabled", settings.fallback, wanted.fallback);
  put(
    "Schema of the inference table",
    "inference_table_config.schema_name",
    settings.inferenceTable.schema,
    wanted.inferenceTable.schema,
  );
  for (const [at, rule] of settings.rateLimits.entries())
    put(
      `Rate limit of ${rule.principal ?? rule.key}`,
      `rate_limits[${at}]`,
      rule.calls,
      wanted.rateLimits[at]?.calls,
    );
  const path = `/api/2.0/serving-endpoints/${endpoint}`;
  return {
    problems: [],
    changes,
    removes: changes
      .filter((one) => one.removes)
      .map((one) => `This save also removes: ${one.label} (${one.before}).`),
    calls: [
      { title: "Make sure nobody changed it meanwhile", method: "GET", path },
      { title: "Write the AI Gateway", method: "PUT", path: `${path}/ai-gateway` },
    ],
    beforeJson: JSON.stringify(settings, null, 2),
    afterJson: JSON.stringify(wanted, null, 2),
    sentence: `Saving makes ${changes.length === 1 ? "1 change" : `${changes.length} changes`} to the gateway of ${endpoint}. It takes up to a minute until it acts.`,
  };
}

function bites(wanted: GatewaySettings, who: Caller): Bites {
  const own = wanted.rateLimits.findIndex((rule) => rule.key === "user" && !rule.principal);
  return {
    sentence:
      own < 0
        ? "No rule limits this caller."
        : `The rule for every user stops first: ${wanted.rateLimits[own]?.calls} calls a minute.`,
    rules: wanted.rateLimits.map((rule, at) => ({
      rule: at,
      standing: at === own ? "first" : rule.key === "endpoint" ? "later" : "notCounted",
      sentence:
        at === own
          ? "Stops first: about one call every 1.0 s."
          : rule.key === "endpoint"
            ? "Shared with everybody."
            : who.groups.length > 0
              ? "A more particular rule counts in its place."
              : "Does not count this caller.",
    })),
    shadowed: wanted.rateLimits.flatMap((rule, at) =>
      rule.key !== "endpoint" && (rule.calls ?? 0) > 600
        ? [{ rule: at, sentence: `${rule.calls} calls is never reached, 600 stops first` }]
        : [],
    ),
  };
}

/** A draft that others were faster than: #both */
function overtaken(): GatewayDraft {
  const [first, ...rest] = settings.rateLimits;
  const of = (calls: number) => (first ? [{ ...first, calls }, ...rest] : rest);
  return {
    base: { ...settings, usageTracking: !settings.usageTracking, rateLimits: of(300) },
    settings: {
      ...settings,
      usageTracking: !settings.usageTracking,
      fallback: !settings.fallback,
      rateLimits: of(60),
    },
    stamp: "older",
    savedAt: Date.now(),
  };
}

export const gateway: Record<string, (args: Args) => unknown> = {
  gateway_get: state,
  gateway_draft_get: ({ endpoint }) =>
    drafts.get(String(endpoint)) ??
    (new URLSearchParams(location.hash.slice(1)).has("both") ? overtaken() : null),
  gateway_draft_save: ({ endpoint, stamp, settings: kept }) => {
    drafts.set(String(endpoint), {
      stamp: String(stamp),
      settings: kept as GatewaySettings,
      base: drafts.get(String(endpoint))?.base ?? null,
      savedAt: Date.now(),
    });
    return null;
  },
  gateway_draft_discard: ({ endpoint }) => {
    drafts.delete(String(endpoint));
    return null;
  },
  gateway_review: ({ endpoint, settings: wanted }) => review(wanted as GatewaySettings, String(endpoint)),
  gateway_apply: ({ endpoint, settings: wanted }): Change => {
    settings = wanted as GatewaySettings;
    const path = `/api/2.0/serving-endpoints/${endpoint}/ai-gateway`;
    return {
      id: "gateway-1",
      endpoint: String(endpoint),
      origin: "gateway",
      title: `AI Gateway of ${endpoint}`,
      startedAt: Date.now(),
      endedAt: Date.now(),
      state: "done",
      steps: [
        {
          kind: "gateway",
          title: "Write the AI Gateway",
          method: "PUT",
          path,
          state: "done",
          explanation: null,
          milliseconds: 412,
        },
      ],
      canRestore: true,
      canResume: false,
      who: "dana.okafor@meridian-freight.com",
    };
  },
  gateway_bites: ({ settings: wanted, who }) => bites(wanted as GatewaySettings, who as Caller),
  gateway_catalogs: () => [
    { name: "main", detail: "Tables of the whole company.", unusable: null },
    { name: "ml_logs", detail: "What models were asked and answered.", unusable: null },
    { name: "system", detail: null, unusable: "It belongs to Databricks: no table can be made in it." },
  ],
  gateway_schemas: ({ catalog }) =>
    (catalog === "ml_logs" ? ["archive", "serving"] : ["default", "llm_gateway"]).map((name) => ({
      name,
      detail: "Owned by ml-platform.",
      unusable: null,
    })),
};

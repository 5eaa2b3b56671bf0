// What gateway settings say, as pure functions: whom a rule is for, what differs from what is live, and the whole of it in
// sentences. Limits that stop first are the core's to tell. Used by the Gateway tab.
import type { Endpoint, GatewaySettings, LimitKey, RateLimit } from "../ipc/bindings";

export const MOST_RULES = 20;
export const MOST_GROUP_RULES = 5;

export const KEY_WORDS: Record<LimitKey, string> = {
  endpoint: "The whole endpoint",
  user: "A user",
  userGroup: "A group",
  servicePrincipal: "A service principal",
};

const thousands = new Intl.NumberFormat("en");

/** A number with separators. */
export const count = (number: number): string => thousands.format(number);

/** Whom a rule is for, in words. */
export function whom({ key, principal }: RateLimit): string {
  if (key === "endpoint") return "The whole endpoint";
  if (principal) return principal;
  return key === "user" ? "Every user" : `${KEY_WORDS[key]}, not named yet`;
}

/** Whom a rule is for, as one word: two rules of one name stand for the same callers. */
export const ruleName = ({ key, principal }: RateLimit): string => `${key} ${principal?.trim() ?? ""}`;

/** The rule for the same callers as it is live. */
export function liveRule(rule: RateLimit, live: GatewaySettings): RateLimit | null {
  return live.rateLimits.find((one) => ruleName(one) === ruleName(rule)) ?? null;
}

export function countsOf(settings: GatewaySettings, foreign: number): { rules: number; groups: number } {
  return {
    rules: settings.rateLimits.length + foreign,
    groups: settings.rateLimits.filter((rule) => rule.key === "userGroup").length,
  };
}

/** Why no rule can be added; null when one can. */
export function whyNoRule(settings: GatewaySettings, foreign: number): string | null {
  const { rules } = countsOf(settings, foreign);
  return rules >= MOST_RULES ? `An endpoint takes ${MOST_RULES} rules. Remove one first.` : null;
}

/** Why no rule for a group can be added; null when one can. */
export function whyNoGroup(settings: GatewaySettings): string | null {
  const { groups } = countsOf(settings, 0);
  return groups >= MOST_GROUP_RULES
    ? `An endpoint takes ${MOST_GROUP_RULES} rules for groups. Remove one first.`
    : null;
}

/** The rule a new one starts as: for somebody who has none yet. */
export function newRule(settings: GatewaySettings): RateLimit {
  const free = (key: LimitKey) => !settings.rateLimits.some((rule) => rule.key === key && !rule.principal);
  const key: LimitKey = free("endpoint") ? "endpoint" : "user";
  return { key, principal: free(key) ? null : "", calls: null, tokens: null, period: "minute" };
}

export function sameSettings(a: GatewaySettings, b: GatewaySettings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** How many settings differ; each rule counts once. */
export function differences(a: GatewaySettings, b: GatewaySettings): number {
  const differs = (pick: (one: GatewaySettings) => unknown): number =>
    JSON.stringify(pick(a)) === JSON.stringify(pick(b)) ? 0 : 1;
  const names = new Set([...a.rateLimits, ...b.rateLimits].map(ruleName));
  let rules = 0;
  for (const name of names) {
    const of = (one: GatewaySettings): RateLimit[] =>
      one.rateLimits.filter((rule) => ruleName(rule) === name);
    if (JSON.stringify(of(a)) !== JSON.stringify(of(b))) rules += 1;
  }
  const sides = (["input", "output"] as const).flatMap((side) =>
    (["safety", "pii", "keywords", "topics"] as const).map((part) => differs((one) => one[side][part])),
  );
  return (
    rules +
    differs((one) => one.usageTracking) +
    differs((one) => one.inferenceTable) +
    differs((one) => one.fallback) +
    sides.reduce((sum, one) => sum + one, 0)
  );
}

/** Where requests and answers land. */
export function tableName(
  { inferenceTable: { catalog, schema, prefix } }: GatewaySettings,
  name: string,
): string {
  return [catalog || "…", schema || "…", `${prefix || name}_payload`].join(".");
}

export type Line = { tone: "ready" | "warning"; text: string };

/** The settings as sentences that can be read out loud. */
export function inWords(settings: GatewaySettings, entities: readonly string[], task: string | null): Line[] {
  const lines: Line[] = [];
  const say = (text: string) => lines.push({ tone: "ready", text });
  const warn = (text: string) => lines.push({ tone: "warning", text });
  const { usageTracking, inferenceTable } = settings;
  if (usageTracking && inferenceTable.enabled) say("Every call is counted and kept.");
  else if (usageTracking) say("Every call is counted; what was said is not kept.");
  else if (inferenceTable.enabled) say("Every call is kept, but not counted for the account.");
  else say("Calls are neither counted nor kept.");
  for (const rule of settings.rateLimits) {
    const amount = inNumbers(rule);
    if (!amount) continue;
    if (rule.key === "endpoint") say(`All callers together have ${amount} a minute.`);
    else if (rule.key === "user" && !rule.principal) say(`One person has ${amount} a minute.`);
  }
  const others = settings.rateLimits.filter((rule) => rule.key !== "endpoint" && rule.principal).length;
  if (others > 0)
    say(
      others === 1
        ? "One more rule is for somebody in particular."
        : `${others} more rules are for some in particular.`,
    );
  if (settings.rateLimits.length === 0)
    warn("Nobody is limited: one loop in a script can spend a month's money.");
  guardrailWords(settings, task, say, warn);
  fallbackWords(settings, entities, say, warn);
  return lines;
}

function guardrailWords(
  { input, output }: GatewaySettings,
  task: string | null,
  say: (text: string) => void,
  warn: (text: string) => void,
): void {
  const acts = input.safety || output.safety || input.pii !== "none" || output.pii !== "none";
  if (acts && task === "llm/v1/embeddings") {
    warn("Guardrails do nothing for embeddings.");
    return;
  }
  if (input.safety) say("Unsafe messages are stopped before any provider sees them.");
  if (input.pii === "block") say("Messages with personal data are stopped before any provider sees them.");
  if (input.pii === "mask") say("Personal data in messages is masked before any provider sees it.");
  if (output.safety) say("Unsafe answers are stopped.");
  if (output.pii === "block") say("Answers with personal data are stopped.");
  if (output.pii === "mask") say("Answers with personal data arrive with <EMAIL_ADDRESS> and the like.");
  if (output.safety || output.pii !== "none") warn("Answers that stream are not checked.");
}

function fallbackWords(
  { fallback }: GatewaySettings,
  entities: readonly string[],
  say: (text: string) => void,
  warn: (text: string) => void,
): void {
  if (!fallback) say("When a model fails, the caller gets its error.");
  else if (entities.length < 2) warn("Fallback has no second served entity to go to.");
  else
    say(`On 429 and 5xx the next in order is tried: ${entities.join(", ")}. A refused key is not rescued.`);
}

/** "90 calls or 4,000 tokens"; null when a rule has no number yet. */
export function inNumbers({ calls, tokens }: RateLimit): string | null {
  const parts = [
    calls === null ? null : `${count(calls)} ${calls === 1 ? "call" : "calls"}`,
    tokens === null ? null : `${count(tokens)} ${tokens === 1 ? "token" : "tokens"}`,
  ].filter(Boolean);
  return parts.length === 0 ? null : parts.join(" or ");
}

/** What stands beside a rule while it is edited. */
export function ruleInWords(rule: RateLimit, settings: GatewaySettings): string {
  if (rule.calls === 0 || rule.tokens === 0) return "Stops every call";
  if (rule.key === "endpoint") return "All callers together";
  const top = settings.rateLimits.find((one) => one.key === "endpoint")?.calls;
  if (rule.key === "user" && !rule.principal && rule.calls && top && rule.calls < top) {
    const people = Math.ceil(top / rule.calls);
    return `${people} busy people fill the endpoint`;
  }
  if (rule.key === "user")
    return rule.principal ? "This person, in place of other rules" : "Each person by themselves";
  return rule.key === "userGroup"
    ? "All members together, before the rule for every user"
    : "This service principal alone";
}

/** Why nothing can be edited right now; null when it can. */
export function whyClosed(endpoint: Endpoint, problem: string | null): string | null {
  if (problem) return problem;
  return endpoint.state === "updating" || endpoint.state === "creating"
    ? "Databricks is rolling out an earlier change. Editing opens again when it has settled."
    : null;
}

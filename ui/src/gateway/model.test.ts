import { expect, test } from "vitest";
import type { GatewaySettings, RateLimit } from "../ipc/bindings";
import {
  countsOf,
  differences,
  inWords,
  newRule,
  ruleInWords,
  sameSettings,
  tableName,
  whyNoGroup,
  whyNoRule,
} from "./model";

const off = { safety: false, pii: "none", keywords: null, topics: null } as const;
const nothing: GatewaySettings = {
  usageTracking: false,
  inferenceTable: { enabled: false, catalog: "", schema: "", prefix: "" },
  rateLimits: [],
  input: off,
  output: off,
  fallback: false,
};
const rule = (change: Partial<RateLimit>): RateLimit => ({
  key: "user",
  principal: null,
  calls: 60,
  tokens: null,
  period: "minute",
  ...change,
});
const texts = (settings: GatewaySettings, task: string | null = "llm/v1/chat") =>
  inWords(settings, ["a", "b"], task).map((line) => line.text);

test("a gateway with nothing on says so and warns that nobody is limited", () => {
  expect(texts(nothing)).toEqual([
    "Calls are neither counted nor kept.",
    "Nobody is limited: one loop in a script can spend a month's money.",
    "When a model fails, the caller gets its error.",
  ]);
});

test("each setting is one sentence", () => {
  const full: GatewaySettings = {
    usageTracking: true,
    inferenceTable: { enabled: true, catalog: "main", schema: "gw", prefix: "" },
    rateLimits: [
      rule({ key: "endpoint", calls: 600, tokens: 4000 }),
      rule({}),
      rule({ principal: "ann@corp.com" }),
    ],
    input: { ...off, pii: "block" },
    output: { ...off, pii: "mask" },
    fallback: true,
  };
  expect(texts(full)).toEqual([
    "Every call is counted and kept.",
    "All callers together have 600 calls or 4,000 tokens a minute.",
    "One person has 60 calls a minute.",
    "One more rule is for somebody in particular.",
    "Messages with personal data are stopped before any provider sees them.",
    "Answers with personal data arrive with <EMAIL_ADDRESS> and the like.",
    "Answers that stream are not checked.",
    "On 429 and 5xx the next in order is tried: a, b. A refused key is not rescued.",
  ]);
  expect(texts(full, "llm/v1/embeddings")).toContain("Guardrails do nothing for embeddings.");
  expect(tableName(full, "chat")).toBe("main.gw.chat_payload");
});

test("rules are counted against what an endpoint takes, those of unknown kinds too", () => {
  const many = {
    ...nothing,
    rateLimits: Array.from({ length: 19 }, (_, at) => rule({ principal: `u${at}` })),
  };
  expect(countsOf(many, 1)).toEqual({ rules: 20, groups: 0 });
  expect(whyNoRule(many, 0)).toBeNull();
  expect(whyNoRule(many, 1)).toBe("An endpoint takes 20 rules. Remove one first.");
  const groups = { ...nothing, rateLimits: Array.from({ length: 5 }, () => rule({ key: "userGroup" })) };
  expect(whyNoGroup(groups)).toBe("An endpoint takes 5 rules for groups. Remove one first.");
  expect(whyNoGroup(nothing)).toBeNull();
});

test("a new rule is for whom there is none yet", () => {
  expect(newRule(nothing)).toMatchObject({ key: "endpoint", principal: null });
  const one = { ...nothing, rateLimits: [rule({ key: "endpoint" })] };
  expect(newRule(one)).toMatchObject({ key: "user", principal: null });
  expect(newRule({ ...one, rateLimits: [...one.rateLimits, rule({})] })).toMatchObject({
    key: "user",
    principal: "",
  });
});

test("differences count each rule and each switch once, and none when nothing differs", () => {
  expect(differences(nothing, structuredClone(nothing))).toBe(0);
  expect(sameSettings(nothing, structuredClone(nothing))).toBe(true);
  const other: GatewaySettings = {
    ...nothing,
    usageTracking: true,
    rateLimits: [rule({}), rule({ key: "endpoint" })],
    output: { ...off, pii: "mask", safety: true },
  };
  expect(differences(nothing, other)).toBe(5);
  expect(differences(other, { ...other, rateLimits: [rule({ calls: 61 }), rule({ key: "endpoint" })] })).toBe(
    1,
  );
});

test("a rule says how many busy people fill the endpoint, and that nought stops everything", () => {
  const settings = { ...nothing, rateLimits: [rule({ key: "endpoint", calls: 600 })] };
  expect(ruleInWords(rule({ calls: 90 }), settings)).toBe("7 busy people fill the endpoint");
  expect(ruleInWords(rule({ calls: 0 }), settings)).toBe("Stops every call");
  expect(ruleInWords(rule({ calls: 900 }), settings)).toBe("Each person by themselves");
});

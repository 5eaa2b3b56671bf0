import fc from "fast-check";
import { expect, test } from "vitest";
import type { GatewaySettings, RateLimit } from "../ipc/bindings";
import { linesOf, merged } from "./both";

const off = { safety: false, pii: "none", keywords: null, topics: null } as const;
const limit = (principal: string | null, calls: number): RateLimit => ({
  key: principal === null ? "endpoint" : "user",
  principal,
  calls,
  tokens: null,
  period: "minute",
});
const base: GatewaySettings = {
  usageTracking: false,
  inferenceTable: { enabled: false, catalog: "", schema: "", prefix: "" },
  rateLimits: [limit(null, 600), limit("ada", 10)],
  input: off,
  output: off,
  fallback: false,
};
const NONE: ReadonlySet<string> = new Set();

test("what only one side changed goes in by itself", () => {
  const theirs = { ...base, usageTracking: true, rateLimits: [limit(null, 900), limit("ada", 10)] };
  const yours = { ...base, fallback: true, rateLimits: [limit(null, 600)] };
  expect(linesOf(base, theirs, yours).map(({ label, only, clash }) => [label, only, clash])).toEqual([
    ["Usage tracking", "theirs", false],
    ["Fallback", "yours", false],
    ["Limit: The whole endpoint", "theirs", false],
    ["Limit: ada", "yours", false],
  ]);
  expect(merged(base, theirs, yours, NONE)).toEqual({
    ...base,
    usageTracking: true,
    fallback: true,
    rateLimits: [limit(null, 900)],
  });
});

test("where both changed the same setting, it is said in words and decided", () => {
  const theirs = { ...base, rateLimits: [limit(null, 900), limit("ada", 10)] };
  const yours = { ...base, rateLimits: [limit(null, 60), limit("ada", 10)] };
  const [line, ...rest] = linesOf(base, theirs, yours);
  expect(rest).toEqual([]);
  expect(line).toMatchObject({
    clash: true,
    base: "600 calls a minute",
    theirs: "900 calls a minute",
    yours: "60 calls a minute",
  });
  expect(merged(base, theirs, yours, NONE)).toEqual(yours);
  expect(merged(base, theirs, yours, new Set([line?.path ?? ""]))).toEqual(theirs);
});

const settings: fc.Arbitrary<GatewaySettings> = fc.record({
  usageTracking: fc.boolean(),
  inferenceTable: fc.record({
    enabled: fc.boolean(),
    catalog: fc.constantFrom("", "main"),
    schema: fc.constantFrom("", "gw"),
    prefix: fc.constantFrom("", "p"),
  }),
  rateLimits: fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(null, "ada", "bo", "cy"), fc.integer({ min: 0, max: 3 }))
      .map(([who, calls]) => limit(who, calls)),
    { selector: (one) => one.principal, maxLength: 4 },
  ),
  input: fc.record({
    safety: fc.boolean(),
    pii: fc.constantFrom("none", "block", "mask"),
    keywords: fc.constantFrom(null, [], ["gold"]),
    topics: fc.constant(null),
  }),
  output: fc.constant(off),
  fallback: fc.boolean(),
});
const sorted = (one: GatewaySettings) => ({
  ...one,
  rateLimits: one.rateLimits.toSorted((a, b) => `${a.principal}`.localeCompare(`${b.principal}`)),
});

test("whatever was changed: theirs alone and yours alone come through whole, and no side loses what the other left", () => {
  fc.assert(
    fc.property(settings, settings, settings, (was, theirs, yours) => {
      expect(sorted(merged(was, theirs, was, NONE))).toEqual(sorted(theirs));
      expect(sorted(merged(was, was, yours, NONE))).toEqual(sorted(yours));
      const lines = linesOf(was, theirs, yours);
      const both = merged(was, theirs, yours, NONE);
      // Against theirs, the draft holds exactly what is yours; against yours, exactly what only they changed.
      expect(linesOf(theirs, theirs, both).map(({ path }) => path)).toEqual(
        expect.arrayContaining(lines.filter(({ only }) => only !== "theirs").map(({ path }) => path)),
      );
      expect(
        linesOf(yours, yours, both)
          .map(({ path }) => path)
          .toSorted(),
      ).toEqual(
        lines
          .filter(({ only }) => only === "theirs")
          .map(({ path }) => path)
          .toSorted(),
      );
    }),
  );
});

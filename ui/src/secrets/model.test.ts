import { describe, expect, test } from "vitest";
import {
  deservesLook,
  findRow,
  listed,
  matching,
  moveBy,
  nextKeyName,
  scopesOf,
  suggestedName,
  totals,
  unusedWords,
  usedBy,
  usesKnown,
  whyNotManage,
  whyNotWrite,
  wordsOfUse,
} from "./model";
import { key, overview, scope, use } from "./testing";

const now = Date.now();
const item = (change = {}) => scopesOf(overview({ scopes: [scope("llm-keys", change)], dangling: [] }))[0];

describe("the scopes", () => {
  test("hold what is missing among what is there, in the order of the names", () => {
    const [vault, keys] = scopesOf(overview());
    expect(vault?.name).toBe("azure-kv-shared");
    expect(keys?.rows?.map((row) => [row.key, row.missing])).toEqual([
      ["anthropic-eu", true],
      ["anthropic-key", false],
      ["openai-test", false],
    ]);
    expect(keys?.missing).toBe(1);
  });

  test("that only references name come last and say that they are not there", () => {
    const dangling = [{ reference: "{{secrets/gone/a}}", scope: "Gone", key: "a", uses: [use("e", "x")] }];
    const last = scopesOf(overview({ dangling })).at(-1);
    expect(last).toMatchObject({ name: "Gone", scope: null, missing: 1 });
    expect(whyNotWrite(last as never)).toContain("There is no scope Gone yet");
  });

  test("are the same however their names are written", () => {
    const dangling = [{ reference: "{{secrets/LLM-Keys/a}}", scope: "LLM-Keys", key: "a", uses: [] }];
    const scopes = scopesOf(overview({ dangling }));
    expect(scopes).toHaveLength(2);
    expect(findRow(scopes[1], "A")?.missing).toBe(true);
  });

  test("that cannot be read show what is missing from them all the same", () => {
    const scopes = [scope("llm-keys", { keys: null, problem: "You may not read it." })];
    expect(scopesOf(overview({ scopes }))[0]?.rows?.map((row) => row.key)).toEqual(["anthropic-eu"]);
    expect(scopesOf(overview({ scopes, dangling: [] }))[0]?.rows).toBeNull();
  });

  test("are counted in a sentence, each endpoint once", () => {
    expect(totals(overview())).toBe("2 scopes, 3 keys, used by 2 endpoints");
  });
});

describe("a key", () => {
  const row = (uses = [use("a", "x")], age = 1) =>
    scopesOf(
      overview({
        scopes: [scope("s", { keys: [key("k", uses, { updatedAt: now - age * 86_400_000 })] })],
        dangling: [],
      }),
    )[0]?.rows?.[0] as never;

  test("says who uses it, counting entities and endpoints", () => {
    expect(wordsOfUse(row([use("a", "x"), use("a", "x", { field: "other" }), use("b", "y")]), true)).toBe(
      "2 entities in 2 endpoints",
    );
  });

  test("is only called unused when every endpoint was read", () => {
    expect(wordsOfUse(row([]), true)).toBe("Not used");
    expect(wordsOfUse(row([]), false)).toBe("No use found");
    expect(usesKnown(overview({ complete: false, unreadEndpoints: ["x"] }))).toBe(false);
    expect(usesKnown(overview({ complete: false, scopes: [scope("s", { problem: "no" })] }))).toBe(true);
    expect(unusedWords([row([])], false)).toContain("without a use in the endpoints that could be read");
  });

  test("deserves a look when it is missing, unused or older than a year", () => {
    expect(deservesLook(row(), now)).toBe(false);
    expect(deservesLook(row([]), now)).toBe(true);
    expect(deservesLook(row([use("a", "x")], 366), now)).toBe(true);
  });

  test("is found by its name, its endpoints and their entities", () => {
    const rows = scopesOf(overview())[1]?.rows ?? [];
    const found = (text: string) => matching(rows, "all", text, now).map((one) => one.key);
    expect(found("HAIKU")).toEqual(["anthropic-key"]);
    expect(found("claims")).toEqual(["anthropic-eu"]);
    expect(found("openai")).toEqual(["openai-test"]);
    expect(matching(rows, "look", "", now).map((one) => one.key)).toEqual(["anthropic-eu", "openai-test"]);
  });

  test("lists its users by endpoint", () => {
    expect(usedBy([use("b", "y"), use("a", "x"), use("a", "x", { field: "other" })])).toEqual([
      { endpoint: "a", entities: [{ entity: "x", fields: ["anthropic_api_key", "other"] }] },
      { endpoint: "b", entities: [{ entity: "y", fields: ["anthropic_api_key"] }] },
    ]);
  });
});

describe("what one may not do", () => {
  test("is said with who can change it", () => {
    expect(whyNotWrite(item() as never)).toBeNull();
    expect(whyNotWrite(item({ backend: "azureKeyVault", writable: false }) as never)).toContain(
      "Azure portal",
    );
    expect(whyNotWrite(item({ yourPermission: "read" }) as never)).toContain(
      "Somebody who manages the scope",
    );
    expect(whyNotWrite(item({ writable: false, backend: "other" }) as never)).toContain("read-only");
    expect(whyNotWrite(item({ yourPermission: null }) as never)).toBeNull();
    expect(whyNotManage(item({ yourPermission: "write" }) as never)).toContain(
      "You may use and change its keys",
    );
    expect(whyNotManage(item() as never)).toBeNull();
  });
});

describe("the name of the next key", () => {
  const november = new Date(2026, 10, 22);
  test("carries this month instead of the old one", () => {
    expect(nextKeyName("openai-key-2025-04", [], november)).toBe("openai-key-2026-11");
    expect(nextKeyName("openai-key", [], november)).toBe("openai-key-2026-11");
    expect(nextKeyName("openai_20250401", [], november)).toBe("openai-2026-11");
    expect(nextKeyName("2024", [], november)).toBe("2024-2026-11");
  });
  test("is free, whatever its letters' size, and never too long", () => {
    expect(nextKeyName("a", ["A-2026-11", "a-2026-11-2"], november)).toBe("a-2026-11-3");
    const long = nextKeyName("k".repeat(128), [], november);
    expect(long).toHaveLength(128);
    expect(long.endsWith("-2026-11")).toBe(true);
  });
  test("comes from the family that was recognised, or stays open", () => {
    expect(suggestedName("anthropic", ["anthropic-2026-11"], november)).toBe("anthropic-2026-11-2");
    expect(suggestedName("unknown", [], november)).toBe("");
    expect(suggestedName(undefined, [], november)).toBe("");
  });
});

test("long lists of names end in a number", () => {
  expect(listed(["a", "b"])).toBe("a and b");
  expect(listed(["a", "b", "c", "d", "e", "f", "g"])).toBe("a, b, c, d, e and 2 more");
});

test("arrows, pages and ends move through the list and stop at its ends", () => {
  expect(moveBy("ArrowDown", -1, 3, 10)).toBe(0);
  expect(moveBy("ArrowDown", 2, 3, 10)).toBe(2);
  expect(moveBy("PageDown", 0, 30, 10)).toBe(10);
  expect(moveBy("End", 0, 30, 10)).toBe(29);
  expect(moveBy("x", 0, 30, 10)).toBeNull();
});

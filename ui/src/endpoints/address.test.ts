import fc from "fast-check";
import { expect, test } from "vitest";
import { readListSearch, writeListSearch } from "./address";
import { NOTHING, STATES, toggled } from "./filters";

const PLAIN = { view: "all", search: "", sort: "name", descending: false, ...NOTHING } as const;

test("what is written to the address is read back the same", () => {
  const text = fc.string({ minLength: 0, maxLength: 12 });
  const tag = fc.record({
    key: fc.string({ minLength: 1, maxLength: 8 }),
    value: fc.option(fc.string({ maxLength: 8 })),
  });
  const asked = fc.record({
    view: fc.constantFrom("all", "attention", "mine", "others"),
    search: fc.string(),
    sort: fc.constantFrom("name", "state", "providers", "traffic", "gateway", "changed"),
    descending: fc.boolean(),
    providers: fc.array(text),
    states: fc.subarray(STATES),
    tasks: fc.array(text),
    creators: fc.array(text),
    tags: fc.array(tag),
  });
  fc.assert(
    fc.property(asked, (one) => {
      // As the address bar carries it: text that was escaped and read again.
      const carried = Object.fromEntries(new URLSearchParams(writeListSearch(one) as Record<string, string>));
      expect(readListSearch(carried)).toEqual(one);
    }),
  );
});

test("an address with words nobody knows shows the whole list by name", () => {
  expect(readListSearch({ view: "odd", sort: "-size", q: 404, state: "sleepy", provider: "" })).toEqual({
    ...PLAIN,
    search: "404",
  });
});

test("the plain list has a plain address, and a narrowed one can be read by a person", () => {
  expect(writeListSearch(PLAIN)).toEqual({});
  expect(
    writeListSearch({ ...PLAIN, providers: ["openai", "cohere"], tags: [{ key: "team", value: "search" }] }),
  ).toEqual({ provider: "openai,cohere", tag: "team:search" });
});

test("a value is added by the first press and taken away by the second", () => {
  const tag = { key: "team", value: "search" };
  const once = toggled(NOTHING, "tags", tag);
  expect(once.tags).toEqual([tag]);
  expect(toggled(once, "tags", { ...tag })).toEqual(NOTHING);
});

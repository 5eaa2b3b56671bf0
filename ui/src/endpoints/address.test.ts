import fc from "fast-check";
import { expect, test } from "vitest";
import { readListSearch, writeListSearch } from "./address";

test("what is written to the address is read back the same", () => {
  const asked = fc.record({
    view: fc.constantFrom("all" as const, "attention" as const, "mine" as const),
    search: fc.string(),
    sort: fc.constantFrom("name" as const, "state" as const, "changed" as const),
    descending: fc.boolean(),
  });
  fc.assert(
    fc.property(asked, (one) => {
      expect(readListSearch({ ...writeListSearch(one) })).toEqual(one);
    }),
  );
});

test("an address with words nobody knows shows the whole list by name", () => {
  expect(readListSearch({ view: "odd", sort: "-size", q: 404 })).toEqual({
    view: "all",
    search: "404",
    sort: "name",
    descending: false,
  });
});

test("the plain list has a plain address", () => {
  expect(writeListSearch({ view: "all", search: "", sort: "name", descending: false })).toEqual({});
});

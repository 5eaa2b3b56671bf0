import fc from "fast-check";
import { expect, test } from "vitest";
import { diffJson, type JsonChange, jsonOf, placeOf } from "./jsonDiff";

test("another order of the fields and other spaces are no difference", () => {
  expect(diffJson('{"a":1,"b":[1,2]}', '{ "b": [1, 2],\n "a": 1 }')).toEqual({ changes: [], more: false });
});

test("text that is no JSON is left to the comparison by words", () => {
  expect(diffJson('{"a":1}', "a is 1")).toBeNull();
  expect(jsonOf("42")).toBeUndefined();
  expect(jsonOf('{"a":')).toBeUndefined();
});

test("an answer in a code block counts as JSON", () => {
  expect(jsonOf('```json\n{"a": 1}\n```')).toEqual({ a: 1 });
});

test("what was added, left out and changed is named by its place", () => {
  const diff = diffJson(
    '{"name":"Lindqvist","days":6,"calls":[{"at":9}]}',
    '{"name":"Lindqvist","days":7,"calls":[{"at":9},{"at":11}],"city of":"Rotterdam"}',
  );
  expect(
    diff?.changes.map((change) => [change.kind, placeOf(change.steps), change.before, change.after]),
  ).toEqual([
    ["changed", "days", "6", "7"],
    ["added", "calls[1]", null, '{"at":11}'],
    ["added", '["city of"]', null, '"Rotterdam"'],
  ]);
});

type Box = Record<string | number, unknown>;

/** Carries the changes over to the value before. Lists only lose at their end, so what is left out goes last first. */
function applied(before: unknown, changes: JsonChange[]): unknown {
  const holder: { root: unknown } = { root: structuredClone(before) };
  const order = [
    ...changes.filter((one) => one.kind !== "left"),
    ...changes.filter((one) => one.kind === "left").reverse(),
  ];
  for (const { kind, steps, after } of order) {
    const path = ["root", ...steps];
    const last = path.pop() as string | number;
    const place = path.reduce<unknown>((value, step) => (value as Box)[step], holder) as Box;
    if (kind !== "left")
      Object.defineProperty(place, last, {
        value: JSON.parse(after as string),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else if (Array.isArray(place)) place.length = last as number;
    else delete place[last];
  }
  return holder.root;
}

test("carrying the changes over to the one gives the other", () => {
  const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => typeof value === "object" && value !== null);
  fc.assert(
    fc.property(json, json, (one, other) => {
      const [before, after] = [JSON.stringify(one), JSON.stringify(other)];
      const diff = diffJson(before, after);
      expect(diff).not.toBeNull();
      expect(applied(JSON.parse(before), diff?.changes ?? [])).toEqual(JSON.parse(after));
    }),
    { numRuns: 300 },
  );
});

test("an answer nested ten thousand deep is compared without falling over", () => {
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  expect(() => diffJson(deep, `${"[".repeat(9_999)}1${"]".repeat(9_999)}`)).not.toThrow();
});

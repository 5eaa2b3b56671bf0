import { expect, test } from "vitest";
import {
  baselineOf,
  columnsFor,
  isHidden,
  labelsOf,
  mayVary,
  movedTo,
  NO_OPTIONS,
  placesOf,
  shownRun,
  whyNot,
} from "./model";
import { cell, column, comparison, endpoint, run, setup } from "./testing";

test("a comparison begins with the entities that carry the most traffic, four at most", () => {
  const entities = endpoint().entities;
  const [first] = entities;
  if (!first) throw new Error("The endpoint of the tests has entities.");
  const many = [10, 40, 5, 42, 3].map((share) => ({ ...first, name: `e${share}`, share }));
  expect(columnsFor({ name: "x", entities: many }).map((one) => one.entity)).toEqual([
    "e42",
    "e40",
    "e10",
    "e5",
  ]);
  expect(columnsFor({ name: "x", entities: [] })[0]).toMatchObject({ source: "endpoint", entity: null });
});

test("another endpoint takes the places of the entities and leaves other columns", () => {
  const other = column("z", { source: "endpoint", endpoint: "elsewhere", entity: null });
  const moved = movedTo(setup({ columns: [column("a"), other] }), endpoint({ name: "new-one" }));
  expect(moved.columns.map((one) => one.endpoint)).toEqual(["new-one", "new-one", "elsewhere"]);
});

test("columns are called by what makes them different, and two of a name are numbered", () => {
  const cool = column("d", {
    source: "options",
    entity: "openai-gpt4o",
    options: { ...NO_OPTIONS, temperature: 0, maxTokens: 200 },
  });
  const prompt = column("e", { source: "prompt", prompt: { id: "p", name: "Apology", version: 3 } });
  const labels = labelsOf(
    setup({
      columns: [
        column("a"),
        cool,
        prompt,
        column("f", { entity: "openai-gpt4o" }),
        column("g", { source: "prompt", entity: "openai-gpt4o", message: "Hi" }),
      ],
    }),
  );
  expect([...labels.values()]).toEqual([
    "openai-gpt4o (1)",
    "openai-gpt4o, creativity 0, up to 200 tokens",
    "Apology v3",
    "openai-gpt4o (2)",
    "openai-gpt4o, own message",
  ]);
});

test("while names are hidden columns stand as the run has shuffled them, later ones behind", () => {
  const shuffled = run({ cells: [cell("c"), cell("a")], blind: true });
  const of = comparison({ setup: setup({ blind: true }), runs: [shuffled] });
  expect(placesOf(of, shuffled).map((place) => [place.id, place.letter, place.swatch])).toEqual([
    ["c", "Answer A", 2],
    ["a", "Answer B", 0],
    ["b", "Answer C", 1],
  ]);
  expect(isHidden(of.setup, shuffled)).toBe(true);
  expect(isHidden(of.setup, { ...shuffled, vote: { column: null, note: "", blind: true } })).toBe(false);
  expect(isHidden(of.setup, null)).toBe(false);
});

test("an earlier message shows the columns it was asked of, also those removed since", () => {
  const early = run({ id: "r0", cells: [cell("a"), { ...cell("b"), columnId: "gone", label: "old-one" }] });
  const of = comparison({ runs: [early, run()] });
  expect(shownRun(of, "r0")?.id).toBe("r0");
  expect(shownRun(of, undefined)?.id).toBe("r1");
  expect(placesOf(of, early).map((place) => place.label)).toEqual(["openai-gpt4o", "old-one"]);
});

test("the first column is the baseline until another is chosen and there", () => {
  const of = comparison();
  const places = placesOf(of, null);
  expect(baselineOf(setup(), places)).toBe("a");
  expect(baselineOf(setup({ baseline: "b" }), places)).toBe("b");
  expect(baselineOf(setup({ baseline: "gone" }), places)).toBe("a");
});

test("what keeps the columns from being asked is said", () => {
  expect(whyNot(setup(), [])).toBeNull();
  expect(whyNot(setup({ columns: [column("a")] }), [])).toBe("Add a second column first.");
  expect(whyNot(setup({ draft: " " }), [])).toBe("Write a message first.");
  expect(whyNot(setup({ columns: [column("a"), column("b", { message: "" })] }), [])).toMatch(/of its own/);
  expect(whyNot(setup(), ["customer", "days", "port"])).toBe("Fill customer, days and port first.");
});

test("answers may differ by chance while one column has a creativity above 0", () => {
  const still = { ...NO_OPTIONS, temperature: 0 };
  expect(mayVary(setup())).toBe(true);
  expect(mayVary(setup({ options: still }))).toBe(false);
  expect(mayVary(setup({ options: still, columns: [column("a", { options: NO_OPTIONS })] }))).toBe(true);
});

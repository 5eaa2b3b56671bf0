import { describe, expect, test } from "vitest";
import type { HistoryHit } from "../ipc/bindings";
import { askedOf, countWords, dayOf, goalOf, narrowed, piecesOf, spanOf, titleOf, unmarked } from "./model";

const NOON = new Date(2026, 10, 23, 12).getTime();

const hit = (part: Partial<HistoryHit> = {}): HistoryHit => ({
  kind: "chat",
  chatId: "c1",
  turnId: "t1",
  answerId: "a1",
  placeId: null,
  title: "Late pallet",
  endpoint: "support",
  entity: null,
  servedBy: "gpt",
  at: NOON,
  prompt: { text: "Where is it?", marks: [] },
  answer: { text: "Late.", marks: [] },
  starred: false,
  outcome: "complete",
  answers: 1,
  ...part,
});

describe("the address", () => {
  test("says nothing: everything is asked for", () => {
    expect(askedOf({}, NOON)).toEqual({
      words: "",
      endpoint: null,
      entity: null,
      kind: null,
      failed: null,
      starred: null,
      from: null,
      to: null,
    });
    expect(narrowed({ q: "pallet" })).toBe(false);
  });

  test("with words that mean nothing is read as if they were not there", () => {
    const given = { kind: "poem", when: "someday", only: "sad", from: "2026-02-31" };
    expect(askedOf(given, NOON)).toEqual(askedOf({}, NOON));
    expect(narrowed(given)).toBe(false);
  });

  test("names a model only together with its endpoint", () => {
    expect(askedOf({ entity: "gpt" }, NOON).entity).toBeNull();
    expect(askedOf({ endpoint: "support", entity: "gpt" }, NOON).entity).toBe("gpt");
  });

  test("asks for failed or starred ones, never for the others alone", () => {
    expect(askedOf({ only: "failed" }, NOON)).toMatchObject({ failed: true, starred: null });
    expect(askedOf({ only: "starred" }, NOON)).toMatchObject({ failed: null, starred: true });
  });
});

describe("spans of time", () => {
  test("begin at midnight, so that the search stays the same all day", () => {
    const midnight = new Date(2026, 10, 23).getTime();
    expect(spanOf({ when: "today" }, NOON)).toEqual({ from: midnight, to: null });
    expect(spanOf({ when: "week" }, NOON)).toEqual(spanOf({ when: "week" }, NOON + 3_600_000));
    expect(spanOf({ when: "week" }, NOON).from).toBe(new Date(2026, 10, 16).getTime());
  });

  test("between two days hold both of them", () => {
    const given = { when: "between", from: "2026-03-28", to: "2026-03-29" };
    expect(spanOf(given, NOON)).toEqual({
      from: new Date(2026, 2, 28).getTime(),
      to: new Date(2026, 2, 30).getTime(),
    });
    expect(spanOf({ when: "between", to: "2026-01-01" }, NOON).from).toBeNull();
  });

  test("take no day that does not exist", () => {
    expect(dayOf("2026-13-01")).toBeNull();
    expect(dayOf("tomorrow")).toBeNull();
    expect(dayOf(undefined)).toBeNull();
  });
});

describe("an excerpt", () => {
  test("falls into pieces at its marks", () => {
    expect(
      piecesOf({
        text: "🚚 is late",
        marks: [
          [0, 2],
          [6, 10],
        ],
      }),
    ).toEqual([
      { text: "🚚", found: true, at: 0 },
      { text: " is ", found: false, at: 2 },
      { text: "late", found: true, at: 6 },
    ]);
  });

  test("with marks that make no sense is still the whole text", () => {
    const text = "short";
    for (const marks of [
      [[3, 99]],
      [[2, 2]],
      [[4, 1]],
      [
        [0, 3],
        [1, 4],
      ],
    ] as [number, number][][]) {
      expect(
        piecesOf({ text, marks })
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
  });
});

describe("a hit", () => {
  test("opens where it was asked", () => {
    expect(goalOf(hit())).toEqual({ to: "/chat", search: { chat: "c1", at: "t1" } });
    expect(goalOf(hit({ kind: "compare", placeId: "p" }))).toEqual({
      to: "/compare",
      search: { chat: "c1" },
    });
    expect(goalOf(hit({ kind: "completion" }))).toEqual({
      to: "/completions",
      search: { chat: "c1", at: "t1" },
    });
    const texts = hit({ kind: "embedding", chatId: null, turnId: null, placeId: "r" });
    expect(goalOf(texts)).toEqual({ to: "/embeddings", search: { run: "r" } });
    expect(goalOf(hit({ chatId: null }))).toBeNull();
  });

  test("has a title even where nobody gave one", () => {
    expect(titleOf(hit({ title: "" }))).toBe("New chat");
    expect(titleOf(hit({ title: "", kind: "embedding" }))).toBe("Texts compared");
  });
});

test("counts are written as people read them", () => {
  expect(countWords(1, 0.42)).toBe("1 exchange in 0.4 ms");
  expect(countWords(50_000, 23.6)).toBe("50,000 exchanges in 24 ms");
});

describe("an answer's excerpt", () => {
  test("is read without Markdown's signs, and what was found stays marked", () => {
    const text = "## Late\n**Your 🚚 pallet** is *late*, see [the page](https://x.example) or `track`.";
    const plain = unmarked({ text, marks: [[text.indexOf("pallet"), text.indexOf("pallet") + 6]] });
    expect(plain.text).toBe("Late\nYour 🚚 pallet is late, see the page or track.");
    expect(piecesOf(plain).find((piece) => piece.found)?.text).toBe("pallet");
  });
  test("keeps signs that are found themselves, and stars that only multiply", () => {
    const text = "a * b and [x](https://found.example)";
    const at = text.indexOf("found");
    const plain = unmarked({ text, marks: [[at, at + 5]] });
    expect(plain.text).toContain("a * b");
    expect(piecesOf(plain).find((piece) => piece.found)?.text).toBe("found");
  });
});

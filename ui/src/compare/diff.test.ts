import fc from "fast-check";
import { expect, test } from "vitest";
import { diffWords, distance, fewest, type Piece, tokensOf } from "./diff";

const before = (pieces: Piece[]) => side(pieces, "left");
const after = (pieces: Piece[]) => side(pieces, "added");
const side = (pieces: Piece[], kind: Piece["kind"]) =>
  pieces
    .filter((piece) => piece.kind === "same" || piece.kind === kind)
    .map((piece) => piece.text)
    .join("");

// Few words, so that much is common; and any signs at all, broken pairs of them included.
const sentence = fc
  .array(fc.constantFrom("a", "b", "c", " ", " ", ".", "\n", "late", "Rotterdam"), { maxLength: 40 })
  .map((words) => words.join(""));
const anything = fc.oneof(
  sentence,
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ maxLength: 60 }),
);

test("the pieces give back both texts", () => {
  fc.assert(
    fc.property(anything, anything, (one, other) => {
      const pieces = diffWords(one, other);
      expect(before(pieces)).toBe(one);
      expect(after(pieces)).toBe(other);
    }),
    { numRuns: 500 },
  );
});

test("the same text has no differences, and no piece is empty or follows one of its kind", () => {
  fc.assert(
    fc.property(anything, anything, (one, other) => {
      expect(diffWords(one, one).every((piece) => piece.kind === "same")).toBe(true);
      const pieces = diffWords(one, other);
      for (const [at, piece] of pieces.entries()) {
        expect(piece.text).not.toBe("");
        expect(pieces[at + 1]?.kind).not.toBe(piece.kind);
      }
    }),
  );
});

test("no more words change than have to", () => {
  const word = fc.constantFrom("a", "b", "c", "d");
  const words = fc.array(word, { maxLength: 12 });
  fc.assert(
    fc.property(words, words, (one, other) => {
      const changed = fewest(one.join(" "), other.join(" "))
        .filter((piece) => piece.kind !== "same")
        .flatMap((piece) => tokensOf(piece.text)).length;
      const a = tokensOf(one.join(" "));
      const b = tokensOf(other.join(" "));
      expect(changed).toBe(a.length + b.length - 2 * longestCommon(a, b));
    }),
  );
});

function longestCommon(a: string[], b: string[]): number {
  const row = new Array<number>(b.length + 1).fill(0);
  for (const token of a) {
    let diagonal = 0;
    for (let at = 1; at <= b.length; at += 1) {
      const above = row[at] as number;
      row[at] = token === b[at - 1] ? diagonal + 1 : Math.max(above, row[at - 1] as number);
      diagonal = above;
    }
  }
  return row[b.length] as number;
}

test("replaced words in a row are one change, not one change a word", () => {
  expect(diffWords("It should reach you on Thursday.", "We expect a release soon.")).toEqual([
    { kind: "left", text: "It should reach you on Thursday" },
    { kind: "added", text: "We expect a release soon" },
    { kind: "same", text: "." },
  ]);
});

test("a word that stayed by chance between two rewritten halves joins them", () => {
  const pieces = diffWords(
    "If you would like to talk it through, I can call you tomorrow.",
    "I would be glad to call you tomorrow.",
  );
  expect(pieces).toEqual([
    { kind: "left", text: "If you would like to talk it through, I can" },
    { kind: "added", text: "I would be glad to" },
    { kind: "same", text: " call you tomorrow." },
  ]);
});

test("one added clause is one added piece", () => {
  expect(diffWords("Your delivery is late.", "Your delivery, which we regret, is late.")).toEqual([
    { kind: "same", text: "Your delivery" },
    { kind: "added", text: ", which we regret," },
    { kind: "same", text: " is late." },
  ]);
});

test("a clause that comes with spaces of its own is one piece", () => {
  expect(diffWords("your delivery is late", "your delivery, which is late")).toEqual([
    { kind: "same", text: "your delivery" },
    { kind: "added", text: ", which" },
    { kind: "same", text: " is late" },
  ]);
});

test("scripts without spaces are compared sign by sign", () => {
  expect(diffWords("货物晚到", "货物早到")).toEqual([
    { kind: "same", text: "货物" },
    { kind: "left", text: "晚" },
    { kind: "added", text: "早" },
    { kind: "same", text: "到" },
  ]);
});

test("two long answers with nothing in common, and two with much, are compared in the time of a frame or two", () => {
  const long = (seed: string) =>
    Array.from({ length: 40_000 }, (_, at) => `${seed}${(at * 7919) % 4001}`).join(" ");
  const began = performance.now();
  const strangers = diffWords(long("a"), long("b"));
  expect(before(strangers)).toBe(long("a"));
  const edited = long("a").replaceAll("a17 ", "changed ");
  const siblings = diffWords(long("a"), edited);
  expect(after(siblings)).toBe(edited);
  expect(siblings.filter((piece) => piece.kind === "same").length).toBeGreaterThan(5);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test("distance is 0 for the same words, 1 for none in common, and the same both ways", () => {
  expect(distance("a b c", "a  b\nc")).toBe(0);
  expect(distance("one two", "three four")).toBe(1);
  expect(distance("", "")).toBe(0);
  fc.assert(
    fc.property(sentence, sentence, (one, other) => {
      const apart = distance(one, other);
      expect(apart).toBeGreaterThanOrEqual(0);
      expect(apart).toBeLessThanOrEqual(1);
    }),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { type Measured, rangeOf, type Spread, spreadOf, tagsOf } from "./measure";

const one = (change: Partial<Measured> = {}): Measured => ({
  complete: true,
  text: "Dear Frau Lindqvist",
  words: 57,
  totalMs: 1900,
  firstWordMs: 400,
  cost: { amount: 0.004, currency: "EUR", estimated: true },
  ...change,
});
const column = (change: Partial<Measured> = {}): Spread => spreadOf([one(change)]);
const euros = (amount: number) => ({ amount, currency: "EUR", estimated: false });

test("the fastest, the shortest and the cheapest carry their tags, as in the picture", () => {
  const columns = [
    column({ totalMs: 1900, words: 57, cost: euros(0.0041) }),
    column({ totalMs: 1200, words: 58, cost: euros(0.004) }),
    column({ totalMs: 4100, words: 49, cost: euros(0.003) }),
  ];
  expect(tagsOf(columns)).toEqual([[], ["fastest"], ["cheapest", "shortest"]]);
});

test("nobody is ahead alone, level, or among columns that failed", () => {
  expect(tagsOf([column()])).toEqual([[]]);
  expect(tagsOf([column(), column()])).toEqual([[], []]);
  expect(tagsOf([column(), spreadOf([one({ complete: false })]), null])).toEqual([[], [], []]);
  expect(tagsOf([column({ totalMs: 1910 }), column({ totalMs: 1930 })])[0]).not.toContain("fastest");
});

test("nobody is cheapest while one price is not known or is in another currency", () => {
  const cheap = column({ cost: euros(0.001) });
  expect(tagsOf([cheap, column({ cost: null })]).flat()).not.toContain("cheapest");
  const dollars = column({ cost: { amount: 1, currency: "USD", estimated: false } });
  expect(tagsOf([cheap, dollars]).flat()).not.toContain("cheapest");
});

test("five repeats give median, least and most, and say how unlike their texts are", () => {
  const times = [1200, 1900, 1000, 4100, 1500];
  const spread = spreadOf(times.map((totalMs, at) => one({ totalMs, text: at < 3 ? "a b c d" : "a b c e" })));
  expect(spread.totalMs).toEqual({ median: 1500, min: 1000, max: 4100 });
  expect(spread.different).toBe(2);
  expect(spread.apart).toEqual({ median: 0.25, min: 0, max: 0.25 });
  expect(spread.cost?.sum).toBeCloseTo(0.02);
});

test("what failed counts as asked and in nothing else", () => {
  const spread = spreadOf([one(), one({ complete: false, totalMs: 1, words: 0 })]);
  expect([spread.asked, spread.complete, spread.totalMs?.min]).toEqual([2, 1, 1900]);
});

test("a median lies between the least and the most", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1 }), (numbers) => {
      const range = rangeOf(numbers);
      expect(range?.min).toBe(Math.min(...numbers));
      expect(range?.max).toBe(Math.max(...numbers));
      expect(range?.median).toBeGreaterThanOrEqual(range?.min ?? 0);
      expect(range?.median).toBeLessThanOrEqual(range?.max ?? 0);
    }),
  );
});

import { expect, test } from "vitest";
import { type Measured, spreadOf } from "./measure";
import { apartWords, callWords, money, spreadNumbers } from "./words";

const one = (change: Partial<Measured> = {}): Measured => ({
  complete: true,
  text: "a b c d",
  words: 4,
  totalMs: 1500,
  firstWordMs: 400,
  cost: { amount: 0.004, currency: "USD", estimated: true },
  ...change,
});

test("money is said in cents, never as a tiny number, and an estimate carries its sign", () => {
  expect(money(0.004, "USD", true)).toBe("≈ 0.4 ct");
  expect(money(0.0123, "USD", false)).toBe("1.2 ct");
  expect(money(2e-7, "USD", false)).toBe("less than 0.01 ct");
  expect(money(1.5, "EUR", false)).toBe("1.50 EUR");
});

test("repeats say the middle, the range and what they cost together", () => {
  const spread = spreadOf([one(), one({ totalMs: 1000, words: 6 }), one({ totalMs: 4100 })]);
  expect(spreadNumbers(spread)).toEqual([
    "3 of 3 answered",
    "1.5 s (1.0 s to 4.1 s)",
    "4 (4 to 6) words",
    "≈ 1.2 ct together",
  ]);
  expect(spreadNumbers(spreadOf([one({ cost: null }), one()]))).toContain("price not known");
});

test("how unlike the texts are is said in percent, and sameness in words", () => {
  expect(apartWords(spreadOf([one()]))).toBeNull();
  expect(apartWords(spreadOf([one(), one()]))).toBe("All texts are the same");
  expect(apartWords(spreadOf([one(), one({ text: "a b c e" })]))).toBe(
    "2 different texts, 25 % of the words differ",
  );
});

test("the calls of a run are counted, and priced when each column of the last run has a price", () => {
  const known = spreadOf([one()]);
  expect(callWords(3, 1, [known, known, known])).toBe("3 calls, ≈ 1.2 ct");
  expect(callWords(2, 5, [known, null])).toBe("10 calls");
});

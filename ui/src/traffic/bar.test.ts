import fc from "fast-check";
import { expect, test } from "vitest";
import { HIT, labelFit, lanes, pick, spread, TOUCH_HIT } from "./bar";

test("dividers with room share one lane, dividers on one pixel get lanes of their own", () => {
  const found = (positions: number[]) => lanes(positions).map(({ lane, of }) => `${lane} of ${of}`);
  expect(found([100, 200, 300])).toEqual(["0 of 1", "0 of 1", "0 of 1"]);
  expect(found([100, 100, 108, 130, 400])).toEqual(["0 of 3", "1 of 3", "2 of 3", "0 of 3", "0 of 1"]);
});

test("two dividers in one lane are never nearer than a hit area of 24 pixels", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 900 }), { maxLength: 9 }), (unsorted) => {
      const positions = [...unsorted].sort((a, b) => a - b);
      const inLane = lanes(positions);
      positions.forEach((position, at) => {
        const before = positions.slice(0, at).filter((_, other) => inLane[other]?.lane === inLane[at]?.lane);
        for (const other of before) expect(position - other).toBeGreaterThanOrEqual(24);
      });
    }),
  );
});

test("a pointer means the nearest divider in reach, and none out of reach", () => {
  expect(pick([100, 200], 106, 0.5)).toBe(0);
  expect(pick([100, 200], 190, 0.1)).toBe(1);
  expect(pick([100, 200], 100 + HIT / 2 + 1, 0.5)).toBeNull();
});

test("of two dividers on one pixel the height of the pointer decides", () => {
  expect(pick([100, 100], 100, 0.2)).toBe(0);
  expect(pick([100, 100], 100, 0.8)).toBe(1);
});

test("a label moves under the bar below 8 %, and loses its name before its number when the bar is narrow", () => {
  expect([labelFit(7, 900), labelFit(8, 72), labelFit(8, 90), labelFit(30, 40)]).toEqual([
    "below",
    "share",
    "name",
    "below",
  ]);
});

test("labels under the bar stay inside it, in order and apart", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 800 }), { minLength: 1, maxLength: 10 }), (unsorted) => {
      const lefts = spread(
        [...unsorted].sort((a, b) => a - b),
        52,
        800,
      );
      lefts.forEach((left, at) => {
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left + 52).toBeLessThanOrEqual(800);
        if (at > 0) expect(left - (lefts[at - 1] ?? 0)).toBeGreaterThanOrEqual(52);
      });
    }),
  );
});

test("for fingers the reach and the lanes are 44 pixels", () => {
  expect(pick([100, 400], 100 + 20, 0.5)).toBeNull();
  expect(pick([100, 400], 100 + 20, 0.5, TOUCH_HIT)).toBe(0);
  expect(lanes([100, 130]).map((one) => one.of)).toEqual([1, 1]);
  expect(lanes([100, 130], TOUCH_HIT).map((one) => one.of)).toEqual([2, 2]);
});

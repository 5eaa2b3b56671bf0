import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Share } from "../../ipc/bindings";
import { apportion } from "../model";
import { between, minutesInWords, pausesOf, stagesProblem, stepsOf, USUAL_STAGES } from "./plan";

/** Two splits of the same entities; the second in another order now and then. */
const anyWay: fc.Arbitrary<{ live: Share[]; target: Share[] }> = fc
  .array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })), { minLength: 1, maxLength: 10 })
  .chain((weights) =>
    fc.boolean().map((turned) => {
      const shares = (of: number[]): Share[] =>
        apportion(100, of).map((percent, at) => ({ entity: `e${at}`, percent }));
      const target = shares(weights.map(([, to]) => to));
      return { live: shares(weights.map(([from]) => from)), target: turned ? target.reverse() : target };
    }),
  );
const of = (shares: readonly Share[], entity: string) =>
  shares.find((share) => share.entity === entity)?.percent ?? 0;

describe("the splits of a ramp", () => {
  test("are whole numbers from 0 to 100 that add up to 100, in the order of the target", () => {
    fc.assert(
      fc.property(anyWay, fc.integer({ min: 0, max: 100 }), ({ live, target }, way) => {
        const shares = between(live, target, way);
        expect(shares.map((share) => share.entity)).toEqual(target.map((share) => share.entity));
        expect(shares.every(({ percent }) => Number.isInteger(percent) && percent >= 0)).toBe(true);
        expect(shares.reduce((sum, share) => sum + share.percent, 0)).toBe(100);
      }),
    );
  });

  test("leave alone whoever keeps its share, and never take anybody past where it is going", () => {
    fc.assert(
      fc.property(anyWay, fc.integer({ min: 0, max: 100 }), ({ live, target }, way) => {
        for (const { entity, percent } of between(live, target, way)) {
          const [from, to] = [of(live, entity), of(target, entity)];
          expect(percent).toBeGreaterThanOrEqual(Math.min(from, to));
          expect(percent).toBeLessThanOrEqual(Math.max(from, to));
        }
      }),
    );
  });

  test("begin after the live split, differ from step to step and end at the target without a pause", () => {
    fc.assert(
      fc.property(anyWay, ({ live, target }) => {
        const steps = stepsOf(live, target, USUAL_STAGES);
        const all = [live, ...steps.map((step) => step.shares)].map((shares) => JSON.stringify(shares));
        for (const [at, one] of all.entries()) if (at > 0) expect(one).not.toBe(all[at - 1]);
        if (JSON.stringify(live) === JSON.stringify(target)) return;
        expect(steps.at(-1)).toEqual({ shares: target, pauseMinutes: 0 });
      }),
    );
  });
});

test("a small move needs fewer steps than were asked for", () => {
  const live = [
    { entity: "a", percent: 100 },
    { entity: "b", percent: 0 },
  ];
  const target = [
    { entity: "a", percent: 98 },
    { entity: "b", percent: 2 },
  ];
  const steps = stepsOf(live, target, USUAL_STAGES);
  expect(steps.map((step) => of(step.shares, "b"))).toEqual([1, 2]);
  expect(pausesOf(steps)).toBe(steps[0]?.pauseMinutes);
});

test("stages must go further each time, in whole minutes, and arrive", () => {
  const stage = (way: number, pauseMinutes = 5) => ({ way, pauseMinutes });
  expect(stagesProblem(USUAL_STAGES)).toBeNull();
  expect(stagesProblem([stage(50), stage(25), stage(100)])).toBe("Step 2 must go further than step 1.");
  expect(stagesProblem([stage(10)])).toBe("The last step goes all the way, 100 %.");
  expect(stagesProblem([stage(0), stage(100)])).toBe("Each step goes 1 to 100 % of the way.");
  expect(stagesProblem([stage(10, 0.5), stage(100)])).toBe("A pause is 0 to 1440 whole minutes.");
});

test("minutes are said in hours from sixty on", () => {
  expect([45, 60, 135].map(minutesInWords)).toEqual(["45 min", "1 h", "2 h 15 min"]);
});

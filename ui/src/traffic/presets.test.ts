import { describe, expect, test } from "vitest";
import { type Outcome, type Split, setLock } from "./model";
import { allTo, backToLive, canary, even, swap } from "./presets";
import { sharesOf } from "./rows";

const split = (...shares: [string, number, boolean?][]): Split =>
  shares.map(([entity, percent, locked = false]) => ({ entity, percent, locked }));
const percents = (outcome: Outcome) => {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.split.map((share) => share.percent);
};
const reason = (outcome: Outcome) => (outcome.ok ? "was not refused" : outcome.reason);

describe("presets", () => {
  const now = split(["a", 60], ["b", 25], ["c", 15]);
  test("even shares out what is not locked, odd points to the first", () => {
    expect(percents(even(now))).toEqual([34, 33, 33]);
    expect(percents(even(setLock(now, "c", true)))).toEqual([43, 42, 15]);
    expect(reason(even(split(["a", 100, true])))).toBe(
      "Every share is locked. Open a lock to share out evenly.",
    );
  });

  test("all to one leaves what is locked where it is", () => {
    expect(percents(allTo(now, "b"))).toEqual([0, 100, 0]);
    expect(percents(allTo(setLock(now, "c", true), "b"))).toEqual([0, 85, 15]);
    expect(allTo(setLock(now, "b", true), "b")).toMatchObject({ ok: false, unlock: ["b"] });
    expect(reason(allTo(split(["a", 100, true], ["b", 0]), "b"))).toBe(
      "All traffic is locked elsewhere. Open the lock of a.",
    );
  });

  test("a canary gets its percents and the others keep their proportions", () => {
    expect(percents(canary(split(["a", 80], ["b", 20], ["new", 0]), "new", 10))).toEqual([72, 18, 10]);
    expect(canary(setLock(now, "c", true), "c", 5)).toMatchObject({ ok: false, unlock: ["c"] });
  });

  test("swapping exchanges two shares unless one is locked", () => {
    expect(percents(swap(now, "a", "c"))).toEqual([15, 25, 60]);
    expect(swap(setLock(now, "a", true), "a", "c")).toMatchObject({ ok: false, unlock: ["a"] });
  });

  test("back to live restores shares and order, and names a lock that stands against it", () => {
    const live = [
      { entity: "c", percent: 90 },
      { entity: "a", percent: 10 },
    ];
    const back = backToLive(now, live);
    expect(back.ok && sharesOf(back.split)).toEqual([...live, { entity: "b", percent: 0 }]);
    expect(backToLive(setLock(now, "b", true), live)).toMatchObject({ ok: false, unlock: ["b"] });
    expect(backToLive(split(["a", 100]), live).ok).toBe(false);
  });
});

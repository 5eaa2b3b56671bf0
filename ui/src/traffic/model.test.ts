import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dividers, moveDivider, snap, snapShare } from "./divider";
import { changed, NO_HISTORY, record, redo, undo } from "./history";
import {
  addShare,
  apportion,
  moveInOrder,
  type Outcome,
  removeShare,
  type Split,
  setLock,
  setShare,
  splitProblem,
  stepShare,
  total,
} from "./model";
import { allTo, backToLive, canary, even, swap } from "./presets";
import { rowsOfSplit, type SplitRow, sharesOf, splitOfRows } from "./rows";

const split = (...shares: [string, number, boolean?][]): Split =>
  shares.map(([entity, percent, locked = false]) => ({ entity, percent, locked }));
const percents = (outcome: Outcome) => {
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.split.map((share) => share.percent);
};
const reason = (outcome: Outcome) => (outcome.ok ? "was not refused" : outcome.reason);

/** Any valid split of 1 to 10 entities with any locks. */
const anySplit: fc.Arbitrary<Split> = fc
  .array(fc.record({ weight: fc.nat({ max: 9 }), locked: fc.boolean() }), { minLength: 1, maxLength: 10 })
  .map((parts) => {
    const shares = apportion(
      100,
      parts.map((part) => part.weight),
    );
    return parts.map((part, at) => ({ entity: `e${at}`, percent: shares[at] ?? 0, locked: part.locked }));
  });

type Action = { name: string; entity: number; other: number; number: number; flag: boolean };
const anyAction: fc.Arbitrary<Action> = fc.record({
  name: fc.constantFrom(
    "type",
    "step",
    "drag",
    "even",
    "all",
    "canary",
    "swap",
    "add",
    "remove",
    "give",
    "order",
    "lock",
    "live",
  ),
  entity: fc.nat({ max: 11 }),
  other: fc.nat({ max: 11 }),
  number: fc.integer({ min: -20, max: 120 }),
  flag: fc.boolean(),
});
const start = split(["e0", 70], ["e1", 30]);

function run(now: Split, { name, entity, other, number, flag }: Action): Outcome {
  const one = now[entity % now.length]?.entity ?? "";
  const two = now[other % now.length]?.entity ?? "";
  switch (name) {
    case "type":
      return setShare(now, one, number);
    case "step":
      return stepShare(now, one, flag ? 1 : -5);
    case "drag":
      return moveDivider(now, one, number);
    case "even":
      return even(now);
    case "all":
      return allTo(now, one);
    case "canary":
      return canary(now, one, 25);
    case "swap":
      return swap(now, one, two);
    case "add":
      return addShare(now, `e${entity}`);
    case "remove":
      return removeShare(now, one);
    case "give":
      return removeShare(now, one, two);
    case "order":
      return moveInOrder(now, one, flag ? 1 : -1);
    case "lock":
      return { ok: true, split: setLock(now, one, flag) };
    default:
      return backToLive(now, sharesOf(start));
  }
}

describe("what holds after every action", () => {
  test("shares stay whole numbers from 0 to 100 that add up to 100, with names used once", () => {
    fc.assert(
      fc.property(anySplit, fc.array(anyAction, { maxLength: 25 }), (first, actions) => {
        let now = first;
        for (const action of actions) {
          const outcome = run(now, action);
          if (outcome.ok) now = outcome.split;
          expect(splitProblem(now)).toBeNull();
        }
      }),
    );
  });

  test("a locked share moves only by its own edit", () => {
    fc.assert(
      fc.property(anySplit, anyAction, (before, action) => {
        const outcome = run(before, action);
        if (!outcome.ok || action.name === "lock") return;
        const own = before[action.entity % before.length]?.entity;
        const edits = ["type", "step"].includes(action.name);
        for (const share of before.filter((one) => one.locked)) {
          const after = outcome.split.find((one) => one.entity === share.entity);
          if (after && !(edits && share.entity === own)) expect(after.percent).toBe(share.percent);
        }
      }),
    );
  });

  test("a refusal says why in a finished sentence and names only locked shares to open", () => {
    fc.assert(
      fc.property(anySplit, anyAction, (before, action) => {
        const outcome = run(before, action);
        if (outcome.ok) return;
        expect(outcome.reason).toMatch(/^\S.+\.$/);
        for (const name of outcome.unlock)
          expect(before.find((one) => one.entity === name)?.locked).toBe(true);
      }),
    );
  });

  test("nothing but moving in the order and going back to live changes the order", () => {
    fc.assert(
      fc.property(anySplit, anyAction, (before, action) => {
        const outcome = run(before, action);
        if (!outcome.ok || ["order", "live", "add", "remove", "give"].includes(action.name)) return;
        expect(outcome.split.map((one) => one.entity)).toEqual(before.map((one) => one.entity));
      }),
    );
  });

  test("undoing every step leads back to the start, redoing them to the end", () => {
    fc.assert(
      fc.property(anySplit, fc.array(anyAction, { maxLength: 20 }), (first, actions) => {
        let now = first;
        let history = NO_HISTORY;
        for (const action of actions.filter((one) => !["add", "remove", "give"].includes(one.name))) {
          const outcome = run(now, action);
          if (!outcome.ok || !changed(now, outcome.split)) continue;
          history = record(history, now, null, 0);
          now = outcome.split;
        }
        const end = now;
        for (let back = undo(history, now); back; back = undo(history, now)) ({ history, split: now } = back);
        expect(now).toEqual(first);
        for (let on = redo(history, now); on; on = redo(history, now)) ({ history, split: now } = on);
        expect(now).toEqual(end);
      }),
    );
  });

  test("adding an entity and removing it again changes nothing", () => {
    fc.assert(
      fc.property(anySplit, (before) => {
        const added = addShare(before, "new");
        if (!added.ok) throw new Error(added.reason);
        expect(added.split.at(-1)).toEqual({ entity: "new", percent: 0, locked: false });
        expect(removeShare(added.split, "new")).toEqual({ ok: true, split: before });
      }),
    );
  });

  test("written out as rows or as JSON and read again, a split is the same", () => {
    fc.assert(
      fc.property(anySplit, (before) => {
        const rows: SplitRow[] = before.map((one) => ({
          entity: one.entity,
          mark: "OA",
          model: "m",
          share: 0,
          locked: false,
          live: null,
        }));
        expect(splitOfRows(rowsOfSplit([...rows].reverse(), before))).toEqual(before);
        expect(JSON.parse(JSON.stringify(before))).toEqual(before);
      }),
    );
  });
});

describe("dividers", () => {
  test("dragging touches nobody but the two visible neighbours", () => {
    fc.assert(
      fc.property(anySplit, fc.nat(), fc.integer({ min: -50, max: 150 }), (before, which, position) => {
        const all = dividers(before);
        const divider = all[which % Math.max(1, all.length)];
        if (!divider) return;
        const outcome = moveDivider(before, divider.left, position);
        if (!outcome.ok) return;
        for (const [at, share] of outcome.split.entries()) {
          const same = share.entity !== divider.left && share.entity !== divider.right;
          if (same) expect(share).toEqual(before[at]);
          else expect(share.percent).toBeGreaterThan(0);
        }
      }),
    );
  });

  test("stand between visible neighbours with limits that leave each one a percent", () => {
    const now = split(["openai", 60], ["parked", 0], ["azure", 25], ["claude", 15]);
    expect(dividers(now).map(({ left, right, min, now: at, max }) => [left, right, min, at, max])).toEqual([
      ["openai", "azure", 1, 60, 84],
      ["azure", "claude", 61, 85, 99],
    ]);
    expect(dividers(now)[0]?.spoken).toBe("openai 60 percent, azure 25 percent");
  });

  test("beside a locked share stand still and say which lock to open", () => {
    const now = split(["openai", 60], ["azure", 40, true]);
    expect(dividers(now)[0]).toMatchObject({
      min: 60,
      max: 60,
      fixed: "azure is locked. Open its lock to move this divider.",
    });
    expect(moveDivider(now, "openai", 20)).toMatchObject({ ok: false, unlock: ["azure"] });
  });

  test("catch at whole percents, stronger at fives, and not at fives when asked for free hand", () => {
    expect([snap(42.4, false), snap(44.3, false), snap(45.7, false), snap(45.9, false)]).toEqual([
      42, 45, 45, 46,
    ]);
    expect([snap(44.3, true), snap(45.7, true)]).toEqual([44, 46]);
  });

  test("catch at a round share, not at a round place on the bar", () => {
    const now = split(["a", 7], ["b", 33], ["c", 60]);
    const second = dividers(now)[1];
    if (!second) throw new Error("no divider");
    expect(snapShare(now, second, 37.6, false)).toBe(37);
  });
});

describe("typing a share", () => {
  test("takes from the unlocked others in proportion, the largest remainder first", () => {
    expect(percents(setShare(split(["a", 40], ["b", 35], ["c", 25]), "a", 50))).toEqual([50, 29, 21]);
    expect(percents(setShare(split(["a", 40], ["b", 35, true], ["c", 25]), "a", 50))).toEqual([50, 35, 15]);
  });

  test("gives what is left over to the first unlocked other when all of them are parked", () => {
    expect(percents(setShare(split(["a", 100], ["b", 0, true], ["c", 0], ["d", 0]), "a", 80))).toEqual([
      80, 0, 20, 0,
    ]);
  });

  test("is allowed on a locked share, because that is its own edit", () => {
    expect(percents(setShare(split(["a", 40, true], ["b", 60]), "a", 50))).toEqual([50, 50]);
  });

  test("is refused with the lock to open when the points are locked elsewhere", () => {
    expect(setShare(split(["a", 20], ["b", 50, true], ["c", 30]), "a", 70)).toEqual({
      ok: false,
      unlock: ["b"],
      reason: "a can have at most 50 %, because 50 % are locked elsewhere. Open the lock of b for more.",
    });
    expect(reason(setShare(split(["a", 20], ["b", 80, true]), "a", 30))).toBe(
      "b is locked, so the share of a cannot change. Open its lock first.",
    );
    expect(reason(setShare(split(["a", 20], ["b", 50, true], ["c", 30, true]), "a", 10))).toBe(
      "All others are locked, so the share of a cannot change. Open the lock of b or c.",
    );
  });

  test("is refused for what the workspace would refuse", () => {
    const now = split(["a", 20], ["b", 80]);
    expect(reason(setShare(now, "a", 33.3))).toBe("Databricks takes whole percents only: 33 or 34.");
    expect(reason(setShare(now, "a", -1))).toBe("A share is a whole number from 0 to 100.");
    expect(reason(setShare(now, "a", Number.NaN))).toBe("Type a whole number from 0 to 100 for a.");
    expect(reason(setShare(now, "gone", 10))).toBe("gone is not part of this split.");
    expect(reason(setShare(split(["a", 100]), "a", 90))).toBe(
      "a is the only served entity, so it answers every request.",
    );
  });

  test("by steps stops at 0 and 100", () => {
    expect(percents(stepShare(split(["a", 2], ["b", 98]), "a", -5))).toEqual([0, 100]);
    expect(percents(stepShare(split(["a", 98], ["b", 2]), "a", 5))).toEqual([100, 0]);
  });
});

describe("adding, removing and ordering", () => {
  test("the first entity takes everything, a second one waits at 0 %, the same name is refused", () => {
    expect(percents(addShare([], "a"))).toEqual([100]);
    expect(percents(addShare(split(["a", 100]), "b"))).toEqual([100, 0]);
    expect(reason(addShare(split(["a", 100]), "a"))).toBe("a is already part of this split.");
  });

  test("a leaving entity hands its share to the chosen one, or to the unlocked others in proportion", () => {
    const now = split(["a", 60], ["b", 20], ["c", 20]);
    expect(percents(removeShare(now, "c"))).toEqual([75, 25]);
    expect(percents(removeShare(now, "c", "b"))).toEqual([60, 40]);
    expect(percents(removeShare(setLock(now, "a", true), "c"))).toEqual([60, 40]);
    expect(removeShare(setLock(now, "b", true), "c", "b")).toMatchObject({ ok: false, unlock: ["b"] });
    expect(removeShare(split(["a", 60, true], ["c", 40]), "c")).toMatchObject({ ok: false, unlock: ["a"] });
    expect(reason(removeShare(split(["a", 100]), "a"))).toBe("An endpoint needs at least one served entity.");
  });

  test("moving up and down stops at the ends of the fallback order", () => {
    const now = split(["a", 60], ["b", 40]);
    const moved = moveInOrder(now, "b", -1);
    expect(moved.ok && sharesOf(moved.split)).toEqual([
      { entity: "b", percent: 40 },
      { entity: "a", percent: 60 },
    ]);
    expect(reason(moveInOrder(now, "a", -1))).toBe("a is already first in the fallback order.");
    expect(reason(moveInOrder(now, "b", 1))).toBe("b is already last in the fallback order.");
  });

  test("a split from elsewhere is told apart by what is wrong with it", () => {
    expect(splitProblem(split(["a", 60], ["b", 41]))).toBe("The shares add up to 101, not to 100.");
    expect(splitProblem(split(["a", 60], ["a", 40]))).toBe("Two served entities have the same name.");
    expect(splitProblem(split(["a", 99.5], ["b", 0.5]))).toBe(
      "The share of a is not a whole number from 0 to 100.",
    );
    expect(splitProblem([])).toBe("There is no served entity to send traffic to.");
  });
});

describe("undo", () => {
  const a = split(["a", 60], ["b", 40]);
  const b = split(["a", 61], ["b", 39]);
  const c = split(["a", 62], ["b", 38]);
  test("takes a quick run of key presses on one divider as one step", () => {
    const history = record(record(NO_HISTORY, a, "divider a", 1000), b, "divider a", 1200);
    expect(undo(history, c)?.split).toEqual(a);
    const slow = record(record(NO_HISTORY, a, "divider a", 1000), b, "divider a", 3000);
    expect(undo(slow, c)?.split).toEqual(b);
  });

  test("forgets what was undone after a new change, and never goes back to other entities", () => {
    const back = undo(record(NO_HISTORY, a, null, 0), b);
    expect(back && redo(record(back.history, a, null, 1), c)).toBeNull();
    expect(undo(record(NO_HISTORY, split(["a", 100]), null, 0), b)).toBeNull();
  });
});

test("an apportionment gives out exactly the points there are, each within one of its quota", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 100 }),
      fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 10 }),
      (points, weights) => {
        const parts = apportion(points, weights);
        const sum = weights.reduce((all, one) => all + one, 0);
        expect(parts.reduce((all, one) => all + one, 0)).toBe(points);
        if (sum > 0)
          for (const [at, part] of parts.entries())
            expect(Math.abs(part - (points * (weights[at] ?? 0)) / sum)).toBeLessThan(1);
        expect(total(parts.map((percent, at) => ({ entity: `${at}`, percent, locked: false })))).toBe(points);
      },
    ),
  );
});

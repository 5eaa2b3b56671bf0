import fc from "fast-check";
import { expect, test } from "vitest";
import { benchWords, inTurns } from "./benching";

test("each is done once, in order, and never more at a time than said", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(3), { maxLength: 20 }),
      fc.integer({ min: 1, max: 6 }),
      async (waits, together) => {
        const begun: number[] = [];
        let now = 0;
        let most = 0;
        await inTurns([...waits.keys()], together, async (at) => {
          begun.push(at);
          now += 1;
          most = Math.max(most, now);
          for (let turn = 0; turn < (waits[at] ?? 0); turn++) await Promise.resolve();
          now -= 1;
        });
        expect(begun).toEqual([...waits.keys()]);
        expect(most).toBeLessThanOrEqual(together);
        expect(most).toBe(Math.min(together, waits.length, most));
      },
    ),
  );
});

test("every outcome has its word", () => {
  const words = (["ok", "failed", "stopped", "running", "waiting"] as const).map((state) =>
    benchWords({ state, explanation: null }),
  );
  expect(words).toEqual(["Yes", "No", "Stopped", "Calling", "Waiting"]);
});

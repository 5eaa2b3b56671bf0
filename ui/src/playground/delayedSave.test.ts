// When typed text is saved.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DelayedSave } from "./delayedSave";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("saves once after a pause in typing", async () => {
  const save = vi.fn(async (_: string) => undefined);
  const delayed = new DelayedSave(save, () => undefined);
  for (const text of ["H", "He", "Hel"]) delayed.set(text);
  await vi.advanceTimersByTimeAsync(250);
  expect(save.mock.calls).toEqual([["Hel"]]);
});

it("saves within half a second even when typing never pauses", async () => {
  const save = vi.fn(async (_: string) => undefined);
  const delayed = new DelayedSave(save, () => undefined);
  for (let typed = 0; typed < 6; typed += 1) {
    delayed.set(`text ${typed}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(save).toHaveBeenCalledTimes(1);
});

it("saves in the order of typing, one at a time", async () => {
  const done: string[] = [];
  const delayed = new DelayedSave(
    async (text: string) => {
      await new Promise((resolve) => setTimeout(resolve, text === "slow" ? 100 : 1));
      done.push(text);
    },
    () => undefined,
  );
  delayed.set("slow");
  void delayed.flush();
  delayed.set("fast");
  const all = delayed.flush();
  await vi.advanceTimersByTimeAsync(200);
  await all;
  expect(done).toEqual(["slow", "fast"]);
});

it("has nothing to do when nothing was typed", async () => {
  const save = vi.fn(async (_: string) => undefined);
  await new DelayedSave(save, () => undefined).flush();
  expect(save).not.toHaveBeenCalled();
});

it("says that a save failed, throws it at whoever waits for it, and goes on saving", async () => {
  const settled = vi.fn();
  const save = vi.fn(async (text: string) => {
    if (text === "bad") throw new Error("disk full");
  });
  const delayed = new DelayedSave(save, settled);
  delayed.set("bad");
  await vi.advanceTimersByTimeAsync(300);
  expect(settled).toHaveBeenLastCalledWith(expect.objectContaining({ message: "disk full" }));
  await expect(delayed.flush()).rejects.toThrow("disk full");
  delayed.set("good");
  await delayed.flush();
  expect(settled).toHaveBeenLastCalledWith(null);
});

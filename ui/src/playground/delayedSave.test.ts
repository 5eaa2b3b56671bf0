// When typed text is saved.
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { DelayedSave } from "./delayedSave";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("saves once after a pause in typing", async () => {
  const save = vi.fn(async (_: string) => undefined);
  const delayed = new DelayedSave(save);
  for (const text of ["H", "He", "Hel"]) delayed.set(text);
  await vi.advanceTimersByTimeAsync(250);
  expect(save.mock.calls).toEqual([["Hel"]]);
});

it("saves within half a second even when typing never pauses", async () => {
  const save = vi.fn(async (_: string) => undefined);
  const delayed = new DelayedSave(save);
  for (let typed = 0; typed < 6; typed += 1) {
    delayed.set(`text ${typed}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(save).toHaveBeenCalledTimes(1);
});

it("saves in the order of typing, one at a time", async () => {
  const done: string[] = [];
  const delayed = new DelayedSave(async (text: string) => {
    await new Promise((resolve) => setTimeout(resolve, text === "slow" ? 100 : 1));
    done.push(text);
  });
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
  await new DelayedSave(save).flush();
  expect(save).not.toHaveBeenCalled();
});

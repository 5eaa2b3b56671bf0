// The beat of what streams: not faster than it, nothing forgotten, all texts in one frame.
import { afterEach, beforeEach, expect, it, vi } from "vitest";

let drawAtBeat: (draw: () => void) => void;
let frames: FrameRequestCallback[] = [];
beforeEach(async () => {
  frames = [];
  // Each test has a beat of its own that has not drawn yet.
  vi.resetModules();
  ({ drawAtBeat } = await import("./beat"));
  vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
  vi.stubGlobal("requestAnimationFrame", (run: FrameRequestCallback) => frames.push(run));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});
function paint(): void {
  for (const run of frames.splice(0)) run(0);
}

it("draws at the next frame when nothing was drawn lately, and then not before the beat", () => {
  const draw = vi.fn();
  drawAtBeat(draw);
  expect(frames).toHaveLength(1);
  paint();
  expect(draw).toHaveBeenCalledTimes(1);
  drawAtBeat(draw);
  vi.advanceTimersByTime(10);
  expect(frames).toHaveLength(0);
  vi.advanceTimersByTime(25);
  paint();
  expect(draw).toHaveBeenCalledTimes(2);
});

it("draws texts side by side in one frame", () => {
  const [first, second] = [vi.fn(), vi.fn()];
  drawAtBeat(first);
  drawAtBeat(second);
  drawAtBeat(first);
  expect(frames).toHaveLength(1);
  paint();
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
});

it("takes what is wanted while it draws to the next beat", () => {
  const seen: string[] = [];
  drawAtBeat(() => {
    seen.push("first");
    drawAtBeat(() => seen.push("second"));
  });
  paint();
  expect(seen).toEqual(["first"]);
  vi.advanceTimersByTime(40);
  paint();
  expect(seen).toEqual(["first", "second"]);
});

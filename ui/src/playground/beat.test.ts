// The beat of what streams: not faster than it, nothing forgotten, texts side by side in turn.
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

it("draws texts side by side in turn, one a frame and none twice", () => {
  const drawn: string[] = [];
  const [first, second, third] = ["first", "second", "third"].map((name) => () => void drawn.push(name));
  for (const draw of [first, second, first, third]) drawAtBeat(draw as () => void);
  expect(frames).toHaveLength(1);
  paint();
  expect(drawn).toEqual(["first"]);
  paint();
  paint();
  expect(drawn).toEqual(["first", "second", "third"]);
  expect(frames).toHaveLength(0);
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

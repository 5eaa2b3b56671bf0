// The growing text: nothing lost, nothing drawn twice, the same cost at the end as at the beginning.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FRAME_CHARS, LiveText, type TextView } from "./liveText";
import type { Block } from "./markdown/blocks";

let frames: FrameRequestCallback[] = [];
beforeEach(() => {
  frames = [];
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  vi.stubGlobal("requestAnimationFrame", (run: FrameRequestCallback) => frames.push(run));
});
afterEach(() => {
  drain();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A beat and the frame after it. */
function frame(): void {
  vi.advanceTimersByTime(40);
  const due = frames;
  frames = [];
  for (const run of due) run(0);
}
function drain(): void {
  vi.advanceTimersByTime(40);
  while (frames.length > 0) frame();
}
const blocksOf = (view: TextView): Block[] => [
  ...view.groups.flatMap((group) => group.blocks),
  ...view.recent,
  ...(view.tail ? [view.tail] : []),
];
const textOf = (view: TextView): string =>
  blocksOf(view)
    .map((block) => (block.kind === "code" ? block.chunks.join("") : block.text))
    .join("");

describe("a growing text", () => {
  it("shows the first word at once, and is then drawn once a frame, however many pieces came", () => {
    const live = new LiveText();
    const drawn = vi.fn();
    live.subscribe(drawn);
    live.add("Dear ");
    expect([drawn.mock.calls.length, frames.length, textOf(live.view()).trim()]).toEqual([1, 0, "Dear"]);
    for (const piece of ["Frau ", "Lindqvist"]) live.add(piece);
    expect(frames).toHaveLength(1);
    frame();
    expect(drawn).toHaveBeenCalledTimes(2);
    expect(textOf(live.view())).toBe("Dear Frau Lindqvist");
    expect(live.view().words).toBe(3);
  });

  it("keeps finished groups as they are while more text comes", () => {
    const live = new LiveText();
    live.add("a paragraph\n\n".repeat(60));
    drain();
    const before = live.view();
    live.add("more\n\n".repeat(30));
    drain();
    const after = live.view();
    expect(before.groups.length).toBeGreaterThan(1);
    for (const [at, group] of before.groups.entries()) expect(after.groups[at]).toBe(group);
  });

  it("takes a flood in portions and loses nothing", () => {
    const live = new LiveText();
    const text = "word word word\n\n".repeat(60_000);
    live.add(text);
    expect(live.view().pending).toBe(true);
    expect(textOf(live.view()).length).toBeLessThanOrEqual(FRAME_CHARS);
    live.end(text);
    drain();
    expect(live.view().pending).toBe(false);
    expect(live.view().words).toBe(180_000);
  });

  it("adds at the end what never came as a piece", () => {
    const live = new LiveText();
    live.add("Hello");
    live.end("Hello world");
    drain();
    expect(textOf(live.view())).toBe("Hello world\n");
    expect(live.view().tail).toBeNull();
  });

  it("begins anew when the end reads differently", () => {
    const live = new LiveText();
    live.add("Hello");
    drain();
    live.end("Goodbye");
    drain();
    expect(textOf(live.view())).toBe("Goodbye\n");
    expect(live.view().words).toBe(1);
  });

  it("ignores pieces that come after the end", () => {
    const live = new LiveText();
    live.end("Done");
    live.add(" late");
    drain();
    expect(textOf(live.view())).toBe("Done\n");
  });

  it("shows the beginning of a whole text at once", () => {
    expect(textOf(LiveText.whole("# Title\n\ntext").view())).toBe("# Title\ntext\n");
  });

  it("takes a million characters at the same cost per token from first to last", () => {
    const live = new LiveText();
    const tokens = 20_000;
    const spent: number[] = [];
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const from = performance.now();
      for (let at = 0; at < tokens; at += 1) {
        live.add(at % 40 === 39 ? "end.\n\n" : "token ");
        if (at % 30 === 0) frame();
      }
      spent.push(performance.now() - from);
    }
    drain();
    expect(live.view().words).toBe(tokens * 10);
    const first = Math.min(...spent.slice(0, 3));
    const last = Math.min(...spent.slice(-3));
    expect(last).toBeLessThan(first * 3 + 20);
  });
});

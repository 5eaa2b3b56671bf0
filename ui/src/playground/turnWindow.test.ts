// Which turns are drawn.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { around, earlier, FIRST, later, MOST, newest, type Span, within } from "./turnWindow";

describe("the turns that are drawn", () => {
  it("are the newest when a conversation opens", () => {
    expect(newest(2000)).toEqual({ from: 2000 - FIRST, to: null });
    expect(newest(3)).toEqual({ from: 0, to: null });
  });

  it("are those around a turn that was asked for", () => {
    expect(around(2000, 700)).toEqual({ from: 700 - FIRST / 2, to: 700 + FIRST / 2 });
    expect(around(2000, 1998)).toEqual({ from: 1998 - FIRST / 2, to: null });
    expect(around(2000, -1)).toEqual(newest(2000));
  });

  it("follow a path that got shorter", () => {
    expect(within({ from: 1984, to: null }, 20)).toEqual({ from: 20 - FIRST, to: null });
    expect(within({ from: 10, to: 30 }, 20)).toEqual({ from: 10, to: null });
    expect(within({ from: 10, to: 15 }, 20)).toEqual({ from: 10, to: 15 });
  });

  it("are never many, and scrolling up and down reaches every one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (count) => {
        const sizes: number[] = [];
        const seen = (span: Span) => sizes.push((span.to ?? count) - span.from);
        let span = newest(count);
        seen(span);
        while (span.from > 0) {
          span = earlier(span, count);
          seen(span);
        }
        const top = span.from;
        while (span.to !== null) {
          span = later(span, count);
          seen(span);
        }
        expect(top).toBe(0);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST);
        expect(Math.min(...sizes)).toBeGreaterThan(0);
      }),
    );
  });
});

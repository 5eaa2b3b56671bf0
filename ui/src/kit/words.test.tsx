// What the kit writes: spans of time, splits in words, failures, JSON in ink.
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { FailureError } from "../ipc/call";
import { sampleFailure } from "../ipc/testing";
import { FailureCard } from "./FailureCard";
import { inkJson } from "./json";
import { splitWords } from "./MiniSplit";
import { swatchIndex } from "./Swatch";
import { clock, duration, relativeTime } from "./time";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe("time", () => {
  test.each([
    [20_000, "now"],
    [14 * MINUTE, "14 min ago"],
    [2 * 60 * MINUTE, "2 h ago"],
    [DAY, "yesterday"],
    [12 * DAY, "12 d ago"],
    [280 * DAY, "9 mo ago"],
    [800 * DAY, "2 y ago"],
  ])("%i ms before now is %s", (ago, said) => {
    expect(relativeTime(1_000 * DAY - ago, 1_000 * DAY)).toBe(said);
  });

  test("spans have their unit", () => {
    expect([380, 1_900, 42_000, 102_000].map(duration)).toEqual(["380 ms", "1.9 s", "42 s", "1:42 min"]);
    expect(clock(3_723)).toBe("1:02:03");
  });
});

describe("split in words", () => {
  const shares = [
    { entity: "gpt", percent: 80 },
    { entity: "claude", percent: 20 },
  ];
  test("says where it is going", () => {
    expect(
      splitWords(shares, [
        { entity: "gpt", percent: 60 },
        { entity: "claude", percent: 40 },
      ]),
    ).toBe("80 / 20, going to 60 / 40");
  });
  test("names a single entity, and says when nothing is served", () => {
    expect(splitWords([{ entity: "gpt", percent: 100 }])).toBe("gpt");
    expect(splitWords([])).toBe("Nothing is served");
  });
  test("colours follow the position and begin again after eight", () => {
    expect([0, 7, 8].map(swatchIndex)).toEqual([1, 8, 1]);
  });
});

describe("JSON in ink", () => {
  test("tells keys from strings and loses no character", () => {
    const line = '  "name": "a \\" b", "n": -1.5e3, [true]';
    const parts = inkJson(line);
    expect(parts.map((part) => part.text).join("")).toBe(line);
    expect(parts.filter((part) => part.ink === "key").map((part) => part.text)).toEqual(['"name"', '"n"']);
    expect(parts.find((part) => part.ink === "number")?.text).toBe("-1.5e3");
  });
});

describe("FailureCard", () => {
  test("tells how far the call came, why it stopped and who can fix it", () => {
    render(<FailureCard failure={new FailureError(sampleFailure())} />);
    const card = screen.getByRole("alert");
    expect(within(card).getByRole("heading", { name: "Cohere refused the key" })).toBeTruthy();
    expect(within(card).getByRole("img", { name: "stopped here" }).parentElement?.textContent).toBe(
      "Provider key",
    );
    expect(within(card).getByText("Someone who may write to the secret scope llm-keys.")).toBeTruthy();
    expect(within(card).getByText(/HTTP 401 · 0.3 s · request 7c1e-04af/)).toBeTruthy();
    expect(within(card).queryByRole("button", { name: "Try again" })).toBeNull();
  });

  test("hands the next step to the page", async () => {
    const onNext = vi.fn();
    render(
      <FailureCard
        failure={sampleFailure({ next: { kind: "signInAgain", label: "Sign in again" } })}
        onNext={onNext}
      />,
    );
    await userEvent.click(screen.getByRole("button", { name: "Sign in again" }));
    expect(onNext).toHaveBeenCalledWith("signInAgain");
  });

  test("offers nothing where the core knows no next step", () => {
    render(
      <FailureCard
        failure={sampleFailure({ next: { kind: "none", label: "" }, raw: null })}
        onNext={() => undefined}
      />,
    );
    expect(screen.queryByRole("button")).toBeNull();
  });

  test("explains a fault of the window itself", () => {
    render(<FailureCard failure={new TypeError("x is undefined")} />);
    expect(screen.getByText("x is undefined")).toBeTruthy();
  });
});

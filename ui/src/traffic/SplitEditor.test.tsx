import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import type { Share } from "../ipc/bindings";
import { expectNoAxeProblems } from "../kit/axe";
import type { SplitRow } from "./rows";
import { SplitEditor, type SplitEditorProps } from "./SplitEditor";

const row = (entity: string, share: number, more: Partial<SplitRow> = {}): SplitRow => ({
  entity,
  share,
  mark: "OA",
  model: "gpt-4o",
  locked: false,
  live: share,
  ...more,
});
const two = [row("openai-gpt4o", 100), row("anthropic-claude", 0)];
const four = [row("openai", 60), row("azure", 25), row("claude", 15), row("cohere", 0)];
const liveOf = (rows: SplitRow[]): Share[] =>
  rows.map(({ entity, live }) => ({ entity, percent: live ?? 0 }));

function Held({ rows: first, onChange, ...rest }: Partial<SplitEditorProps> & { rows: SplitRow[] }) {
  const [rows, setRows] = useState(first);
  const keep = (next: SplitRow[]) => {
    onChange?.(next);
    setRows(next);
  };
  return <SplitEditor fallback live={liveOf(first)} {...rest} rows={rows} onChange={keep} />;
}

function show(rows: SplitRow[], props: Partial<SplitEditorProps> = {}) {
  const onChange = vi.fn<(rows: SplitRow[]) => void>();
  const view = render(<Held rows={rows} onChange={onChange} {...props} />);
  return { ...view, user: userEvent.setup(), onChange };
}
const shares = () =>
  screen.getAllByRole("spinbutton").map((field) => Number((field as HTMLInputElement).value));
const shareOf = (entity: string) => screen.getByRole("spinbutton", { name: `Share of ${entity} in percent` });
const divider = (name: string) => screen.getByRole("slider", { name });

describe("with the keyboard alone", () => {
  test("a two-model endpoint gets from 100/0 to 80/20 by waking the second and moving the divider", async () => {
    const { user } = show(two);
    screen.getByRole("button", { name: "Give anthropic-claude 1 percent" }).focus();
    await user.keyboard("{Enter}");
    expect(shares()).toEqual([99, 1]);
    const slider = divider("Between openai-gpt4o and anthropic-claude");
    slider.focus();
    await user.keyboard("{PageDown}{Shift>}{ArrowLeft}{/Shift}{ArrowLeft>4/}");
    expect(shares()).toEqual([80, 20]);
    expect(slider.getAttribute("aria-valuetext")).toBe(
      "openai-gpt4o 80 percent, anthropic-claude 20 percent",
    );
    expect(screen.getByText(/Out of 100 requests about/).textContent).toContain(
      "80 go to openai-gpt4o and 20 to anthropic-claude.",
    );
  });

  test("a typed number gives 80/20 in one go, and Ctrl+Z takes it back", async () => {
    const { user } = show(two);
    await user.click(shareOf("openai-gpt4o"));
    await user.keyboard("80{Enter}");
    expect(shares()).toEqual([80, 20]);
    await user.keyboard("{Control>}z{/Control}");
    expect(shares()).toEqual([100, 0]);
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    expect(shares()).toEqual([80, 20]);
  });

  test("Home and End go to the limits of the two neighbours, and R goes back to live", async () => {
    const { user } = show(four);
    const slider = divider("Between azure and claude");
    expect([
      slider.getAttribute("aria-valuemin"),
      slider.getAttribute("aria-valuenow"),
      slider.getAttribute("aria-valuemax"),
    ]).toEqual(["61", "85", "99"]);
    slider.focus();
    await user.keyboard("{End}");
    expect(shares()).toEqual([60, 39, 1, 0]);
    await user.keyboard("{Home}");
    expect(shares()).toEqual([60, 1, 39, 0]);
    await user.keyboard("r");
    expect(shares()).toEqual([60, 25, 15, 0]);
  });

  test("arrows in a number field step by 1, with Shift by 5", async () => {
    const { user } = show([row("a", 50), row("b", 50)]);
    shareOf("a").focus();
    await user.keyboard("{ArrowUp}{Shift>}{ArrowUp}{/Shift}{PageDown}");
    expect(shares()).toEqual([46, 54]);
  });

  test("the letter R typed into a number field does not reset", async () => {
    const { user } = show([row("a", 50), row("b", 50)]);
    await user.click(shareOf("a"));
    await user.keyboard("70{Enter}r");
    expect(shares()).toEqual([70, 30]);
  });
});

describe("locks", () => {
  test("a locked share stays while others move, and its lock says so", async () => {
    const { user } = show(four);
    const lock = screen.getByRole("button", { name: "Lock the share of claude" });
    expect(lock.getAttribute("aria-pressed")).toBe("false");
    await user.click(lock);
    expect(lock.getAttribute("aria-pressed")).toBe("true");
    await user.clear(shareOf("openai"));
    await user.type(shareOf("openai"), "75{Enter}");
    expect(shares()).toEqual([75, 10, 15, 0]);
  });

  test("a number that needs locked points is refused with the lock to open; opening it carries the edit out", async () => {
    const { user } = show([row("a", 20), row("b", 50, { locked: true }), row("c", 30)]);
    await user.clear(shareOf("a"));
    await user.type(shareOf("a"), "70{Enter}");
    expect(
      screen.getByText(
        "a can have at most 50 %, because 50 % are locked elsewhere. Open the lock of b for more.",
      ),
    ).toBeTruthy();
    expect(shareOf("a").getAttribute("aria-invalid")).toBe("true");
    expect((shareOf("a") as HTMLInputElement).value).toBe("70");
    await user.click(screen.getByRole("button", { name: "Open the lock of b" }));
    expect(shares()).toEqual([70, 19, 11]);
    expect(screen.getByRole("button", { name: "Lock the share of b" }).getAttribute("aria-pressed")).toBe(
      "false",
    );
  });

  test("a divider beside a locked share says why it does not move", async () => {
    const { user } = show([row("a", 20), row("b", 80, { locked: true })]);
    const slider = divider("Between a and b");
    expect(slider.getAttribute("aria-disabled")).toBe("true");
    slider.focus();
    await user.keyboard("{ArrowRight}");
    expect(screen.getByText("b is locked. Open its lock to move this divider.")).toBeTruthy();
    expect(shares()).toEqual([20, 80]);
  });

  test("a field left empty shows its share again", async () => {
    const { user, onChange } = show([row("a", 20), row("b", 80)]);
    await user.clear(shareOf("a"));
    await user.tab();
    expect(shares()).toEqual([20, 80]);
    expect(onChange).not.toHaveBeenCalled();
  });

  test("a decimal is refused and stays in the field; Escape puts the share back", async () => {
    const { user } = show([row("a", 20), row("b", 80)]);
    await user.clear(shareOf("a"));
    await user.type(shareOf("a"), "33.3{Enter}");
    expect(screen.getByText("Databricks takes whole percents only: 33 or 34.")).toBeTruthy();
    await user.keyboard("{Escape}");
    expect(screen.queryByText(/whole percents only/)).toBeNull();
    expect(shares()).toEqual([20, 80]);
  });
});

describe("dragging", () => {
  /** A bar of 1000 by 50 pixels at the origin. */
  function stage() {
    const bar = screen.getByRole("group", { name: "Traffic split" });
    bar.getBoundingClientRect = () => ({
      left: 0,
      top: 0,
      width: 1000,
      height: 50,
      right: 1000,
      bottom: 50,
      x: 0,
      y: 0,
      toJSON: () => "",
    });
    return bar;
  }
  const at = (clientX: number) => ({ clientX, clientY: 25, pointerId: 1, button: 0 });
  const frame = () => act(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))));

  test("moves the two neighbours only, catches at fives, and hands the split over once on release", async () => {
    const { onChange } = show(four);
    const bar = stage();
    fireEvent.pointerDown(bar, at(602));
    expect(document.activeElement).toBe(divider("Between openai and azure"));
    for (let x = 602; x >= 503; x -= 9) fireEvent.pointerMove(bar, at(x));
    await frame();
    await waitFor(() => expect(shares()).toEqual([50, 35, 15, 0]));
    expect(onChange).not.toHaveBeenCalled();
    fireEvent.pointerUp(bar, at(503));
    expect(onChange).toHaveBeenCalledTimes(1);
    expect(shares()).toEqual([50, 35, 15, 0]);
  });

  test("begins from the number that is still being typed", async () => {
    const { user, onChange } = show(four);
    const bar = stage();
    await user.clear(shareOf("claude"));
    await user.type(shareOf("claude"), "20");
    fireEvent.pointerDown(bar, at(600));
    expect(onChange.mock.lastCall?.[0].map((one) => one.share)).toEqual([56, 24, 20, 0]);
  });

  test("Escape puts everything back", async () => {
    const { onChange } = show(four);
    const bar = stage();
    fireEvent.pointerDown(bar, at(600));
    fireEvent.pointerMove(bar, at(300));
    await frame();
    fireEvent.keyDown(window, { key: "Escape" });
    fireEvent.pointerMove(bar, at(200));
    await frame();
    expect(shares()).toEqual([60, 25, 15, 0]);
    fireEvent.pointerUp(bar, at(200));
    expect(onChange).not.toHaveBeenCalled();
    expect(within(bar).getByText("60 %")).toBeTruthy();
  });

  test("does nothing away from a divider or while editing is closed", async () => {
    const { onChange } = show(four, { disabledReason: "Databricks is rolling out an earlier change." });
    const bar = stage();
    fireEvent.pointerDown(bar, at(600));
    fireEvent.pointerMove(bar, at(300));
    fireEvent.pointerUp(bar, at(300));
    fireEvent.keyDown(divider("Between openai and azure"), { key: "ArrowRight" });
    expect(onChange).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Even" }).getAttribute("aria-disabled")).toBe("true");
  });

  test("a chip dropped on the bar wakes its entity with 1 %", () => {
    show(four);
    const bar = stage();
    const place = bar.parentElement?.parentElement as HTMLElement;
    place.getBoundingClientRect = bar.getBoundingClientRect;
    const chip = within(screen.getByRole("region", { name: "Standby, 0 percent" }))
      .getByText("cohere")
      .closest("li") as HTMLElement;
    fireEvent.pointerDown(chip, { ...at(1100), clientY: 20 });
    fireEvent.pointerMove(chip, at(500));
    fireEvent.pointerUp(chip, at(500));
    expect(shares()).toEqual([59, 25, 15, 1]);
  });
});

describe("presets, order and fallback", () => {
  test("even, all to one, canary and swap are a click away", async () => {
    const { user } = show(four);
    await user.click(screen.getByRole("button", { name: "Even" }));
    expect(shares()).toEqual([25, 25, 25, 25]);
    await user.click(screen.getByRole("button", { name: "All to one" }));
    await user.click(await screen.findByRole("menuitem", { name: "All to claude" }));
    expect(shares()).toEqual([0, 0, 100, 0]);
    await user.click(screen.getByRole("button", { name: "Canary" }));
    const group = await screen.findByRole("group", { name: "openai is the new one" });
    await user.click(within(group).getByRole("menuitem", { name: "10 %" }));
    expect(shares()).toEqual([10, 0, 90, 0]);
    await user.click(screen.getByRole("button", { name: "Swap two" }));
    await user.click(await screen.findByRole("menuitem", { name: "openai with claude" }));
    expect(shares()).toEqual([90, 0, 10, 0]);
    await user.click(screen.getByRole("button", { name: "Back to live" }));
    expect(shares()).toEqual([60, 25, 15, 0]);
  });

  test("moving up in the fallback order moves the row and keeps its share and colour", async () => {
    const { user, onChange } = show(four);
    await user.click(screen.getByRole("button", { name: "Move azure up in fallback order" }));
    expect(onChange.mock.lastCall?.[0].map((one) => [one.entity, one.share])).toEqual([
      ["azure", 25],
      ["openai", 60],
      ["claude", 15],
      ["cohere", 0],
    ]);
    const chain = within(screen.getByRole("region", { name: "Fallback" })).getAllByRole("listitem");
    expect(chain.map((one) => one.textContent)).toEqual(["1azure", "2openai", "3claude", "4cohere"]);
  });

  test("the fallback switch is there only where fallback can be set", async () => {
    const onFallbackChange = vi.fn();
    const { user, unmount } = show(four, { onFallbackChange });
    expect(screen.getByText("429 and 5xx only")).toBeTruthy();
    await user.click(screen.getByRole("switch", { name: "Try the next served entity" }));
    expect(onFallbackChange).toHaveBeenCalledWith(false);
    unmount();
    show(four);
    expect(screen.queryByRole("switch")).toBeNull();
  });

  test("the change against live stands in the row", async () => {
    const { user } = show(four);
    await user.clear(shareOf("claude"));
    await user.type(shareOf("claude"), "20{Enter}");
    const line = screen.getByRole("row", { name: /claude/ });
    expect(within(line).getByRole("img", { name: "becomes" }).parentElement?.textContent).toBe("1520");
  });
});

test("what changed is said once, after 400 ms of rest", async () => {
  const onAnnounce = vi.fn();
  show([row("a", 50), row("b", 50)], { onAnnounce });
  const slider = divider("Between a and b");
  for (let press = 0; press < 5; press += 1) fireEvent.keyDown(slider, { key: "ArrowRight" });
  expect(onAnnounce).not.toHaveBeenCalled();
  await waitFor(() => expect(onAnnounce).toHaveBeenCalledTimes(1), { timeout: 1500 });
  expect(onAnnounce).toHaveBeenCalledWith("a 55 percent, b 45 percent.");
});

test("shares that came in broken are named and can be put right", async () => {
  const { user } = show([row("a", 60), row("b", 60)]);
  expect(screen.getByText(/The shares add up to 120, not to 100\./)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Even" }));
  expect(shares()).toEqual([50, 50]);
});

test("the editor has no accessibility problems with 1, 4 and 10 entities", async () => {
  const ten = Array.from({ length: 10 }, (_, at) =>
    row(`entity-with-a-long-name-${at}`, at === 0 ? 91 : 1, { locked: at === 3 }),
  );
  for (const rows of [[row("only", 100)], four, ten]) {
    const { container, unmount } = show(rows, { onFallbackChange: () => undefined });
    await expectNoAxeProblems(container);
    unmount();
  }
});

// The keys of the window: what fires, and where it must not.
import { fireEvent, render, screen } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { type KeyOptions, useKey } from "./keys";

function Bound({ keys, on, ...options }: { keys: string; on: () => void } & KeyOptions) {
  useKey(keys, on, options);
  return null;
}

const press = (key: string, more: KeyboardEventInit = {}, on: Element = document.body) =>
  fireEvent.keyDown(on, { key, ...more });

describe("useKey", () => {
  test("fires a single letter", () => {
    const on = vi.fn();
    render(<Bound keys="n" on={on} />);
    press("n");
    expect(on).toHaveBeenCalledTimes(1);
  });

  test("leaves single letters to a field, but not keys with Ctrl", () => {
    const letter = vi.fn();
    const withCtrl = vi.fn();
    render(
      <>
        <input aria-label="Name" />
        <Bound keys="n" on={letter} />
        <Bound keys="ctrl+k" on={withCtrl} />
      </>,
    );
    press("n", {}, screen.getByRole("textbox"));
    press("k", { ctrlKey: true }, screen.getByRole("textbox"));
    expect(letter).not.toHaveBeenCalled();
    expect(withCtrl).toHaveBeenCalledTimes(1);
  });

  test("leaves single letters to an open menu or dialog", () => {
    const on = vi.fn();
    render(
      <div role="dialog" aria-label="Question">
        <button type="button">Keep</button>
        <Bound keys="n" on={on} />
      </div>,
    );
    press("n", {}, screen.getByRole("button"));
    expect(on).not.toHaveBeenCalled();
  });

  test("knows sequences, and forgets one that went elsewhere", () => {
    const on = vi.fn();
    render(<Bound keys="g e" on={on} />);
    press("g");
    press("x");
    press("e");
    expect(on).not.toHaveBeenCalled();
    press("g");
    press("e");
    expect(on).toHaveBeenCalledTimes(1);
  });

  test("does not take Ctrl N for N", () => {
    const on = vi.fn();
    render(<Bound keys="n" on={on} />);
    press("n", { ctrlKey: true });
    expect(on).not.toHaveBeenCalled();
  });

  test("a page wins over the frame, whichever was there first", () => {
    const page = vi.fn();
    const frame = vi.fn();
    render(
      <>
        <Bound keys="n" on={page} />
        <Bound keys="n" on={frame} ground />
      </>,
    );
    press("n");
    expect(page).toHaveBeenCalledTimes(1);
    expect(frame).not.toHaveBeenCalled();
  });

  test("stops when it is switched off or gone", () => {
    const on = vi.fn();
    const { rerender, unmount } = render(<Bound keys="n" on={on} />);
    rerender(<Bound keys="n" on={on} when={false} />);
    press("n");
    rerender(<Bound keys="n" on={on} />);
    unmount();
    press("n");
    expect(on).not.toHaveBeenCalled();
  });
});

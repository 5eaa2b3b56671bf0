// Files from outside: the passport the app was started with, one that is dropped, and everything else.
import { act, fireEvent, renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { closePanel, usePanel } from "./panels";
import { useFiles } from "./useFiles";

const said = vi.hoisted(() => ({ toast: vi.fn(), waiting: vi.fn() }));
vi.mock("../kit/Toast", () => ({ useToast: () => said.toast }));
vi.mock("../ipc/bindings", () => ({ commands: { passportWaiting: said.waiting } }));
vi.mock("../ipc/call", () => ({ unwrap: async (value: Promise<unknown>) => value }));
vi.mock("./said", () => ({ failureWords: (error: unknown) => ({ title: String(error) }) }));

beforeEach(() => {
  said.toast.mockReset();
  said.waiting.mockReset().mockResolvedValue(null);
});
afterEach(() => act(closePanel));

function panels() {
  return renderHook(() => {
    useFiles();
    return usePanel();
  }).result;
}

function dropped(file: File): DragEvent {
  const event = new Event("drop", { bubbles: true, cancelable: true });
  Object.assign(event, { dataTransfer: { files: [file], types: ["Files"] } });
  return event as DragEvent;
}

it("opens the passport the app was started with, and the next one when the window comes to the front", async () => {
  said.waiting.mockResolvedValueOnce("first").mockResolvedValueOnce("second");
  const panel = panels();
  await waitFor(() => expect(panel.current).toEqual({ kind: "passport", text: "first" }));
  fireEvent.focus(window);
  await waitFor(() => expect(panel.current).toEqual({ kind: "passport", text: "second" }));
});

it("says why a file could not be read", async () => {
  said.waiting.mockRejectedValueOnce("The passport was not opened");
  const panel = panels();
  await waitFor(() => expect(said.toast).toHaveBeenCalledWith({ title: "The passport was not opened" }));
  expect(panel.current).toBeNull();
});

it("takes a passport that is dropped anywhere, and says what else can be", async () => {
  const panel = panels();
  fireEvent(window, dropped(new File(['{"gatewright":"passport"}'], "claims.json")));
  await waitFor(() => expect(panel.current).toEqual({ kind: "passport", text: '{"gatewright":"passport"}' }));
  fireEvent(window, dropped(new File(["x"], "holiday.mov")));
  expect(said.toast.mock.calls[0]?.[0].title).toContain(
    "holiday.mov can’t be opened here. A passport can be",
  );
});

it("leaves to a place what is dropped on it", () => {
  const panel = panels();
  const event = dropped(new File(["{}"], "claims.json"));
  event.preventDefault();
  fireEvent(window, event);
  expect(panel.current).toBeNull();
});

import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { core, pretendHeight, renderRoom, rotation, step } from "./testing";
import type { Rotation } from "./types";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

beforeEach(() => pretendHeight(600));

/** A core that keeps rotations, as the real one does. */
function keeping(...kept: Rotation[]) {
  core();
  fake.secretsRotations.mockImplementation(async () => ok([...kept]));
  const set = (change: Partial<Rotation>): Rotation => {
    kept[0] = { ...(kept[0] ?? rotation()), ...change };
    return kept[0];
  };
  return { kept, set };
}

const done = (endpoint: string) => [
  step("storeKey", "done"),
  step("switchEndpoint", "done", { endpoint }),
  step("callEntity", "done", { endpoint, entity: "haiku", milliseconds: 640 }),
];

describe("rotating a key", () => {
  test("stores the new value once, shows each step as it happens, and offers to delete the old key", async () => {
    const { set } = keeping();
    let tell: (rotation: Rotation) => void = () => undefined;
    let finish: (rotation: Rotation) => void = () => undefined;
    fake.secretsRotationBegin.mockImplementation(async ({ newKey }: { newKey: string }) =>
      ok(set({ newKey })),
    );
    fake.secretsRotationRun.mockImplementation((_: string, told: { onmessage: (one: Rotation) => void }) => {
      tell = told.onmessage;
      return new Promise((settle) => {
        finish = (one) => settle(ok(one));
      });
    });
    const user = userEvent.setup();
    const { container } = renderRoom("/secrets?key=anthropic-key&do=rotate");
    await user.click(await screen.findByLabelText("The new key"));
    await user.paste("sk-ant-api03-a-new-value-1234");
    const name = (screen.getByLabelText("Store it as") as HTMLInputElement).value;
    expect(name).toMatch(/^anthropic-key-\d{4}-\d{2}$/);
    await user.click(screen.getByRole("button", { name: "Store it and switch over" }));
    await waitFor(() =>
      expect(fake.secretsRotationBegin.mock.calls).toEqual([
        [{ scope: "llm-keys", key: "anthropic-key", newKey: name, value: "sk-ant-api03-a-new-value-1234" }],
      ]),
    );
    await waitFor(() => expect(fake.secretsRotationRun).toHaveBeenCalled());
    act(() =>
      tell(
        set({
          state: "switching",
          steps: [
            step("storeKey", "done"),
            step("switchEndpoint", "running", { endpoint: "contract-extraction" }),
          ],
        }),
      ),
    );
    const steps = await screen.findByRole("list", { name: "Steps of the rotation" });
    expect(within(steps).getByText(`Switch contract-extraction to ${name}`)).toBeTruthy();
    expect(within(steps).getByRole("img", { name: "running" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Delete the old key" })).toBeNull();
    await act(async () => finish(set({ state: "switched", steps: done("contract-extraction") })));
    expect(await screen.findByRole("button", { name: "Delete the old key" })).toBeTruthy();
    expect(container.innerHTML).not.toContain("a-new-value");
    await expectNoAxeProblems(container);
  });

  test("deletes the old key only after its name was typed, and puts the rotation away", async () => {
    const { kept, set } = keeping(rotation({ state: "switched", steps: done("contract-extraction") }));
    fake.secretsRotationFinish.mockImplementation(async () => ok(set({ state: "finished" })));
    fake.secretsRotationForget.mockImplementation(async () => {
      kept.length = 0;
      return ok(null);
    });
    const user = userEvent.setup();
    renderRoom("/secrets?key=anthropic-key&do=rotate");
    await user.click(await screen.findByRole("button", { name: "Delete the old key" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete the old key anthropic-key?" });
    await user.click(within(dialog).getByRole("button", { name: "Delete the old key" }));
    expect(fake.secretsRotationFinish).not.toHaveBeenCalled();
    await user.type(within(dialog).getByRole("textbox"), "anthropic-key");
    await user.click(within(dialog).getByRole("button", { name: "Delete the old key" }));
    await waitFor(() => expect(fake.secretsRotationFinish).toHaveBeenCalledWith("r1", true));
    await user.click(await screen.findByRole("button", { name: "Done" }));
    await waitFor(() => expect(fake.secretsRotationForget).toHaveBeenCalledWith("r1"));
  });

  test("may keep both keys", async () => {
    const { set } = keeping(rotation({ state: "switched", steps: done("contract-extraction") }));
    fake.secretsRotationFinish.mockImplementation(async () => ok(set({ state: "finished" })));
    const user = userEvent.setup();
    renderRoom("/secrets?key=anthropic-key&do=rotate");
    await user.click(await screen.findByRole("button", { name: "Keep both" }));
    await waitFor(() => expect(fake.secretsRotationFinish).toHaveBeenCalledWith("r1", false));
  });

  test("that stopped opens the step with the reason, and is tried again or put back", async () => {
    const { set } = keeping(
      rotation({
        state: "failed",
        steps: [
          step("storeKey", "done"),
          step("callEntity", "failed", {
            endpoint: "contract-extraction",
            entity: "haiku",
            explanation: sampleFailure({ title: "Anthropic refused the new key" }).explanation,
          }),
          step("putBack", "done", { endpoint: "contract-extraction" }),
        ],
      }),
    );
    fake.secretsRotationUndo.mockImplementation(async () => ok(set({ state: "undone" })));
    const user = userEvent.setup();
    renderRoom("/secrets?key=anthropic-key&do=rotate");
    expect(await screen.findByText("Anthropic refused the new key")).toBeTruthy();
    expect(screen.getByText("Put contract-extraction back to anthropic-key")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Undo it" }));
    expect(
      (await screen.findAllByText("Everything uses anthropic-key again, and anthropic-key-2026-11 is gone."))
        .length,
    ).toBeGreaterThan(0);
  });

  test("cannot begin under the old name or under one that is taken", async () => {
    keeping();
    const user = userEvent.setup();
    renderRoom("/secrets?key=anthropic-key&do=rotate");
    const name = await screen.findByLabelText("Store it as");
    await user.clear(name);
    await user.type(name, "openai-test");
    expect(screen.getByText("llm-keys already holds a key openai-test.")).toBeTruthy();
    await user.clear(name);
    await user.type(name, "Anthropic-Key");
    expect(screen.getByText("The new key needs another name than the old one.")).toBeTruthy();
  });
});

describe("a rotation that was interrupted", () => {
  test("stands at the top of the room and is finished from there, in front of its steps", async () => {
    const { set } = keeping(rotation({ state: "interrupted" }));
    fake.secretsRotationRun.mockImplementation(async () => ok(set({ state: "switched" })));
    const user = userEvent.setup();
    const { container } = renderRoom();
    expect(await screen.findByText("Rotating llm-keys/anthropic-key was interrupted.")).toBeTruthy();
    await expectNoAxeProblems(container);
    await user.click(screen.getByRole("button", { name: "Finish" }));
    await waitFor(() => expect(fake.secretsRotationRun.mock.calls[0]?.[0]).toBe("r1"));
    expect(await screen.findByRole("button", { name: "Delete the old key" })).toBeTruthy();
    expect(screen.queryByText("Rotating llm-keys/anthropic-key was interrupted.")).toBeNull();
  });

  test("may be there when that cannot be read, which is said and tried again", async () => {
    keeping(rotation({ state: "interrupted" }));
    fake.secretsRotations.mockResolvedValueOnce(fails(sampleFailure({ title: "The workspace is away" })));
    const user = userEvent.setup();
    renderRoom();
    await screen.findByText(/Whether a rotation was interrupted could not be read: The workspace is away\./);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Rotating llm-keys/anthropic-key was interrupted.")).toBeTruthy();
  });

  test("is undone from there as well", async () => {
    const { set } = keeping(rotation({ state: "interrupted" }));
    fake.secretsRotationUndo.mockImplementation(async () => ok(set({ state: "undone" })));
    const user = userEvent.setup();
    renderRoom();
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(
      (await screen.findAllByText("Everything uses anthropic-key again, and anthropic-key-2026-11 is gone."))
        .length,
    ).toBeGreaterThan(0);
  });

  test("says why when it cannot be finished, and stays", async () => {
    keeping(rotation({ state: "interrupted" }));
    fake.secretsRotationRun.mockResolvedValue(fails(sampleFailure({ title: "Your sign-in has expired" })));
    const user = userEvent.setup();
    renderRoom();
    await user.click(await screen.findByRole("button", { name: "Finish" }));
    expect(await screen.findByText("Your sign-in has expired")).toBeTruthy();
    expect(screen.getByText("Rotating llm-keys/anthropic-key was interrupted.")).toBeTruthy();
  });
});

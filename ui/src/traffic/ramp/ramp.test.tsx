import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Ramp, RampStep } from "../../ipc/bindings";
import { fails, fake, ok, production, sampleFailure, sandbox } from "../../ipc/testing";
import { expectNoAxeProblems } from "../../kit/axe";
import { draftOf, endpoint, heard, later, showTab } from "../testing";
import { Unfinished } from "../Unfinished";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());
vi.mock("../../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onMessage }) }));

const step = (openai: number, pauseMinutes: number): RampStep => ({
  shares: [
    { entity: "openai", percent: openai },
    { entity: "claude", percent: 100 - openai },
  ],
  pauseMinutes,
});
const ramp = (more: Partial<Ramp> = {}): Ramp => ({
  id: "r1",
  endpoint: "support-chat",
  steps: [step(66, 15), step(30, 0)],
  at: 0,
  state: "pausing",
  nextAt: Date.now() + 90_500,
  saved: step(70, 0).shares,
  explanation: null,
  startedAt: 1,
  ...more,
});
let kept: Ramp[] = [];

beforeEach(() => {
  kept = [];
  fake.trafficRamps.mockImplementation(async () => ok(kept));
});

describe("planning", () => {
  test("the way from live to the draft is sent as whole splits with their pauses", async () => {
    fake.trafficDraftGet.mockResolvedValue(ok(draftOf(30)));
    fake.trafficRampStart.mockImplementation(() => new Promise(() => undefined));
    const { user, container } = await showTab(sandbox);
    await user.click(await screen.findByRole("button", { name: "In steps" }));
    expect(screen.getByText("It runs only while Gatewright is open.")).toBeTruthy();
    expect(screen.getByRole("img", { name: "Step 1: openai 66 percent, claude 34 percent" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Remove step 2" }));
    const pause = screen.getByRole("spinbutton", { name: "Step 1, pause in minutes" });
    await user.clear(pause);
    await user.type(pause, "5{Tab}");
    expect(screen.getByText(/^3 steps, 35 min of pauses/)).toBeTruthy();
    await expectNoAxeProblems(container);
    await user.keyboard("{Control>}{Enter}{/Control}");
    const [endpoint, stamp, steps] = fake.trafficRampStart.mock.calls[0] ?? [];
    expect([endpoint, stamp]).toEqual(["support-chat", "stamp-14"]);
    expect(steps).toEqual([step(66, 5), step(50, 30), step(30, 0)]);
  });

  test("steps that do not go forward cannot be started, and say so", async () => {
    fake.trafficDraftGet.mockResolvedValue(ok(draftOf(30)));
    const { user } = await showTab(sandbox);
    await user.click(await screen.findByRole("button", { name: "In steps" }));
    const way = screen.getByRole("spinbutton", { name: "Step 1, how far of the way in percent" });
    await user.clear(way);
    await user.type(way, "60{Tab}");
    expect(screen.getByRole("status").textContent).toBe("Step 2 must go further than step 1.");
    await user.click(screen.getByRole("button", { name: /Start the ramp/ }));
    expect(fake.trafficRampStart).not.toHaveBeenCalled();
  });

  test("in production a large move asks for the endpoint's name first", async () => {
    fake.trafficDraftGet.mockResolvedValue(ok(draftOf(30)));
    const { user } = await showTab(production);
    await user.click(await screen.findByRole("button", { name: "In steps" }));
    await user.click(screen.getByRole("button", { name: /Start the ramp/ }));
    expect(await screen.findByText("Move 40 of 100 requests in production, in steps?")).toBeTruthy();
    expect(fake.trafficRampStart).not.toHaveBeenCalled();
  });

  test("a ramp that could not begin says why and keeps the plan", async () => {
    fake.trafficDraftGet.mockResolvedValue(ok(draftOf(30)));
    fake.trafficRampStart.mockResolvedValue(fails(sampleFailure({ title: "Changed elsewhere" })));
    const { user } = await showTab(sandbox);
    await user.click(await screen.findByRole("button", { name: "In steps" }));
    await user.click(screen.getByRole("button", { name: /Start the ramp/ }));
    expect(await screen.findByText("Changed elsewhere")).toBeTruthy();
    expect(screen.getByText("Go live in steps")).toBeTruthy();
  });
});

describe("a ramp that runs", () => {
  test("is followed from its first word, closes editing, and clears the draft when it has arrived", async () => {
    fake.trafficDraftGet.mockResolvedValue(ok(draftOf(30)));
    const arrived = later<ReturnType<typeof ok<Ramp>>>();
    fake.trafficRampStart.mockReturnValue(arrived.promise);
    const { user } = await showTab(sandbox);
    await user.click(await screen.findByRole("button", { name: "In steps" }));
    await user.click(screen.getByRole("button", { name: /Start the ramp/ }));
    kept = [ramp({ state: "rolling", nextAt: null })];
    heard(fake.trafficRampStart, kept[0]);
    expect(await screen.findByText("Ramp: step 1 of 2 is being rolled out")).toBeTruthy();
    const share = screen.getByRole("spinbutton", { name: "Share of openai in percent" });
    expect((share as HTMLInputElement).readOnly).toBe(true);
    kept = [];
    arrived.resolve(ok(ramp({ state: "done", at: 1, nextAt: null })));
    expect(await screen.findByText("The ramp has arrived")).toBeTruthy();
    await waitFor(() => expect(fake.trafficDraftDiscard).toHaveBeenCalledWith("support-chat"));
    await user.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.queryByText("The ramp has arrived")).toBeNull();
  });

  test("shows when it goes on, skips the pause, and goes back only after asking", async () => {
    kept = [ramp()];
    fake.trafficRampNow.mockResolvedValue(ok(null));
    fake.trafficRampAbort.mockImplementation(async () => {
      kept = [];
      return ok(ramp({ state: "aborted", nextAt: null }));
    });
    const { user, container } = await showTab(sandbox);
    const panel = within(await screen.findByRole("region", { name: "Ramp" }));
    expect(panel.getByRole("timer").textContent).toMatch(/next step in 1:(29|30)/);
    expect(panel.getByText(/Runs only while Gatewright is open/)).toBeTruthy();
    await expectNoAxeProblems(container);
    await user.click(panel.getByRole("button", { name: "Skip the pause" }));
    expect(fake.trafficRampNow).toHaveBeenCalledWith("r1");
    await user.click(panel.getByRole("button", { name: "Stop and go back" }));
    expect(fake.trafficRampAbort).not.toHaveBeenCalled();
    await user.click(await screen.findByRole("button", { name: "Go back to 70 / 30" }));
    expect(await screen.findByText("The ramp was stopped, the earlier split is back")).toBeTruthy();
  });

  test("of another endpoint does not show here", async () => {
    kept = [ramp({ endpoint: "other" })];
    await showTab(sandbox);
    await waitFor(() => expect(fake.trafficRamps).toHaveBeenCalled());
    expect(screen.queryByRole("region", { name: "Ramp" })).toBeNull();
  });
});

describe("a ramp that was interrupted", () => {
  test("is found with its three ways on: go on, go back, leave it", async () => {
    kept = [ramp({ state: "interrupted", nextAt: null })];
    fake.trafficRampForget.mockImplementation(async () => {
      kept = [];
      return ok(null);
    });
    fake.trafficRampResume.mockImplementation(() => new Promise(() => undefined));
    const { user } = await showTab(sandbox);
    expect(await screen.findByText("A ramp was interrupted at step 1 of 2")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Go on" }));
    expect(fake.trafficRampResume.mock.calls[0]?.[0]).toBe("r1");
    expect(screen.getByRole("button", { name: "Go back to 70 / 30" })).toBeTruthy();
    heard(fake.trafficRampResume, ramp({ state: "interrupted", nextAt: null }));
    fireEvent.click(await screen.findByRole("button", { name: "Leave the split as it is" }));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Ramp" })).toBeNull());
  });

  test("one that stopped by itself says why", async () => {
    const { explanation } = sampleFailure({ title: "Somebody else changed the split" });
    kept = [ramp({ state: "stopped", nextAt: null, explanation })];
    await showTab(sandbox);
    expect(await screen.findByText("The ramp stopped at step 1 of 2")).toBeTruthy();
    expect(screen.getByText("Somebody else changed the split")).toBeTruthy();
  });
});

test("after a start, what is left open is named once with the way to decide; what moves is not", async () => {
  kept = [ramp({ state: "interrupted", at: 1, nextAt: null }), ramp({ id: "r2", endpoint: "other" })];
  const { container } = await showTab(sandbox, endpoint, <Unfinished />);
  expect(await screen.findByText("The ramp of support-chat was interrupted.")).toBeTruthy();
  expect(screen.getByText(/It reached step 2 of 2\./)).toBeTruthy();
  expect(screen.getAllByRole("button", { name: "Decide how to go on" })).toHaveLength(1);
  await expectNoAxeProblems(container);
});

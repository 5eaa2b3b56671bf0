// The page that makes an endpoint again: what is asked before, what stands in the way, and what is said when it stops halfway.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Change, RecreateReview } from "../../ipc/bindings";
import { fails, fake, ok, resetFake, sampleFailure } from "../../ipc/testing";
import { expectAccessible, renderAt } from "../testing";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());
vi.mock("../../ipc/host", () => ({
  channel: (onmessage: unknown) => ({ onmessage }),
  copyText: async () => true,
}));

const NAME = "support-assistant-chat";
const AT = `/endpoints/${NAME}/recreate`;

const review = (change: Partial<RecreateReview> = {}): RecreateReview => ({
  stamp: "s1",
  description: "Answers",
  creator: "tomas@example.com",
  problems: [],
  means: ["Callers are refused from the moment it is deleted."],
  changes: [],
  calls: [
    { title: "Make sure nobody changed it meanwhile", method: "GET", path: "/api/2.0/x" },
    { title: "Delete the endpoint", method: "DELETE", path: "/api/2.0/x" },
    { title: "Create it again", method: "POST", path: "/api/2.0" },
  ],
  beforeJson: "{}",
  afterJson: "{}",
  ...change,
});

const step = (kind: Change["steps"][number]["kind"], state: Change["steps"][number]["state"]) => ({
  kind,
  state,
  title: `Step ${kind}`,
  method: "POST",
  path: "/api/2.0/x",
  explanation: state === "failed" ? sampleFailure({ title: "The quota is used up" }).explanation : null,
  milliseconds: 3,
});

const change = (part: Partial<Change> = {}): Change => ({
  id: "c1",
  endpoint: NAME,
  origin: "recreate",
  title: `${NAME} made again`,
  startedAt: 1,
  endedAt: 2,
  state: "done",
  steps: [step("delete", "done"), step("create", "done"), step("waitReady", "done")],
  canRestore: false,
  canResume: false,
  who: null,
  ...part,
});

beforeEach(() => {
  resetFake();
  fake.endpointsRecreateReview.mockImplementation(async (_name, description) =>
    ok(
      review({
        changes:
          description === null
            ? []
            : [
                {
                  part: "endpoint",
                  label: "Description",
                  path: "description",
                  before: "Answers",
                  after: description,
                  removes: false,
                },
              ],
      }),
    ),
  );
  fake.endpointsUses.mockResolvedValue(ok({ uses: [], unknown: [] }));
  fake.endpointsRecreateApply.mockResolvedValue(ok(change()));
});

async function confirm(user: ReturnType<typeof userEvent.setup>): Promise<void> {
  await user.click(await screen.findByRole("button", { name: "Delete and make it again" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByRole("textbox"), NAME);
  await user.click(within(dialog).getByRole("button", { name: "Delete and make it again" }));
}

describe("making an endpoint again", () => {
  test("says what it means, asks for the name, and sends what was reviewed", async () => {
    const user = userEvent.setup();
    const { container } = renderAt(AT);
    expect(await screen.findByText(/Callers are refused from the moment/)).toBeTruthy();
    await expectAccessible(container);
    const text = screen.getByRole("textbox", { name: /Description/ });
    await user.clear(text);
    await user.type(text, "Answers claims");
    // Until the new text was looked at there is nothing to agree to.
    await user.click(screen.getByRole("button", { name: "Delete and make it again" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    await waitFor(() => expect(fake.endpointsRecreateReview.mock.lastCall?.[1]).toBe("Answers claims"));
    await screen.findAllByText("Answers claims");
    expect(fake.endpointsRecreateApply).not.toHaveBeenCalled();
    await confirm(user);
    expect((await screen.findAllByText(/is there again and ready/)).length).toBeGreaterThan(0);
    expect(fake.endpointsRecreateApply.mock.calls[0]?.slice(0, 3)).toEqual([NAME, "Answers claims", "s1"]);
  });

  test("what speaks against it stands there, and nothing can be deleted", async () => {
    const user = userEvent.setup();
    const message = "The key of gpt was typed in once and nobody can read it.";
    fake.endpointsRecreateReview.mockResolvedValue(
      ok(review({ problems: [{ path: "entities", message, blocks: true }] })),
    );
    renderAt(AT);
    expect((await screen.findAllByText(message)).length).toBeGreaterThan(0);
    await user.click(screen.getByRole("button", { name: "Delete and make it again" }));
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  test("stopped after the deletion it says that everything is kept, and goes on", async () => {
    const user = userEvent.setup();
    fake.endpointsRecreateApply.mockResolvedValue(
      ok(
        change({
          state: "failed",
          canResume: true,
          steps: [step("delete", "done"), step("create", "failed"), step("waitReady", "waiting")],
        }),
      ),
    );
    fake.activityResume.mockResolvedValue(ok(change()));
    renderAt(AT);
    await confirm(user);
    expect((await screen.findAllByText(/deleted and not there again yet/)).length).toBeGreaterThan(0);
    expect(screen.getByText("The quota is used up")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Retry and go on" }));
    expect((await screen.findAllByText(/is there again and ready/)).length).toBeGreaterThan(0);
    expect(fake.activityResume.mock.lastCall?.[0]).toBe("c1");
  });

  test("somebody was quicker: nothing was deleted, and it is looked at again", async () => {
    const user = userEvent.setup();
    fake.endpointsRecreateApply.mockResolvedValue(
      fails(sampleFailure({ kind: "conflict", title: "The endpoint was changed meanwhile" })),
    );
    renderAt(AT);
    await confirm(user);
    expect((await screen.findAllByText("Nothing was deleted.")).length).toBeGreaterThan(0);
    const looked = fake.endpointsRecreateReview.mock.calls.length;
    await user.click(screen.getByRole("button", { name: "Look again" }));
    await waitFor(() => expect(fake.endpointsRecreateReview.mock.calls.length).toBe(looked + 1));
  });

  test("a text that was typed is there again after leaving the page", async () => {
    const user = userEvent.setup();
    const first = renderAt(AT);
    await user.type(await screen.findByRole("textbox", { name: /Description/ }), " and more");
    first.unmount();
    renderAt(AT);
    expect(await screen.findByDisplayValue("Answers and more")).toBeTruthy();
  });
});

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../../ipc/testing";
import { catalogue, change, state } from "../edit/testing";
import { endpoint, entity, expectAccessible, renderAt } from "../testing";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());
vi.mock("../../ipc/host", () => ({
  channel: (onmessage: unknown) => ({ onmessage }),
  copyText: async () => true,
}));

const AT = "/endpoints/support-assistant-chat";

describe("one endpoint", () => {
  test("says in a sentence what it does and lists its served entities with their secrets", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    const { container } = renderAt(AT);
    expect(
      await screen.findByText(
        "Out of 100 chat requests about 80 go to primary-model at OpenAI and 20 to second-model at OpenAI.",
      ),
    ).toBeTruthy();
    expect(screen.getAllByText("{{secrets/llm-keys/openai}}").length).toBe(2);
    expect(screen.getByText("On 429 and 5xx the next served entity is tried.")).toBeTruthy();
    await expectAccessible(container);
  });

  test("opens the settings of an entity and the raw answer on demand", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    const user = userEvent.setup();
    renderAt(AT);
    await user.click(await screen.findByRole("button", { name: "primary" }));
    expect(screen.getByText("https://api.openai.com/v1")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Show what Databricks answered" }));
    expect(screen.getByRole("region", { name: "What Databricks answered" })).toBeTruthy();
  });

  test("shows what is coming while an update runs and reads again every two seconds", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      fake.endpointsGet.mockResolvedValue(
        ok(
          endpoint({
            state: "updating",
            since: Date.now() - 5_000,
            pending: [entity("primary", 60), entity("second", 40)],
          }),
        ),
      );
      renderAt(AT);
      expect(await screen.findByText(/Databricks is rolling out a change/)).toBeTruthy();
      expect(screen.getByText("60 %")).toBeTruthy();
      fake.endpointsGet.mockResolvedValue(ok(endpoint()));
      await vi.advanceTimersByTimeAsync(2_100);
      await waitFor(() => expect(screen.queryByText(/Databricks is rolling out a change/)).toBeNull());
      const reads = fake.endpointsGet.mock.calls.length;
      await vi.advanceTimersByTimeAsync(6_000);
      expect(fake.endpointsGet.mock.calls.length).toBe(reads);
    } finally {
      vi.useRealTimers();
    }
  });

  test("explains a failed update while the old configuration answers", async () => {
    fake.endpointsGet.mockResolvedValue(
      ok(
        endpoint({
          state: "readyUpdateFailed",
          reason: "The secret llm-keys/anthropic-eu does not exist.",
          pending: [entity("primary", 0, { state: "Failed", stateMessage: "Secret not found" })],
        }),
      ),
    );
    renderAt(AT);
    expect(await screen.findByText("The secret llm-keys/anthropic-eu does not exist.")).toBeTruthy();
    expect(screen.getByText("The update that failed")).toBeTruthy();
    expect(screen.getByText("Secret not found")).toBeTruthy();
  });

  test("an endpoint that cannot be read is explained and leads back to the list", async () => {
    fake.endpointsGet.mockResolvedValue(
      fails(sampleFailure({ title: "There is no endpoint support-assistant-chat", layer: "endpoint" })),
    );
    renderAt(AT);
    expect(await screen.findByText("There is no endpoint support-assistant-chat")).toBeTruthy();
    expect(screen.getByRole("button", { name: "All endpoints" })).toBeTruthy();
  });

  test("is deleted only after its name has been typed, and the list follows", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    fake.endpointsDelete.mockResolvedValue(ok(null));
    const user = userEvent.setup();
    const { history } = renderAt(AT);
    await user.click(await screen.findByRole("button", { name: "More about support-assistant-chat" }));
    await user.click(await screen.findByRole("menuitem", { name: "Delete endpoint" }));
    await user.click(await screen.findByRole("button", { name: "Delete endpoint" }));
    expect(fake.endpointsDelete).not.toHaveBeenCalled();
    await user.type(screen.getByRole("textbox"), "support-assistant-chat");
    await user.click(screen.getByRole("button", { name: "Delete endpoint" }));
    await waitFor(() => expect(fake.endpointsDelete).toHaveBeenCalledTimes(1));
    await waitFor(() => expect(history.location.pathname).toBe("/endpoints"));
    expect(fake.endpointsDelete.mock.calls).toEqual([["support-assistant-chat"]]);
  });

  test("says before deleting what uses it and what cannot be known, and leads to the endpoint that calls it", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    fake.endpointsUses.mockResolvedValue(
      ok({
        uses: [
          { text: "front-desk calls it: served entity front.", endpoint: "front-desk" },
          { text: "2 chats with it here; what was said stays readable.", endpoint: null },
        ],
        unknown: ["Programs that call it cannot be seen from here."],
      }),
    );
    const user = userEvent.setup();
    const { container, history } = renderAt(`${AT}?do=delete`);
    const uses = await screen.findByRole("region", { name: "What uses it" });
    expect(await within(uses).findByText("2 chats with it here; what was said stays readable.")).toBeTruthy();
    expect(within(uses).getByText("Programs that call it cannot be seen from here.")).toBeTruthy();
    await expectAccessible(container);
    await user.click(within(uses).getByRole("button", { name: "Open front-desk" }));
    await waitFor(() => expect(history.location.pathname).toBe("/endpoints/front-desk"));
    expect(fake.endpointsDelete).not.toHaveBeenCalled();
  });

  test("can be deleted when it cannot be found out what uses it", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    fake.endpointsUses.mockResolvedValue(fails(sampleFailure({ title: "The database is busy" })));
    fake.endpointsDelete.mockResolvedValue(ok(null));
    const user = userEvent.setup();
    renderAt(`${AT}?do=delete`);
    expect(await screen.findByText("The database is busy")).toBeTruthy();
    await user.type(screen.getByRole("textbox"), "support-assistant-chat");
    await user.click(screen.getByRole("button", { name: "Delete endpoint" }));
    await waitFor(() => expect(fake.endpointsDelete).toHaveBeenCalledTimes(1));
  });

  test("announces a change that replaced somebody else's update", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    const done = change({ id: "c8", state: "done", title: "Split of support-assistant-chat" });
    const steps = done.steps.map((step, at) => ({
      ...step,
      state: "done" as const,
      explanation:
        at === 0 ? sampleFailure({ title: "Somebody else's update was replaced" }).explanation : null,
    }));
    fake.activityList.mockResolvedValue(ok({ entries: [{ ...done, steps }], total: 1 }));
    fake.activityGet.mockResolvedValue(fails(sampleFailure({})));
    const user = userEvent.setup();
    const { history } = renderAt(AT);
    expect(await screen.findByText(/A change replaced somebody else's update/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "See what was replaced" }));
    expect(history.location.search).toContain("change=c8");
  });

  test.each([
    ["llm/v1/chat", "/chat"],
    ["llm/v1/completions", "/completions"],
    ["llm/v1/embeddings", "/embeddings"],
  ])("T leads to where an endpoint for %s is tried", async (task, room) => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint({ task })));
    const user = userEvent.setup();
    const { history } = renderAt(AT);
    await screen.findByRole("button", { name: /^Try it/ });
    await user.keyboard("t");
    await waitFor(() => expect(history.location.href).toContain(`${room}?endpoint=support-assistant-chat`));
  });

  test("several models are compared from its menu", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint({ task: "llm/v1/chat" })));
    const user = userEvent.setup();
    const { history } = renderAt(AT);
    await user.click(await screen.findByRole("button", { name: /^More about/ }));
    await user.click(await screen.findByRole("menuitem", { name: "Compare its models" }));
    await waitFor(() => expect(history.location.href).toContain("/compare?endpoint=support-assistant-chat"));
  });

  test("who may only look sees the acts off with the reason, and can ask for more", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint({ permission: "view" })));
    const user = userEvent.setup();
    renderAt(AT);
    const reason = "Trying it needs CAN QUERY on this endpoint; you have CAN VIEW.";
    expect(await screen.findByRole("button", { name: "Try it", description: reason })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Ask for access" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /^More about/ }));
    expect(await screen.findByRole("menuitem", { name: "Ask for CAN MANAGE" })).toBeTruthy();
  });

  test("gives the addresses callers need, past the split as well", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    renderAt(AT);
    expect(
      await screen.findByTitle(
        "https://adb-5938204771830264.4.azuredatabricks.net/serving-endpoints/support-assistant-chat/invocations",
      ),
    ).toBeTruthy();
    expect(
      screen.getByTitle(/serving-endpoints\/support-assistant-chat\/served-models\/second\/invocations$/),
    ).toBeTruthy();
    expect(screen.getByRole("button", { name: "Copy Calls" })).toBeTruthy();
  });

  test("announces a change that was interrupted and leads to it", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    fake.activityList.mockResolvedValue(
      ok({ entries: [change({ id: "c7", state: "interrupted", endedAt: null, canResume: true })], total: 1 }),
    );
    fake.activityGet.mockResolvedValue(fails(sampleFailure({})));
    const user = userEvent.setup();
    const { history } = renderAt(AT);
    await user.click(await screen.findByRole("button", { name: "Go on or leave it" }));
    expect(history.location.search).toContain("tab=activity");
    expect(history.location.search).toContain("change=c7");
    expect(await screen.findByRole("region", { name: "The change" })).toBeTruthy();
  });

  test("shows who may use it with what is inherited, and leads to the part of the edit", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    fake.endpointsEditGet.mockResolvedValue(ok(state()));
    fake.providersList.mockResolvedValue(ok(catalogue));
    const user = userEvent.setup();
    const { container, history } = renderAt(`${AT}?tab=access`);
    expect(await screen.findByText("Granted for every serving endpoint of the workspace.")).toBeTruthy();
    await expectAccessible(container);
    await user.click(screen.getAllByRole("button", { name: "Change" })[0] as HTMLElement);
    expect(history.location.pathname).toBe("/endpoints/support-assistant-chat/edit");
    expect(await screen.findByRole("heading", { name: "Access" })).toBeTruthy();
  });

  test("opens the edit by E, but not for who may only call it", async () => {
    fake.endpointsGet.mockResolvedValue(ok(endpoint({ permission: "query" })));
    const { history, unmount } = renderAt(AT);
    await screen.findByRole("button", { name: /Edit/ });
    await userEvent.keyboard("e");
    expect(history.location.pathname).toBe(AT);
    unmount();
    fake.endpointsGet.mockResolvedValue(ok(endpoint()));
    const again = renderAt(AT);
    await screen.findByRole("button", { name: /Edit/ });
    await userEvent.keyboard("e");
    await waitFor(() => expect(again.history.location.pathname).toBe(`${AT}/edit`));
  });
});

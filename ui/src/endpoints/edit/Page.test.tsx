import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { fails, fake, ok, sampleFailure, sandbox } from "../../ipc/testing";
import { endpoint, expectAccessible, renderAt } from "../testing";
import { catalogue, change, live, model, review, state } from "./testing";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());
vi.mock("../../ipc/host", () => ({
  channel: (onmessage: unknown) => ({ onmessage }),
  copyText: async () => true,
}));

const AT = "/endpoints/support-assistant-chat/edit";

beforeEach(() => {
  fake.providersList.mockResolvedValue(ok(catalogue));
  fake.endpointsGet.mockResolvedValue(ok(endpoint()));
  fake.endpointsEditGet.mockResolvedValue(ok(state()));
  fake.endpointsEditSave.mockResolvedValue(ok(null));
  fake.endpointsEditDiscard.mockResolvedValue(ok(null));
  fake.endpointsEditReview.mockResolvedValue(ok(review()));
  fake.secretsScopes.mockResolvedValue(ok([]));
});

describe("an edit", () => {
  test("shows the models in fallback order with shares, and the form of the first", async () => {
    const { container } = renderAt(AT);
    const parts = await screen.findByRole("navigation", { name: "Parts of the endpoint" });
    expect(
      within(parts)
        .getAllByRole("listitem")
        .slice(0, 2)
        .map((line) => line.title || line.textContent),
    ).toEqual(["1OAprimary80 %OrderIt is the first already.", "2OAsecond20 %"]);
    expect(screen.getByText("On 429 and 5xx the next one in this order is tried.")).toBeTruthy();
    expect((screen.getByRole("combobox", { name: /Model/ }) as HTMLInputElement).value).toBe("primary-model");
    expect(screen.queryByRole("region", { name: "Draft" })).toBeNull();
    await expectAccessible(container);
  });

  test("keeps what is typed a moment later and says in words what differs", async () => {
    const user = userEvent.setup();
    renderAt(AT);
    const name = await screen.findByRole("textbox", { name: /Served entity/ });
    await user.type(name, "-eu");
    expect(screen.getByText("1 model changed. Nothing is live yet.")).toBeTruthy();
    expect(screen.getByText(/Renamed from primary/)).toBeTruthy();
    await waitFor(() => expect(fake.endpointsEditSave).toHaveBeenCalled());
    expect(fake.endpointsEditSave.mock.lastCall?.[0].entities[0]?.entity.name).toBe("primary-eu");
  });

  test("an edit found again after a restart can be thrown away and taken back", async () => {
    const user = userEvent.setup();
    const edit = live({ tags: [] });
    fake.endpointsEditGet.mockResolvedValue(ok(state({ edit, savedAt: Date.now() })));
    renderAt(AT);
    expect(await screen.findByText("The tags changed. Nothing is live yet.")).toBeTruthy();
    fake.endpointsEditGet.mockResolvedValue(ok(state()));
    await user.click(screen.getByRole("button", { name: "Discard" }));
    await waitFor(() => expect(fake.endpointsEditDiscard).toHaveBeenCalledWith("support-assistant-chat"));
    await waitFor(() => expect(screen.queryByRole("region", { name: "Draft" })).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    await waitFor(() => expect(fake.endpointsEditSave.mock.lastCall?.[0].tags).toEqual([]));
  });

  test("what was typed just before leaving is saved, and opening again reads the endpoint again", async () => {
    const user = userEvent.setup();
    const { history } = renderAt(AT);
    await user.type(await screen.findByRole("textbox", { name: /Served entity/ }), "-x");
    await user.click(screen.getByRole("button", { name: "Close, keep the draft" }));
    await waitFor(() => expect(fake.endpointsEditSave).toHaveBeenCalled());
    expect(fake.endpointsEditSave.mock.lastCall?.[0].entities[0]?.entity.name).toBe("primary-x");
    fake.endpointsEditGet.mockResolvedValue(ok(state({ edit: live({ tags: [] }), savedAt: 1 })));
    history.push(`${AT}?review=yes`);
    await screen.findByText("This save also removes: team (care).");
    expect(fake.endpointsEditReview.mock.lastCall?.[0].tags).toEqual([]);
  });

  test("the order is changed by keyboard", async () => {
    const user = userEvent.setup();
    renderAt(`${AT}?part=models-1`);
    const second = await screen.findByRole("button", { name: /2.*second/ });
    second.focus();
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(await screen.findByRole("button", { name: /1.*second/ })).toBeTruthy();
    expect(screen.getByText("The fallback order changed. Nothing is live yet.")).toBeTruthy();
  });

  test("removing a model asks where its share goes", async () => {
    const user = userEvent.setup();
    fake.endpointsEditGet.mockResolvedValue(
      ok(
        state({
          edit: live({ entities: [model("a", 50), model("b", 30), model("c", 20)] }),
          live: live({ entities: [model("a", 50), model("b", 30), model("c", 20)] }),
        }),
      ),
    );
    renderAt(AT);
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    const dialog = await screen.findByRole("dialog", { name: "Remove a?" });
    expect(within(dialog).getByText("b 60 %, c 40 %")).toBeTruthy();
    await user.click(within(dialog).getByRole("radio", { name: /^b/ }));
    await user.click(within(dialog).getByRole("button", { name: "Remove from the draft" }));
    await waitFor(() =>
      expect(fake.endpointsEditSave.mock.lastCall?.[0].entities.map((one) => one.entity.share)).toEqual([
        80, 20,
      ]),
    );
  });

  test("a key nobody can read stays, and can be replaced", async () => {
    const user = userEvent.setup();
    const kept = model("primary", 80, { kept: ["openai_api_key"] });
    kept.entity.values = [];
    const both = live({ entities: [kept, model("second", 20)] });
    fake.endpointsEditGet.mockResolvedValue(ok(state({ edit: both, live: both })));
    renderAt(AT);
    expect(await screen.findByText(/Databricks keeps it and shows it to nobody/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Replace it" }));
    expect(screen.getByRole("tab", { name: "Paste a new one" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Keep the stored key" }));
    expect(screen.getByRole("button", { name: "Replace it" })).toBeTruthy();
  });

  test("is closed with a sentence while Databricks rolls something out", async () => {
    const moving = endpoint({ state: "updating", since: Date.now() });
    fake.endpointsGet.mockResolvedValue(ok(moving));
    fake.endpointsEditGet.mockResolvedValue(ok(state({ endpoint: moving })));
    const { container } = renderAt(AT);
    expect(await screen.findByText(/Databricks is rolling out an earlier change/)).toBeTruthy();
    expect(screen.queryByRole("textbox")).toBeNull();
    await expectAccessible(container);
  });

  test("explains inherited rows and warns before CAN MANAGE is taken from oneself", async () => {
    const user = userEvent.setup();
    const { container } = renderAt(`${AT}?part=access`);
    expect(await screen.findByText("Granted for every serving endpoint of the workspace.")).toBeTruthy();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: "Take it from dana@example.com" }));
    expect(screen.getByText(/This takes CAN MANAGE from you/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Group" }));
    await user.type(screen.getByRole("textbox", { name: /Group/ }), "care");
    await waitFor(() =>
      expect(fake.endpointsEditSave.mock.lastCall?.[0].access?.map((row) => row.principal)).toEqual([
        "admins",
        "care",
      ]),
    );
  });

  test("tags and notifications are checked while they are typed", async () => {
    const user = userEvent.setup();
    renderAt(`${AT}?part=tags`);
    await user.click(await screen.findByRole("button", { name: "Add a tag" }));
    await user.type(screen.getByRole("textbox", { name: "Key of tag 2" }), "team");
    expect(screen.getByText("The tag team is there twice.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Notifications" }));
    await user.click((await screen.findAllByRole("button", { name: "Add an address" }))[1] as HTMLElement);
    await user.type(screen.getByRole("textbox", { name: /when an update failed/ }), "ops");
    expect(screen.getByText(/A mail address is expected/)).toBeTruthy();
  });

  test("says what to do where the name or the description is to be another", async () => {
    renderAt(`${AT}?part=name`);
    expect(await screen.findByText(/The name cannot be changed/)).toBeTruthy();
    expect(screen.getByText(/Copy this one under the new name/)).toBeTruthy();
  });
});

describe("review and apply", () => {
  const edited = state({ edit: live({ tags: [{ key: "cost", value: "4410" }] }) });
  beforeEach(() => {
    fake.endpointsEditGet.mockResolvedValue(ok(edited));
  });

  test("names what goes away, applies step by step and ends with a live endpoint", async () => {
    const user = userEvent.setup();
    fake.endpointsEditApply.mockImplementation(async (_edit, told) => {
      told.onmessage?.(change({ state: "running" }));
      return ok(change());
    });
    const { container } = renderAt(`${AT}?review=yes`);
    expect(await screen.findByText("This save also removes: team (care).")).toBeTruthy();
    await expectAccessible(container);
    await user.click(screen.getByRole("button", { name: /Apply changes/ }));
    expect((await screen.findAllByText(/Everything is live/)).length).toBeGreaterThan(0);
    expect(screen.getByText("2 of 2 done")).toBeTruthy();
    expect(fake.endpointsEditDiscard).toHaveBeenCalled();
    expect(fake.endpointsEditReview).toHaveBeenCalledTimes(1);
  });

  test("a plan that stopped goes on from the step that failed", async () => {
    const user = userEvent.setup();
    const [first, second] = change().steps;
    if (!first || !second) throw new Error("there are two");
    const explanation = sampleFailure({ title: "You may not change who may use it" }).explanation;
    fake.endpointsEditApply.mockResolvedValue(
      ok(
        change({
          state: "failed",
          canResume: true,
          steps: [first, { ...second, state: "failed", explanation }],
        }),
      ),
    );
    fake.activityResume.mockResolvedValue(ok(change()));
    renderAt(`${AT}?review=yes`);
    await user.click(await screen.findByRole("button", { name: /Apply changes/ }));
    expect(await screen.findByText("You may not change who may use it")).toBeTruthy();
    expect(screen.getAllByText(/It stopped half way/).length).toBeGreaterThan(0);
    await user.click(screen.getByRole("button", { name: /Retry and go on/ }));
    expect((await screen.findAllByText(/Everything is live/)).length).toBeGreaterThan(0);
    expect(fake.activityResume.mock.lastCall?.[0]).toBe("c1");
    expect(fake.endpointsEditApply).toHaveBeenCalledTimes(1);
  });

  test("somebody was quicker: nothing was begun, and reading again shows both sides", async () => {
    const user = userEvent.setup();
    fake.endpointsEditApply.mockResolvedValue(
      fails(sampleFailure({ kind: "conflict", title: "The endpoint was changed meanwhile" })),
    );
    renderAt(`${AT}?review=yes`);
    await user.click(await screen.findByRole("button", { name: /Apply changes/ }));
    expect(await screen.findByText("The endpoint was changed meanwhile")).toBeTruthy();
    fake.endpointsEditReview.mockResolvedValue(ok(review({ conflict: { who: null, lines: [] } })));
    await user.click(screen.getByRole("button", { name: /Read again/ }));
    expect(await screen.findByText(/This endpoint was changed since you began/)).toBeTruthy();
    expect(fake.endpointsEditApply).toHaveBeenCalledTimes(1);
  });

  test("production asks for the name first", async () => {
    const user = userEvent.setup();
    fake.endpointsEditReview.mockResolvedValue(ok(review({ asksName: true })));
    fake.endpointsEditApply.mockResolvedValue(ok(change()));
    renderAt(`${AT}?review=yes`);
    await user.click(await screen.findByRole("button", { name: /Apply changes/ }));
    const dialog = await screen.findByRole("dialog", { name: "Apply this in production?" });
    expect(fake.endpointsEditApply).not.toHaveBeenCalled();
    await user.type(within(dialog).getByRole("textbox"), "support-assistant-chat");
    await user.click(within(dialog).getByRole("button", { name: "Apply changes" }));
    await waitFor(() => expect(fake.endpointsEditApply).toHaveBeenCalledTimes(1));
  });

  test("a problem keeps it from being applied and leads to its part", async () => {
    const user = userEvent.setup();
    fake.endpointsEditReview.mockResolvedValue(
      ok(
        review({
          problems: [
            { path: "access.0.level", message: "This would take CAN MANAGE from you.", blocks: true },
          ],
        }),
      ),
    );
    renderAt(`${AT}?review=yes`);
    const apply = await screen.findByRole("button", { name: /Apply changes/ });
    await user.click(apply);
    expect(fake.endpointsEditApply).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "Go there" }));
    expect(await screen.findByRole("heading", { name: "Access" })).toBeTruthy();
  });

  test("changed elsewhere: decided line by line, then back to the draft on the endpoint as it is", async () => {
    const user = userEvent.setup();
    const line = { label: "Tag cost", base: null, theirs: "1", yours: "4410", clash: true };
    fake.endpointsEditReview.mockResolvedValue(
      ok(
        review({
          conflict: {
            who: "piotr",
            lines: [
              { ...line, path: "tags.cost" },
              { ...line, label: "Share of a", path: "share.a", base: "70 %", yours: "70 %", clash: false },
            ],
          },
        }),
      ),
    );
    fake.endpointsEditRebase.mockResolvedValue(ok(live({ stamp: "s2" })));
    const { container } = renderAt(`${AT}?review=yes`);
    expect(await screen.findByText(/piotr changed this endpoint since you began/)).toBeTruthy();
    expect(screen.getAllByRole("radiogroup").length).toBe(1);
    await expectAccessible(container);
    await user.click(screen.getByRole("radio", { name: "Theirs" }));
    await user.click(screen.getByRole("button", { name: /Take over into the draft/ }));
    await screen.findByRole("navigation", { name: "Parts of the endpoint" });
    expect(fake.endpointsEditRebase.mock.lastCall?.[1]).toEqual(["tags.cost"]);
  });
});

describe("a copy", () => {
  test("is prepared as the draft of a new endpoint, with its keys from other scopes", async () => {
    const user = userEvent.setup();
    fake.workspacesList.mockResolvedValue(ok({ current: "w1", workspaces: [sandbox] }));
    fake.endpointsDraftGet.mockResolvedValue(ok(null));
    fake.endpointsDraftSave.mockResolvedValue(ok(1));
    const draft = {
      name: "x",
      task: "llm/v1/chat" as const,
      entities: [model("a", 100).entity],
      fallback: false,
      usageTracking: false,
      description: "",
      tags: [],
    };
    fake.endpointsCloneDraft.mockResolvedValue(
      ok({ draft, scopes: ["llm-keys"], notes: ["a had a key that nobody can read."] }),
    );
    renderAt(`${AT}?part=name`);
    await user.click(await screen.findByRole("button", { name: "Copy to a new endpoint" }));
    const dialog = await screen.findByRole("dialog", { name: "Copy to a new endpoint" });
    expect(await within(dialog).findByText("a had a key that nobody can read.")).toBeTruthy();
    const scope = within(dialog).getByRole("combobox", { name: "Scope instead of llm-keys" });
    await user.clear(scope);
    await user.type(scope, "llm-keys-eu");
    await user.tab();
    await user.click(within(dialog).getByRole("button", { name: "Go on with the copy" }));
    await waitFor(() => expect(fake.endpointsDraftSave).toHaveBeenCalledWith(draft, "connection"));
    expect(fake.endpointsCloneDraft.mock.lastCall?.[0]).toEqual({
      endpoint: "support-assistant-chat",
      fromWorkspace: null,
      name: "support-assistant-chat-copy",
      scopes: [{ from: "llm-keys", to: "llm-keys-eu" }],
    });
  });

  test("says why when the endpoint cannot be read", async () => {
    const user = userEvent.setup();
    fake.workspacesList.mockResolvedValue(ok({ current: "w1", workspaces: [sandbox] }));
    fake.endpointsCloneDraft.mockResolvedValue(fails(sampleFailure({ title: "It is gone" })));
    renderAt(`${AT}?part=name`);
    await user.click(await screen.findByRole("button", { name: "Copy to a new endpoint" }));
    expect(await screen.findByText(/It is gone/)).toBeTruthy();
  });
});

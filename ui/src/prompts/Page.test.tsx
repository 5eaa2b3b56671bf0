// The page Prompts from the outside: finding, changing, saving, going back, trying and files.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { chat } from "../playground/testing";
import { renderPage } from "../shell/testing";
import { Page } from "./Page";
import { prompt, summary } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

beforeEach(() => {
  fake.promptsList.mockResolvedValue(
    ok([summary({ id: "p0", folder: "", name: "Invoice", tags: ["sums"] }), summary()]),
  );
  fake.promptsGet.mockResolvedValue(ok(prompt()));
  fake.promptsDraftSave.mockResolvedValue(ok(null));
  fake.endpointsList.mockResolvedValue(
    ok({
      counts: { all: 0, attention: 0, mine: 0, others: 0 },
      matching: 0,
      offset: 0,
      rows: [],
      checkedAt: 0,
      stale: false,
    }),
  );
});

const open = (path = "/prompts?prompt=p1") => renderPage(<Page />, { path });
const message = () => screen.findByRole("textbox", { name: "Message" });

describe("the shelf", () => {
  it("lists prompts in their folders and narrows them by words", async () => {
    await open("/prompts");
    expect(await screen.findByRole("heading", { name: "support" })).toBeTruthy();
    await userEvent.type(screen.getByRole("searchbox", { name: "Find a prompt" }), "customs");
    await waitFor(() => expect(fake.promptsList).toHaveBeenLastCalledWith("customs"));
  });

  it("opens a new prompt", async () => {
    fake.promptsCreate.mockResolvedValue(ok(prompt({ id: "p9" })));
    const { router } = await open("/prompts");
    await userEvent.click(await screen.findByRole("button", { name: "New prompt" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ prompt: "p9" }));
  });

  it("says what it is for when it is empty, and why it cannot be read", async () => {
    fake.promptsList.mockResolvedValue(ok([]));
    const first = await open("/prompts");
    expect(await screen.findByText("No prompt yet")).toBeTruthy();
    first.unmount();
    fake.promptsList.mockResolvedValue(fails(sampleFailure({ title: "The local database refused" })));
    await open("/prompts");
    expect(await screen.findByText("The local database refused")).toBeTruthy();
  });
});

describe("a prompt", () => {
  it("shows its variables as they are typed and keeps what is typed as a draft", async () => {
    await open();
    const variables = () => screen.getByRole("list", { name: "Variables in this prompt" });
    await userEvent.type(await message(), " Sign as {{{{agent}}.");
    expect(
      within(variables())
        .getAllByRole("listitem")
        .map((one) => one.textContent),
    ).toEqual(["customer", "days", "agent"]);
    await waitFor(() =>
      expect(fake.promptsDraftSave.mock.lastCall?.[1]?.template).toBe(
        "Write to {{customer}} about {{days}} days. Sign as {{agent}}.",
      ),
    );
    expect(screen.getByText("Not saved as a version yet")).toBeTruthy();
  });

  it("opens with what was typed last time", async () => {
    fake.promptsGet.mockResolvedValue(ok(prompt({ draft: { ...prompt().content, template: "half a sen" } })));
    await open();
    expect(await message()).toHaveProperty("value", "half a sen");
  });

  it("is saved as a version, after its draft", async () => {
    fake.promptsSave.mockImplementation(async (_, content) => {
      const kept = prompt({ version: 3, content });
      fake.promptsGet.mockResolvedValue(ok(kept));
      return ok(kept);
    });
    await open();
    await userEvent.type(await message(), "!");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Version 3")).toBeTruthy();
    expect(fake.promptsDraftSave).toHaveBeenCalled();
    expect(fake.promptsSave.mock.lastCall?.[1].template).toMatch(/!$/u);
    expect(screen.queryByText("Not saved as a version yet")).toBeNull();
  });

  it("keeps what was typed when it cannot be saved, and marks the field", async () => {
    fake.promptsSave.mockResolvedValue(
      fails(
        sampleFailure({
          kind: "invalid",
          title: "The prompt was not saved",
          fields: [{ path: "name", message: "Give the prompt a name.", blocks: true }],
        }),
      ),
    );
    await open();
    await userEvent.clear(await screen.findByRole("textbox", { name: "Name" }));
    await userEvent.type(await message(), "!");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Give the prompt a name.")).toBeTruthy();
    expect(await message()).toHaveProperty("value", "Write to {{customer}} about {{days}} days.!");
  });

  it("shows what a version would change, and goes back to it", async () => {
    const older = { ...prompt().content, template: "Call {{customer}}." };
    fake.promptsVersions.mockResolvedValue(
      ok([
        { version: 2, note: "", savedAt: 2, content: prompt().content },
        { version: 1, note: "", savedAt: 1, content: older },
      ]),
    );
    fake.promptsRestore.mockResolvedValue(ok(prompt({ version: 3, content: older })));
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Versions" }));
    await userEvent.click(await screen.findByRole("button", { name: /Version 1/u }));
    expect(document.querySelector("ins")?.textContent).toContain("Call");
    fake.promptsGet.mockResolvedValue(ok(prompt({ version: 3, content: older })));
    await userEvent.click(screen.getByRole("button", { name: "Go back to version 1" }));
    await waitFor(async () => expect(await message()).toHaveProperty("value", "Call {{customer}}."));
    expect(fake.promptsRestore).toHaveBeenCalledWith("p1", 1);
  });

  it("is tried in a chat of its endpoint, with its role and its message", async () => {
    fake.playgroundStart.mockResolvedValue(ok(chat({ id: "c7" })));
    fake.playgroundSaveOptions.mockResolvedValue(ok(null));
    fake.playgroundSaveDraft.mockResolvedValue(ok(null));
    const { router } = await open();
    await userEvent.click(await screen.findByRole("button", { name: "Try in chat" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/chat"));
    expect(router.state.location.search).toEqual({ chat: "c7" });
    expect(fake.playgroundStart).toHaveBeenCalledWith("support-assistant-chat", null);
    expect(fake.playgroundSaveOptions.mock.lastCall?.[1].system).toBe("Be short.");
    expect(fake.playgroundSaveDraft).toHaveBeenCalledWith("c7", prompt().content.template);
  });

  it("is deleted only after asking", async () => {
    fake.promptsDelete.mockResolvedValue(ok(null));
    const { router } = await open();
    await userEvent.click(await screen.findByRole("button", { name: "More for this prompt" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
    expect(fake.promptsDelete).not.toHaveBeenCalled();
    await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
    await waitFor(() => expect(fake.promptsDelete).toHaveBeenCalledWith("p1"));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });
});

describe("files", () => {
  it("are read, and what had no place is said", async () => {
    fake.promptsImport.mockResolvedValue(ok({ added: ["p5"], notes: ["Left out: providers."] }));
    const { router } = await open();
    await userEvent.upload(
      await screen.findByLabelText("A file of prompts"),
      new File(['{"prompts":[]}'], "prompts.json", { type: "application/json" }),
    );
    await waitFor(() => expect(fake.promptsImport).toHaveBeenCalledWith('{"prompts":[]}'));
    await waitFor(() => expect(router.state.location.search).toEqual({ prompt: "p5" }));
  });

  it("hold all prompts when all are saved", async () => {
    fake.promptsExport.mockResolvedValue(ok({ fileName: "prompts.json", text: "{}\n" }));
    fake.handoffSave.mockResolvedValue(ok("/downloads/prompts.json"));
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Files of prompts" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Save all as a file" }));
    await waitFor(() => expect(fake.handoffSave).toHaveBeenCalledWith("{}\n", "prompts.json"));
    expect(fake.promptsExport).toHaveBeenCalledWith(["p0", "p1"], "json");
  });
});

it("has nothing axe finds", async () => {
  const { container } = await open();
  await message();
  await expectNoAxeProblems(container);
});

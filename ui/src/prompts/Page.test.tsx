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

describe("several prompts", () => {
  const choose = async (name: string) =>
    userEvent.click(await screen.findByRole("checkbox", { name: `Choose ${name}` }));

  it("are saved as one file, those that were chosen", async () => {
    fake.promptsExport.mockResolvedValue(ok({ fileName: "invoice.json", text: "{}\n" }));
    fake.handoffSave.mockResolvedValue(ok("/downloads/invoice.json"));
    await open("/prompts");
    await userEvent.click(await screen.findByRole("button", { name: "Choose several" }));
    await choose("Invoice");
    expect(screen.getByText("1 chosen")).toBeTruthy();
    await expectNoAxeProblems(document.body);
    await userEvent.click(screen.getByRole("button", { name: "To a file" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "For promptfoo" }));
    await waitFor(() => expect(fake.promptsExport).toHaveBeenCalledWith(["p0"], "promptfoo"));
  });

  it("move to a folder together, and the one that is open shows it", async () => {
    fake.promptsMove.mockImplementation(async (_, folder) => {
      fake.promptsGet.mockResolvedValue(ok(prompt({ version: 3, content: { ...prompt().content, folder } })));
      return ok(null);
    });
    await open();
    await message();
    await userEvent.click(await screen.findByRole("button", { name: "Choose several" }));
    await userEvent.click(screen.getByRole("button", { name: "All" }));
    await userEvent.click(screen.getByRole("button", { name: "Move" }));
    const dialog = await screen.findByRole("dialog", { name: "Move 2 prompts" });
    await userEvent.type(within(dialog).getByRole("combobox", { name: "Folder" }), "care");
    // Away from the suggestions.
    await userEvent.tab();
    await userEvent.click(within(dialog).getByRole("button", { name: "Move" }));
    await waitFor(() => expect(fake.promptsMove).toHaveBeenCalledWith(["p0", "p1"], "care"));
    await waitFor(() =>
      expect(screen.getByRole("textbox", { name: /^Folder/u })).toHaveProperty("value", "care"),
    );
  });

  it("that are out of sight are left alone", async () => {
    await open("/prompts");
    await userEvent.click(await screen.findByRole("button", { name: "Choose several" }));
    await userEvent.click(screen.getByRole("button", { name: "All" }));
    fake.promptsList.mockResolvedValue(ok([summary()]));
    await userEvent.type(screen.getByRole("searchbox", { name: "Find a prompt" }), "pallet");
    expect(await screen.findByText("1 chosen")).toBeTruthy();
  });
});

describe("a folder", () => {
  it("gets another name, and says when both become one", async () => {
    fake.promptsRenameFolder.mockResolvedValue(ok(null));
    fake.promptsList.mockResolvedValue(ok([summary({ id: "p2", folder: "care" }), summary()]));
    await open("/prompts");
    await userEvent.click(await screen.findByRole("button", { name: "Rename folder support" }));
    const field = await screen.findByRole("combobox", { name: "Folder" });
    expect(field).toHaveProperty("value", "support");
    await userEvent.clear(field);
    await userEvent.type(field, "care");
    await userEvent.tab();
    expect(await screen.findByText(/Both become one/u)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Rename" }));
    await waitFor(() => expect(fake.promptsRenameFolder).toHaveBeenCalledWith("support", "care"));
  });

  it("keeps its name when it could not be changed, and says why", async () => {
    fake.promptsRenameFolder.mockResolvedValue(fails(sampleFailure({ title: "The local database refused" })));
    await open("/prompts");
    await userEvent.click(await screen.findByRole("button", { name: "Rename folder support" }));
    await userEvent.click(await screen.findByRole("button", { name: "Rename" }));
    expect(await screen.findByText("The local database refused")).toBeTruthy();
    expect(screen.getByRole("dialog", { name: "Rename support" })).toBeTruthy();
  });
});

describe("a prompt", () => {
  it("shows its variables as they are typed and keeps what is typed as a draft", async () => {
    await open();
    const variables = () => screen.getByRole("list", { name: "Variables in this prompt" });
    await userEvent.type(await message(), " Sign as {{{{agent}}.");
    expect([...variables().querySelectorAll("[data-name]")].map((one) => one.textContent)).toEqual([
      "customer",
      "days",
      "agent",
    ]);
    await waitFor(() =>
      expect(fake.promptsDraftSave.mock.lastCall?.[1]?.template).toBe(
        "Write to {{customer}} about {{days}} days. Sign as {{agent}}.",
      ),
    );
    expect(screen.getByText("Not saved as a version yet")).toBeTruthy();
  });

  it("keeps with each variable how it is asked for", async () => {
    const { container } = await open();
    await userEvent.type(await screen.findByRole("textbox", { name: "Label of customer" }), "To whom");
    await userEvent.click(screen.getByRole("combobox", { name: "Kind of days" }));
    await userEvent.click(await screen.findByRole("option", { name: "Choice" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Choices of days" }), "6{Enter}7");
    await waitFor(() =>
      expect(fake.promptsDraftSave.mock.lastCall?.[1]?.variables).toEqual([
        { name: "customer", kind: "line", label: "To whom", choices: [] },
        { name: "days", kind: "choice", label: "", choices: ["6", "7"] },
      ]),
    );
    await expectNoAxeProblems(container);
  });

  it("says at its field when a choice has nothing to choose", async () => {
    const days = { name: "days", kind: "choice" as const, label: "", choices: [] };
    fake.promptsGet.mockResolvedValue(ok(prompt({ draft: { ...prompt().content, variables: [days] } })));
    fake.promptsSave.mockResolvedValue(
      fails(
        sampleFailure({
          kind: "invalid",
          title: "The prompt was not saved",
          fields: [{ path: "variables.days", message: "Write at least one choice.", blocks: true }],
        }),
      ),
    );
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Save" }));
    const field = await screen.findByRole("textbox", { name: "Choices of days" });
    expect(field.getAttribute("aria-invalid")).toBe("true");
    expect(await screen.findByText("Write at least one choice.")).toBeTruthy();
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

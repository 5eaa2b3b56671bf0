// Saved prompts from the chat.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PromptContent } from "../ipc/bindings";
import { fake, ok } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Page } from "./Page";
import { answerByHand, box, chat, coreWith, nth, renderAt } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});
afterEach(() => vi.unstubAllGlobals());

describe("saved prompts", () => {
  const content = (change: Partial<PromptContent> = {}): PromptContent => ({
    name: "Late delivery",
    folder: "care",
    tags: ["mail"],
    system: "Be kind.",
    template: "To {{customer}}",
    target: null,
    options: null,
    ...change,
  });

  it("are taken into the box with their rules, and the question says where it came from", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    const row = {
      id: "p7",
      name: "Late delivery",
      folder: "care",
      tags: ["mail"],
      version: 3,
      drafted: false,
    };
    fake.promptsList.mockResolvedValue(ok([{ ...row, updatedAt: 0 }]));
    fake.promptsGet.mockResolvedValue(
      ok({ id: "p7", version: 3, content: content(), draft: null, updatedAt: 0 }),
    );
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "Prompts" }));
    const dialog = await screen.findByRole("dialog", { name: "Take a saved prompt" });
    await expectNoAxeProblems(dialog);
    await userEvent.click(await within(dialog).findByRole("button", { name: /Late delivery/u }));
    expect((await box()).value).toBe("To {{customer}}");
    await userEvent.type(screen.getByRole("textbox", { name: "customer" }), "Ann");
    await userEvent.type(await box(), "{Enter}");
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(nth(asked, 0).ask).toMatchObject({ prompt: "To Ann", promptFrom: { prompt: "p7", version: 3 } });
    expect(fake.playgroundSaveOptions).toHaveBeenCalledWith(
      "c1",
      expect.objectContaining({ system: "Be kind." }),
    );
  });

  it("made in a chat keep the kinds and the values of their variables", async () => {
    coreWith(chat({ draft: "In a {{tone}} tone" }));
    const tone = { name: "tone", kind: "choice" as const, label: "", choices: ["warm", "plain"] };
    fake.promptsFilling.mockResolvedValue(
      ok({ prompt: { prompt: "p7", version: 3 }, fields: [tone], values: [["tone", "warm"]] }),
    );
    fake.promptsKeepValues.mockResolvedValue(ok(null));
    fake.promptsCreate.mockResolvedValue(
      ok({ id: "p8", version: 1, content: content(), draft: null, updatedAt: 0 }),
    );
    renderAt("/chat?chat=c1", <Page />);
    await screen.findByRole("combobox", { name: "tone" });
    await userEvent.click(await screen.findByRole("button", { name: /More for this chat/u }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Save as a prompt" }));
    await userEvent.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(fake.promptsKeepValues).toHaveBeenCalledWith("p8", [["tone", "warm"]]));
    expect(fake.promptsCreate.mock.calls[0]?.[0].variables).toEqual([tone]);
  });

  it("are made of what stands in the box, with whom it asks and how", async () => {
    const talk = chat({ draft: "To {{customer}}" });
    coreWith(talk);
    fake.promptsCreate.mockResolvedValue(
      ok({ id: "p8", version: 1, content: content(), draft: null, updatedAt: 0 }),
    );
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: /More for this chat/u }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Save as a prompt" }));
    await userEvent.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(fake.promptsCreate).toHaveBeenCalledTimes(1));
    expect(fake.promptsCreate.mock.calls[0]?.[0]).toEqual(
      content({
        name: "Delayed pallet",
        folder: "",
        tags: [],
        system: "",
        target: { endpoint: "support-assistant-chat", entity: null },
        options: talk.options,
      }),
    );
  });
});

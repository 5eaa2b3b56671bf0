// What goes along with a message and what stands around an answer: pictures, tools, data, masked spots, the raw call,
// asking somebody else, and what one can do with the whole chat.
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Page } from "./Page";
import { answer, answerByHand, ask, box, chat, coreWith, nth, raw, renderAt, turn } from "./testing";

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

const pallet = { id: "p1", name: "pallet.png", mediaType: "image/png", bytes: 3_000 };
const file = (name = "pallet.png", type = "image/png", size = 3_000) =>
  new File([new Uint8Array(size)], name, { type });
const withTurn = (change: Parameters<typeof answer>[0]) =>
  chat({ turns: [turn("t1", "Hello", answer(change))] });

describe("pictures", () => {
  beforeEach(() => {
    fake.playgroundAttach.mockResolvedValue(ok(pallet));
    fake.playgroundAttachment.mockResolvedValue(ok("data:image/png;base64,iVBORw0KGgo="));
    fake.playgroundDetach.mockResolvedValue(ok(null));
  });

  it("are added as a file, shown with the size of the request, and go with the message", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    const { container } = renderAt("/chat?chat=c1", <Page />);
    await box();
    await userEvent.upload(screen.getByLabelText("Picture file"), file());
    expect(await screen.findByRole("img", { name: "pallet.png" })).toBeTruthy();
    expect(screen.getByText(/of the 4 MB it may have/u)).toBeTruthy();
    expect(fake.playgroundAttach.mock.calls[0]?.slice(0, 3)).toEqual(["c1", "pallet.png", "image/png"]);
    await expectNoAxeProblems(container);
    await ask("What is this?");
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(nth(asked, 0).ask.attachments).toEqual(["p1"]);
    expect(screen.queryByText(/of the 4 MB it may have/u)).toBeNull();
    expect(within(screen.getByRole("log")).getByRole("img", { name: "pallet.png" })).toBeTruthy();
  });

  it("come from the clipboard and by dropping, and can be left out again", async () => {
    coreWith(chat({}));
    renderAt("/chat?chat=c1", <Page />);
    fireEvent.paste(await box(), { clipboardData: { files: [file()], getData: () => "" } });
    await userEvent.click(await screen.findByRole("button", { name: "Leave out pallet.png" }));
    expect(fake.playgroundDetach.mock.calls).toEqual([["p1"]]);
    const dataTransfer = { types: ["Files"], files: [file()], dropEffect: "" };
    const talk = screen.getByRole("region", { name: "Talk" });
    fireEvent.dragOver(talk, { dataTransfer });
    expect(screen.getByText("Let go to add the picture to your message.")).toBeTruthy();
    fireEvent.drop(talk, { dataTransfer });
    expect(await screen.findByRole("button", { name: "Leave out pallet.png" })).toBeTruthy();
  });

  it("are refused before anything is sent, with the reason", async () => {
    coreWith(chat({}));
    renderAt("/chat?chat=c1", <Page />);
    await box();
    fireEvent.paste(await box(), {
      clipboardData: { files: [file("a.pdf", "application/pdf")], getData: () => "" },
    });
    expect((await screen.findByRole("alert")).textContent).toContain("PNG, JPEG, GIF or WebP");
    fireEvent.paste(await box(), {
      clipboardData: { files: [file("big.png", "image/png", 3_500_000)], getData: () => "" },
    });
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain("smaller than 3 MB"));
    expect(fake.playgroundAttach).not.toHaveBeenCalled();
  });

  it("say in the core’s own words why it refused one, and why a request was too large", async () => {
    coreWith(chat({}));
    const wrong = (message: string) =>
      fails(sampleFailure({ kind: "invalid", fields: [{ path: "attachments", message, blocks: true }] }));
    fake.playgroundAttach.mockResolvedValue(wrong("It is no PNG, although it is called one."));
    fake.playgroundAsk.mockResolvedValue(wrong("The request would be 4.2 MB."));
    renderAt("/chat?chat=c1", <Page />);
    await box();
    await userEvent.upload(screen.getByLabelText("Picture file"), file());
    expect((await screen.findByRole("alert")).textContent).toContain(
      "It is no PNG, although it is called one.",
    );
    await ask("Hello");
    expect(await screen.findByText("The request would be 4.2 MB.")).toBeTruthy();
    expect((await box()).value).toBe("Hello");
  });

  it("stop a message whose request would be too big", async () => {
    coreWith(chat({ draft: "Look", draftAttachments: [{ ...pallet, bytes: 3_400_000 }] }));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.type(await box(), "{Enter}");
    expect(asked).toHaveLength(0);
    expect(screen.getByText(/4 MB is the most/u)).toBeTruthy();
  });
});

describe("around an answer", () => {
  it("tools are shown as wishes, with what they would be handed", async () => {
    const toolCalls = [{ id: "1", name: "track_pallet", arguments: '{"pallet":"R-17","live":true}' }];
    coreWith(withTurn({ text: "", finishReason: "tool_calls", toolCalls }));
    const { container } = renderAt("/chat?chat=c1", <Page />);
    const tools = await screen.findByRole("region", { name: "Tools the model asked for" });
    expect(within(tools).getByText("track_pallet")).toBeTruthy();
    expect(within(tools).getByText("R-17")).toBeTruthy();
    expect(within(tools).getByText("yes")).toBeTruthy();
    expect(screen.queryByText(/without a word/u)).toBeNull();
    await expectNoAxeProblems(container);
  });

  it("data is laid out, and stands there as it came", async () => {
    coreWith(withTurn({ text: '[{"city":"Rotterdam","days":6},{"city":"Genoa","days":2}]' }));
    const { container } = renderAt("/chat?chat=c1", <Page />);
    const data = await screen.findByRole("region", { name: "Data" });
    expect(
      within(data)
        .getAllByRole("columnheader")
        .map((one) => one.textContent),
    ).toEqual(["city", "days"]);
    await expectNoAxeProblems(container);
    await userEvent.click(screen.getByRole("radio", { name: "As it came" }));
    expect(screen.queryByRole("region", { name: "Data" })).toBeNull();
    expect(screen.getByText(/"city":"Rotterdam"/u)).toBeTruthy();
  });

  it("spots are marked that the gateway says it masked, and no others", async () => {
    const guardrails = [{ side: "output" as const, what: "an e-mail address", spots: ["<EMAIL_ADDRESS>"] }];
    coreWith(withTurn({ text: "Write to <EMAIL_ADDRESS>, not to <PERSON>.", masked: true, guardrails }));
    const { container } = renderAt("/chat?chat=c1", <Page />);
    expect(await screen.findByText(/hid an e-mail address in this answer/u)).toBeTruthy();
    expect([...container.querySelectorAll("mark")].map((one) => one.textContent)).toEqual([
      "<EMAIL_ADDRESS>",
    ]);
  });

  it("several answers to one message are looked through", async () => {
    coreWith(withTurn({ text: "One way.", choices: ["Another way.", "A third way."] }));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "Later choice" }));
    expect(screen.getByText("Another way.")).toBeTruthy();
    expect(screen.queryByText("One way.")).toBeNull();
  });

  it("an answer from the cache is marked and costs nothing", async () => {
    coreWith(withTurn({ fromCache: { at: Date.now() - 7_200_000 }, cost: null }));
    renderAt("/chat?chat=c1", <Page />);
    expect(await screen.findByText("From the cache, kept 2 h ago")).toBeTruthy();
    expect(screen.queryByText("price not known")).toBeNull();
  });

  it("of an answer from the cache the call is shown that it was kept from", async () => {
    coreWith(withTurn({ fromCache: { at: Date.now() - 7_200_000, answerId: "first" }, cost: null }));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "More for this answer" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Request and response" }));
    const dialog = await screen.findByRole("dialog", { name: "Request and response" });
    expect(dialog.textContent).toContain("Nothing was sent for this answer");
    expect(fake.playgroundRaw.mock.calls.map(([id]) => id)).not.toContain("a1");
    expect(fake.playgroundRaw.mock.calls.map(([id]) => id)).toContain("first");
  });

  it("a price that is not known is written down from where it is missing", async () => {
    coreWith(withTurn({ cost: null }));
    const price = {
      entity: "openai-gpt4o",
      provider: "openai",
      providerName: "OpenAI",
      model: "gpt-4o",
      price: null,
    };
    fake.pricesFor.mockResolvedValue(ok([price]));
    fake.pricesSave.mockImplementation(async (saved) => ok(saved));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "add" }));
    const dialog = await screen.findByRole("dialog", { name: "What does this model cost?" });
    await within(dialog).findByText(/OpenAI, gpt-4o/u);
    await expectNoAxeProblems(dialog);
    await userEvent.type(within(dialog).getByRole("textbox", { name: "For what is sent" }), "2,50");
    await userEvent.type(within(dialog).getByRole("textbox", { name: "For what is answered" }), "10");
    await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(fake.pricesSave).toHaveBeenCalledTimes(1));
    expect(fake.pricesSave.mock.calls[0]?.[0]).toMatchObject({
      ...{ provider: "openai", model: "gpt-4o", input: 2.5, output: 10, currency: "USD", own: true },
    });
  });

  it("the call can be seen as it was", async () => {
    coreWith(withTurn({}));
    fake.playgroundRaw.mockResolvedValue(ok(raw({ received: "data: [DONE]" })));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: /More for this answer/u }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Request and response" }));
    const dialog = await screen.findByRole("dialog", { name: "Request and response" });
    expect(
      await within(dialog).findByText("POST /serving-endpoints/support-assistant-chat/invocations"),
    ).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("radio", { name: "Response" }));
    expect(within(dialog).getByText("Status 200")).toBeTruthy();
    expect(within(dialog).getByText(/served-model-name: openai-gpt4o/u)).toBeTruthy();
    await expectNoAxeProblems(dialog);
  });

  it("all an engineer needs is copied, without a sign-in", async () => {
    coreWith(withTurn({}));
    fake.playgroundRaw.mockResolvedValue(ok(raw({})));
    const user = userEvent.setup();
    renderAt("/chat?chat=c1", <Page />);
    await user.click(await screen.findByRole("button", { name: /More for this answer/u }));
    await user.click(await screen.findByRole("menuitem", { name: "Copy for an engineer" }));
    expect(await screen.findByText(/Copied for an engineer/u)).toBeTruthy();
    expect(await navigator.clipboard.readText()).toContain("- Request id: 7c1e-04af");
  });

  it("somebody else is asked for once, and the chat talks to whom it did before", async () => {
    coreWith(withTurn({}));
    const asked = answerByHand();
    fake.playgroundTarget.mockResolvedValue(ok(chat({})));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: /More for this answer/u }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "anthropic-claude-sonnet" }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(nth(asked, 0).ask.turnId).toBe("t1");
    await act(async () => nth(asked, 0).settle(answer({ id: "a2", servedBy: "anthropic-claude-sonnet" })));
    await waitFor(() =>
      expect(fake.playgroundTarget.mock.calls.map((call) => call[2])).toEqual([
        "anthropic-claude-sonnet",
        null,
      ]),
    );
  });
});

describe("variables", () => {
  it("are found while typing, filled at the side, and sent in the words they make", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    const { container } = renderAt("/chat?chat=c1", <Page />);
    await userEvent.type(await box(), "To {{{{customer}}, {{{{days}} days late{Enter}");
    expect(asked).toHaveLength(0);
    const side = screen.getByRole("region", { name: "Variables" });
    await waitFor(() =>
      expect(document.activeElement).toBe(within(side).getByRole("textbox", { name: "customer" })),
    );
    await expectNoAxeProblems(container);
    await userEvent.keyboard("Frau Lindqvist");
    await userEvent.type(within(side).getByRole("textbox", { name: "days" }), "6");
    await userEvent.type(await box(), "{Enter}");
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(nth(asked, 0).ask).toMatchObject({
      prompt: "To Frau Lindqvist, 6 days late",
      variables: [
        ["customer", "Frau Lindqvist"],
        ["days", "6"],
      ],
    });
    const marked = [...screen.getByRole("log").querySelectorAll("mark")].map((one) => one.textContent);
    expect(marked).toEqual(["Frau Lindqvist", "6"]);
  });

  it("come back with the message when it brought nothing", async () => {
    coreWith(chat({ draft: "To {{customer}}" }));
    fake.playgroundAsk.mockResolvedValue(fails(sampleFailure({ title: "The database is full" })));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.type(await screen.findByRole("textbox", { name: "customer" }), "Ann");
    await userEvent.type(await box(), "{Enter}");
    expect(await screen.findByText("The database is full")).toBeTruthy();
    expect((await box()).value).toBe("To {{customer}}");
  });
});

describe("the whole chat", () => {
  beforeEach(() => {
    for (const change of [fake.playgroundStar, fake.playgroundRename, fake.playgroundRecord])
      change.mockResolvedValue(ok(null));
  });
  const choose = async (name: string) => {
    await userEvent.click(await screen.findByRole("button", { name: /More for this chat/u }));
    await userEvent.click(await screen.findByRole("menuitem", { name }));
  };

  it("is starred and named", async () => {
    coreWith(withTurn({}));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "Star this chat" }));
    expect(fake.playgroundStar.mock.calls).toEqual([["c1", true]]);
    expect(screen.getByRole("button", { name: "Take the star away" })).toBeTruthy();
    await choose("Rename");
    const name = await screen.findByRole("textbox", { name: "Name" });
    await userEvent.clear(name);
    await userEvent.type(name, "Pallet R-17{Enter}");
    expect(fake.playgroundRename.mock.calls).toEqual([["c1", "Pallet R-17"]]);
    expect(await screen.findByText("Pallet R-17")).toBeTruthy();
  });

  it("is taken off the record only after asking, and says so from then on", async () => {
    coreWith(withTurn({}));
    renderAt("/chat?chat=c1", <Page />);
    await choose("Do not record this chat");
    expect(fake.playgroundRecord).not.toHaveBeenCalled();
    await userEvent.click(await screen.findByRole("button", { name: "Do not record" }));
    expect(fake.playgroundRecord.mock.calls).toEqual([["c1", false]]);
    expect(await screen.findByText(/This chat is not recorded/u)).toBeTruthy();
  });

  it("says before sending what will be sent", async () => {
    coreWith({ ...withTurn({}), draft: "And now?" });
    renderAt("/chat?chat=c1", <Page />);
    await choose("What will be sent");
    const dialog = await screen.findByRole("dialog", { name: "What will be sent" });
    expect(within(dialog).getByText("And now?")).toBeTruthy();
    expect(within(dialog).getAllByText("You (user)")).toHaveLength(2);
    await expectNoAxeProblems(dialog);
  });
});

describe("the Enter key", () => {
  afterEach(() => localStorage.clear());
  it("can be made to begin a new line; Ctrl+Enter sends then", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: /More for this chat/u }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Enter makes a new line" }));
    await userEvent.type(await box(), "one{Enter}two");
    expect((await box()).value).toBe("one\ntwo");
    expect(asked).toHaveLength(0);
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(asked).toHaveLength(1));
  });
});

describe("what the provider expects", () => {
  it("shapes creativity and length", async () => {
    coreWith(chat({}));
    fake.playgroundDefaults.mockResolvedValue(
      ok({
        temperature: { min: 0, max: 1, default: 1, accepted: true },
        maxTokens: { needed: true, default: 4096 },
        notes: ["Anthropic wants a length with every message."],
        images: "no",
        streams: true,
      }),
    );
    const { container } = renderAt("/chat?chat=c1", <Page />);
    expect(await screen.findByText("Anthropic wants a length with every message.")).toBeTruthy();
    expect(screen.getByText(/4,096 tokens are sent until you set it/u)).toBeTruthy();
    const picture = screen.getByRole("button", { name: /Add a picture/u });
    expect(picture.getAttribute("aria-disabled")).toBe("true");
    await expectNoAxeProblems(container);
  });

  it("takes ends, several answers and kept answers as options of the chat", async () => {
    coreWith(chat({}));
    renderAt("/chat?chat=c1", <Page />);
    await box();
    await userEvent.type(screen.getByRole("textbox", { name: /End at/u }), "###{Enter}Yours,");
    await waitFor(() =>
      expect(fake.playgroundSaveOptions).toHaveBeenLastCalledWith(
        "c1",
        expect.objectContaining({ stop: ["###", "Yours,"], useCache: "off" }),
      ),
    );
    await userEvent.click(screen.getByRole("combobox", { name: /Use answers kept before/u }));
    await userEvent.click(await screen.findByRole("option", { name: "Whenever the same was asked before" }));
    await waitFor(() =>
      expect(fake.playgroundSaveOptions).toHaveBeenLastCalledWith(
        "c1",
        expect.objectContaining({ useCache: "always" }),
      ),
    );
  });
});

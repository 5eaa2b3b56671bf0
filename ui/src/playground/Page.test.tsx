// The page Chat from the outside: which conversation opens, what is typed and set, whom it talks to, history.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fails, fake, ok, production, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Page } from "./Page";
import { answer, ask, box, chat, coreWith, endpoint, raw, renderAt, row, turn } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

// A window wide enough for the side to be a column; the drawer has a test of its own.
let narrow = false;
beforeEach(() => {
  narrow = false;
  vi.stubGlobal("matchMedia", () => ({
    matches: narrow,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});
afterEach(() => vi.unstubAllGlobals());

describe("which conversation opens", () => {
  it("continues the newest one with the endpoint of the address", async () => {
    coreWith(chat({ id: "new" }));
    const summary = {
      title: "t",
      endpoint: "support-assistant-chat",
      entity: null,
      turns: 1,
      starred: false,
      recorded: true,
    };
    fake.playgroundChats.mockResolvedValue(
      ok([
        { id: "old", updatedAt: 1, ...summary },
        { id: "new", updatedAt: 2, ...summary },
      ]),
    );
    const { router } = renderAt("/chat?endpoint=support-assistant-chat", <Page />);
    await box();
    expect(router.state.location.search).toEqual({ chat: "new" });
    expect(fake.playgroundStart).not.toHaveBeenCalled();
  });

  it("starts one when there is none yet", async () => {
    coreWith(chat({ id: "fresh" }));
    fake.playgroundChats.mockResolvedValue(ok([]));
    fake.playgroundStart.mockResolvedValue(ok(chat({ id: "fresh" })));
    renderAt("/chat?endpoint=support-assistant-chat&entity=openai-gpt4o", <Page />);
    await box();
    expect(fake.playgroundStart.mock.calls).toEqual([["support-assistant-chat", "openai-gpt4o"]]);
  });

  it("takes the first ready chat endpoint when nothing was ever used", async () => {
    coreWith(chat({}));
    fake.playgroundChats.mockResolvedValue(ok([]));
    const rows = [
      row("embeds", { task: "llm/v1/embeddings" }),
      row("broken", { state: "failed" }),
      row("works"),
    ];
    fake.endpointsList.mockResolvedValue(
      ok({
        counts: { all: 3, attention: 0, mine: 3, others: 0 },
        matching: 3,
        offset: 0,
        rows,
        checkedAt: 0,
        stale: false,
      }),
    );
    fake.playgroundStart.mockResolvedValue(ok(chat({ endpoint: "works" })));
    renderAt("/chat", <Page />);
    await box();
    expect(fake.playgroundStart.mock.calls).toEqual([["works", null]]);
  });

  it("says what is missing when there is no endpoint to talk to", async () => {
    fake.playgroundChats.mockResolvedValue(ok([]));
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
    const { container } = renderAt("/chat", <Page />);
    expect(await screen.findByRole("button", { name: "New endpoint" })).toBeTruthy();
    await expectNoAxeProblems(container);
  });

  it("explains why a conversation cannot be opened", async () => {
    coreWith(chat({}));
    fake.playgroundChat.mockResolvedValue(fails(sampleFailure({ title: "This chat was deleted" })));
    renderAt("/chat?chat=gone", <Page />);
    expect(await screen.findByText("This chat was deleted")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Open the last chat" })).toBeTruthy();
  });
});

describe("what is typed and set", () => {
  it("is restored, and saved within half a second", async () => {
    coreWith(chat({ draft: "Half a mess" }));
    renderAt("/chat?chat=c1", <Page />);
    expect((await box()).value).toBe("Half a mess");
    await userEvent.type(await box(), "age");
    await waitFor(() => expect(fake.playgroundSaveDraft).toHaveBeenLastCalledWith("c1", "Half a message"), {
      timeout: 600,
    });
  });

  it("is saved before the question is asked, so that the question is asked with it", async () => {
    coreWith(chat({}));
    const order: string[] = [];
    fake.playgroundSaveOptions.mockImplementation(async (_, options) => {
      order.push(`saved ${options.temperature}`);
      return ok(null);
    });
    fake.playgroundAsk.mockImplementation(async () => {
      order.push("asked");
      return ok(answer({}));
    });
    renderAt("/chat?chat=c1", <Page />);
    await box();
    await userEvent.click(screen.getAllByRole("button", { name: "Set it" })[0] as HTMLElement);
    await ask("Hello");
    await waitFor(() => expect(order).toEqual(["saved 0.7", "asked"]));
  });

  it("leaves creativity and length to the model until they are set", async () => {
    coreWith(chat({}));
    renderAt("/chat?chat=c1", <Page />);
    await box();
    expect(screen.getAllByText("As the model decides")).toHaveLength(2);
    expect(screen.queryByRole("slider")).toBeNull();
  });

  it("warns that checks on answers are skipped while words are shown as they come", async () => {
    const guarded = endpoint({
      gateway: { usage: false, table: false, limits: false, guardrails: true, fallback: false },
    });
    coreWith(chat({}), guarded);
    renderAt("/chat?chat=c1", <Page />);
    expect(await screen.findByText(/are skipped/u)).toBeTruthy();
    await userEvent.click(screen.getByRole("switch", { name: "Show words as they come" }));
    expect(screen.queryByText(/are skipped/u)).toBeNull();
  });

  it("takes extra parameters with a verdict and saves the right ones only", async () => {
    coreWith(chat({}));
    renderAt("/chat?chat=c1", <Page />);
    await box();
    await userEvent.click(screen.getByRole("button", { name: "Add a parameter" }));
    await userEvent.type(screen.getByRole("textbox", { name: "Name of the parameter" }), "reasoning_effort");
    await userEvent.type(screen.getByRole("textbox", { name: /^Value of/u }), "low");
    expect(screen.getByText('Sent as the text "low".')).toBeTruthy();
    await waitFor(() =>
      expect(fake.playgroundSaveOptions).toHaveBeenLastCalledWith(
        "c1",
        expect.objectContaining({ extra: [{ name: "reasoning_effort", value: '"low"' }] }),
      ),
    );
  });

  it("shows what was sent and what came back", async () => {
    const breakdown = {
      connectMs: 640,
      waitingMs: 900,
      gatewayMs: null,
      providerMs: null,
      generationMs: 1_200,
      sentence: "1.5 s until the first word: 640 ms to connect and 900 ms at Databricks and the provider.",
    };
    coreWith(chat({ turns: [turn("t1", "Hello", answer({ breakdown }))] }));
    fake.playgroundRaw.mockResolvedValue(ok(raw({ sent: '{"max_tokens":400,"stream":true}' })));
    const { container } = renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByTitle("Show this call"));
    const side = screen.getByRole("complementary", { name: "Last call" });
    expect(await within(side).findByText("400 tokens")).toBeTruthy();
    expect(within(side).getByText("7c1e-04af")).toBeTruthy();
    expect(within(side).getByText("gw-1")).toBeTruthy();
    const times = within(side).getByText("Connecting").closest("dl");
    expect([...(times?.querySelectorAll("dt") ?? [])].map((part) => part.textContent)).toEqual([
      "Connecting",
      "Databricks and provider",
      "Writing",
    ]);
    await expectNoAxeProblems(container);
  });
});

describe("a narrow window", () => {
  it("keeps the options in a drawer", async () => {
    narrow = true;
    coreWith(chat({}));
    renderAt("/chat?chat=c1", <Page />);
    await box();
    expect(screen.queryByRole("switch")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Options" }));
    expect(await screen.findByRole("switch", { name: "Show words as they come" })).toBeTruthy();
  });
});

describe("whom it talks to", () => {
  it("can be one served entity directly", async () => {
    coreWith(chat({}));
    fake.playgroundTarget.mockResolvedValue(ok(chat({ entity: "anthropic-claude-sonnet" })));
    renderAt("/chat?chat=c1", <Page />, production);
    await box();
    await userEvent.click(screen.getByRole("button", { name: /^Answered by/u }));
    await userEvent.click(await screen.findByRole("button", { name: /anthropic-claude-sonnet Anthropic/u }));
    expect(fake.playgroundTarget.mock.calls).toEqual([
      ["c1", "support-assistant-chat", "anthropic-claude-sonnet"],
    ]);
    expect(await screen.findByText("Goes to your company’s Databricks, then to Anthropic")).toBeTruthy();
  });
});

describe("history", () => {
  it("opens and deletes earlier chats, the second only after asking", async () => {
    coreWith(chat({ turns: [turn("t1", "Hello", answer({}))] }));
    fake.playgroundDelete.mockResolvedValue(ok(null));
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "History" }));
    await userEvent.click(await screen.findByRole("button", { name: "Delete Delayed pallet" }));
    expect(fake.playgroundDelete).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Delete chat" }));
    expect(fake.playgroundDelete.mock.calls).toEqual([["c1"]]);
  });
});

// Asking, from the outside: streaming, stopping, failing, further versions.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fails, fake, ok, production, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Page } from "./Page";
import {
  answer,
  answerByHand,
  ask,
  box,
  chat,
  coreWith,
  frame,
  nth,
  renderAt,
  turn,
  waiting,
} from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

const NOTHING = {
  chatId: "c1",
  turnId: null,
  editOf: null,
  attachments: [],
  variables: [],
  promptFrom: null,
};

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

describe("asking", () => {
  it("starts with the cursor in the box, three ideas, and a line that says where words go", async () => {
    coreWith(chat({}));
    const { container } = renderAt("/chat?chat=c1", <Page />, production);
    const typed = await box();
    expect(document.activeElement).toBe(typed);
    expect(
      await screen.findByText("Goes to your company’s Databricks, then to OpenAI or Anthropic"),
    ).toBeTruthy();
    const ideas = within(screen.getByRole("region", { name: "Ideas to begin with" })).getAllByRole("button");
    expect(ideas).toHaveLength(3);
    await expectNoAxeProblems(container);
    await userEvent.click(ideas[0] as HTMLElement);
    expect((await box()).value).toBe(ideas[0]?.textContent);
  });

  it("begins with what a passport of the endpoint brought", async () => {
    coreWith(chat({}));
    fake.passportStarters.mockResolvedValue(ok(["Where is my pallet?"]));
    renderAt("/chat?chat=c1", <Page />);
    const brought = await screen.findByRole("button", { name: "Where is my pallet?" });
    const ideas = screen.getByRole("region", { name: "Ideas to begin with" });
    expect(within(ideas).getAllByRole("button")).toEqual([brought]);
  });

  it("shows the message and that it waits at once, then the words, then who answered and the numbers", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    const { container } = renderAt("/chat?chat=c1", <Page />);
    await ask("Hello");
    expect(screen.getByText("Waiting for the first word")).toBeTruthy();
    expect(within(screen.getByRole("log")).getByText("Hello")).toBeTruthy();
    expect((await box()).value).toBe("");
    await waitFor(() => expect(asked).toHaveLength(1));
    const one = nth(asked, 0);
    expect(one.ask).toEqual({ ...NOTHING, prompt: "Hello" });
    act(() => one.say({ kind: "started", turnId: "t1", answer: waiting() }));
    act(() => one.say({ kind: "text", answerId: "a1", seq: 0, text: "Dear **Frau** " }));
    await frame();
    expect(container.querySelector("strong")?.textContent).toBe("Frau");
    expect(screen.queryByText("Waiting for the first word")).toBeNull();
    const done = answer({ text: "Dear **Frau** Lindqvist" });
    act(() => one.say({ kind: "finished", turnId: "t1", answer: done }));
    await act(async () => one.settle(done));
    await frame();
    expect(screen.getByText("70 % of traffic")).toBeTruthy();
    const said = [...screen.getByTitle("Show this call").children].map((part) => part.textContent);
    expect(said).toEqual(["1.9 s", "first word 0.4 s", "3 words", "74 tokens", "0.4 ct"]);
    await expectNoAxeProblems(container);
  });

  it("makes a new line with Shift+Enter and sends nothing empty", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.type(await box(), "  {Enter}");
    expect((await box()).value).toBe("  ");
    await userEvent.clear(await box());
    await userEvent.type(await box(), "one{Shift>}{Enter}{/Shift}two");
    expect((await box()).value).toBe("one\ntwo");
    expect(asked).toHaveLength(0);
  });

  it("stops with the same button and with Escape, and keeps what came", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await ask("Hello");
    await waitFor(() => expect(asked).toHaveLength(1));
    const one = nth(asked, 0);
    act(() => one.say({ kind: "started", turnId: "t1", answer: waiting() }));
    act(() => one.say({ kind: "text", answerId: "a1", seq: 0, text: "Half an " }));
    await frame();
    expect(screen.queryByRole("button", { name: /Send/u })).toBeNull();
    await userEvent.keyboard("{Escape}");
    expect(fake.playgroundStop.mock.calls).toEqual([["a1"]]);
    expect(screen.getByRole("button", { name: "Stopping" })).toBeTruthy();
    act(() => one.say({ kind: "text", answerId: "a1", seq: 1, text: "too late" }));
    await act(async () => one.settle(answer({ outcome: "stopped", text: "Half an ", finishReason: null })));
    await frame();
    expect(screen.getByText("Stopped by you.")).toBeTruthy();
    expect(screen.getByText("Half an")).toBeTruthy();
    expect(screen.queryByText(/too late/u)).toBeNull();
    expect(screen.getByRole("button", { name: /Send/u })).toBeTruthy();
  });

  it("stops an answer that has not begun as soon as it has a name", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await ask("Hello");
    await waitFor(() => expect(asked).toHaveLength(1));
    await userEvent.click(screen.getByRole("button", { name: /Stop/u }));
    expect(fake.playgroundStop).not.toHaveBeenCalled();
    act(() => nth(asked, 0).say({ kind: "started", turnId: "t1", answer: waiting() }));
    expect(fake.playgroundStop.mock.calls).toEqual([["a1"]]);
  });

  it("goes on writing while another page is open", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    const { router } = renderAt("/chat?chat=c1", <Page />);
    await ask("Hello");
    await waitFor(() => expect(asked).toHaveLength(1));
    act(() => nth(asked, 0).say({ kind: "started", turnId: "t1", answer: waiting() }));
    await act(() => router.navigate({ to: "/endpoints" as never }));
    expect(screen.queryByRole("log")).toBeNull();
    act(() => nth(asked, 0).say({ kind: "text", answerId: "a1", seq: 0, text: "written meanwhile" }));
    await act(() => router.navigate({ to: "/chat" as never, search: { chat: "c1" } as never }));
    await frame();
    expect(await screen.findByText("written meanwhile")).toBeTruthy();
  });
});

describe("when it does not work", () => {
  const failed = answer({ outcome: "failed", text: "", servedBy: null, failure: sampleFailure() });

  it("explains the failure, keeps the message and asks the same again as a further version", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    const { container } = renderAt("/chat?chat=c1", <Page />);
    await ask("Hello");
    await waitFor(() => expect(asked).toHaveLength(1));
    act(() => nth(asked, 0).say({ kind: "started", turnId: "t1", answer: waiting() }));
    await act(async () => nth(asked, 0).settle(failed));
    expect(screen.getByText("Cohere refused the key")).toBeTruthy();
    expect((await box()).value).toBe("Hello");
    await expectNoAxeProblems(container);
    await userEvent.type(await box(), "{Enter}");
    await waitFor(() => expect(asked).toHaveLength(2));
    expect(nth(asked, 1).ask).toEqual({ ...NOTHING, turnId: "t1", prompt: "Hello" });
  });

  it("gives the message back when nothing was sent", async () => {
    coreWith(chat({}));
    fake.playgroundAsk.mockResolvedValue(fails(sampleFailure({ title: "The database is full" })));
    renderAt("/chat?chat=c1", <Page />);
    await ask("Hello");
    expect(await screen.findByText("The database is full")).toBeTruthy();
    expect((await box()).value).toBe("Hello");
  });

  it("asks nothing when the options could not be saved first", async () => {
    coreWith(chat({}));
    const asked = answerByHand();
    fake.playgroundSaveOptions.mockResolvedValue(fails(sampleFailure({ title: "The disk is full" })));
    renderAt("/chat?chat=c1", <Page />);
    await box();
    await userEvent.click(screen.getByRole("switch", { name: "Show words as they come" }));
    await ask("Hello");
    expect((await screen.findAllByText(/The disk is full/u)).length).toBeGreaterThan(0);
    expect(asked).toHaveLength(0);
  });

  it("counts down to when asking again makes sense", async () => {
    const failure = sampleFailure({
      kind: "throttled",
      title: "Too many calls",
      next: { kind: "waitAndRetry", label: "Ask again" },
    });
    const throttled = answer({ outcome: "failed", text: "", failure, startedAt: Date.now(), totalMs: 0 });
    coreWith(chat({ turns: [turn("t1", "Hello", throttled)] }));
    renderAt("/chat?chat=c1", <Page />);
    expect(await screen.findByText(/You can ask again in (19|20) seconds\./u)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Ask again" })).toBeNull();
  });

  it("warns before sending again what may have been charged", async () => {
    const lost = answer({ outcome: "unknown", text: "", finishReason: null });
    coreWith(chat({ turns: [turn("t1", "Hello", lost)] }));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    expect(await screen.findByText(/may have been charged/u)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Send again" }));
    await waitFor(() => expect(asked[0]?.ask.turnId).toBe("t1"));
  });

  it("offers to continue or to raise Length when the answer was cut by it", async () => {
    const cut = answer({ finishReason: "length", completionTokens: 400 });
    coreWith(chat({ turns: [turn("t1", "Hello", cut)] }));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "Raise Length" }));
    await waitFor(() =>
      expect(fake.playgroundSaveOptions).toHaveBeenCalledWith(
        "c1",
        expect.objectContaining({ maxTokens: 800 }),
      ),
    );
    await userEvent.click(screen.getByRole("button", { name: "Ask to continue" }));
    await waitFor(() => expect(asked[0]?.ask).toEqual({ ...NOTHING, prompt: "Continue." }));
  });

  it("leads from a refused key to the endpoint that uses it", async () => {
    const failure = sampleFailure({ next: { kind: "chooseSecret", label: "Choose another key" } });
    coreWith(chat({ turns: [turn("t1", "Hello", { ...failed, failure })] }));
    const { router } = renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "Choose another key" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/endpoints/support-assistant-chat"));
  });
});

describe("versions", () => {
  it("are added by trying again, never overwritten, and can be looked through", async () => {
    coreWith(chat({ turns: [turn("t1", "Hello", answer({ id: "a1", text: "First version." }))] }));
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "Try again" }));
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(nth(asked, 0).ask.turnId).toBe("t1");
    const second = answer({ id: "a2", text: "Second version." });
    act(() => nth(asked, 0).say({ kind: "started", turnId: "t1", answer: waiting({ id: "a2" }) }));
    await act(async () => nth(asked, 0).settle(second));
    await frame();
    expect(screen.getByText("Second version.")).toBeTruthy();
    expect(screen.getByText("2 / 2")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Earlier version" }));
    expect(screen.getByText("First version.")).toBeTruthy();
  });

  it("say when another model answered than before", async () => {
    const turns = [
      turn("t1", "a", answer({ id: "a1" })),
      turn("t2", "b", answer({ id: "a2", servedBy: "anthropic-claude-sonnet", share: 30, position: 1 })),
    ];
    coreWith(chat({ turns }));
    renderAt("/chat?chat=c1", <Page />);
    expect(await screen.findAllByText("Another model than before")).toHaveLength(1);
  });
});

// The page Completions from the outside: which page opens, what is sent, what is shown, stopping, versions.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer, AnswerEvent, Ask, Chat } from "../ipc/bindings";
import { fails, ok, sampleFailure, fake as typed } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { Page } from "./Page";
import { answer, page, row, turn } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

const fake = typed as unknown as Record<string, ReturnType<typeof vi.fn>> & typeof typed;
const called = (name: string) => (fake[name] as ReturnType<typeof vi.fn>).mock.calls;

function core(chat: Chat = page(), names = ["legacy-completions"]) {
  fake.completionsList?.mockResolvedValue(ok([]));
  fake.completionsStart?.mockResolvedValue(ok(chat));
  fake.playgroundChat.mockResolvedValue(ok(chat) as never);
  fake.playgroundSaveDraft.mockResolvedValue(ok(null));
  fake.playgroundSaveOptions.mockResolvedValue(ok(null));
  fake.endpointsList.mockResolvedValue(
    ok({
      counts: { all: names.length, attention: 0, mine: 0, others: 0 },
      matching: names.length,
      offset: 0,
      rows: names.map(row),
      checkedAt: 0,
      stale: false,
    }),
  );
}

/** Answers a prompt: what the core says on the way, then how it ended. The page is read again afterwards. */
function answers(ended: Answer, texts: string[] = []) {
  fake.playgroundAsk.mockImplementation((async (
    asked: Ask,
    events: { onmessage: (event: AnswerEvent) => void },
  ) => {
    events.onmessage({
      kind: "started",
      turnId: "t1",
      answer: { ...ended, outcome: "waiting", text: "", choices: [] },
    });
    for (const [seq, text] of texts.entries()) {
      events.onmessage({ kind: "text", answerId: ended.id, seq: seq + 1, text });
    }
    events.onmessage({ kind: "finished", turnId: "t1", answer: ended });
    fake.playgroundChat.mockResolvedValue(ok(page({ turns: [turn("t1", asked.prompt, ended)] })) as never);
    return ok(ended);
  }) as never);
}

const box = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Prompt" });
const complete = () => userEvent.click(screen.getByRole("button", { name: /Complete/u }));
const open = (path = "/completions?chat=p1") => renderPage(<Page />, { path });

beforeEach(() => core());

describe("which page opens", () => {
  it("is begun with the first endpoint that completes prompts", async () => {
    const { router } = await open("/completions");
    await box();
    expect(called("completionsStart")).toEqual([["legacy-completions", null]]);
    expect(router.state.location.search).toEqual({ chat: "p1" });
  });

  it("says what is missing when none does", async () => {
    core(page(), []);
    const { container } = await open("/completions");
    expect(await screen.findByText("No endpoint completes prompts here")).toBeTruthy();
    await expectNoAxeProblems(container);
  });
});

describe("a page that is opened at one of its prompts", () => {
  it("shows that one and leaves the keyboard there", async () => {
    Element.prototype.scrollIntoView = vi.fn();
    core(page({ turns: [turn("t1", "At night", answer({})), turn("t2", "By day", answer({ id: "a2" }))] }));
    await open("/completions?chat=p1&at=t1");
    const sought = await screen.findByRole("article", { name: "Prompt: At night" });
    await waitFor(() => expect(document.activeElement).toBe(sought));
    expect(document.querySelectorAll("[data-sought]")).toHaveLength(1);
  });

  it("opens as always when it is gone", async () => {
    await open("/completions?chat=p1&at=gone");
    const area = await box();
    await waitFor(() => expect(document.activeElement).toBe(area));
  });
});

describe("a prompt", () => {
  it("is sent with its options, and its words stand there", async () => {
    answers(answer({}), [" the cranes", " slept."]);
    const { container } = await open();
    await userEvent.type(await box(), "At night");
    await userEvent.click(screen.getByRole("button", { name: "Add a stop text" }));
    await complete();
    expect(await screen.findByText(/the cranes slept\./u)).toBeTruthy();
    expect(screen.getByText("command · 1.2 s · 5 tokens ·")).toBeTruthy();
    expect(screen.getByText(/price not known/u).textContent).toBe("price not known – add");
    expect(called("playgroundAsk")[0]?.[0]).toMatchObject({ chatId: "p1", turnId: null, prompt: "At night" });
    expect(called("playgroundSaveOptions").at(-1)?.[1]).toMatchObject({
      stop: ["\n"],
      stream: true,
      maxTokens: 256,
    });
    await expectNoAxeProblems(container);
  });

  it("of which several texts are wanted waits for all and shows them side by side", async () => {
    answers(answer({ text: "Anna", choices: ["Bo", "Cora"] }));
    await open();
    await userEvent.click(await screen.findByRole("radio", { name: "3" }));
    await userEvent.type(await box(), "A name:");
    await complete();
    expect(await screen.findByRole("listitem", { name: "Text 2 of 3" })).toBeTruthy();
    expect(within(screen.getByRole("listitem", { name: "Text 3 of 3" })).getByText("Cora")).toBeTruthy();
    expect(called("playgroundSaveOptions").at(-1)?.[1]).toMatchObject({ n: 3, stream: false });
  });

  it("that fails is explained and stays in the box", async () => {
    answers(
      answer({ outcome: "failed", text: "", failure: sampleFailure({ title: "Cohere refused the key" }) }),
    );
    await open();
    await userEvent.type(await box(), "At night");
    await complete();
    expect(await screen.findByText("Cohere refused the key")).toBeTruthy();
    expect((await box()).value).toBe("At night");
  });

  it("that could not be asked at all is explained too", async () => {
    fake.playgroundAsk.mockResolvedValue(fails(sampleFailure({ title: "Not signed in" })));
    await open();
    await userEvent.type(await box(), "At night");
    await complete();
    expect(await screen.findByText("Not signed in")).toBeTruthy();
  });

  it("is stopped with Escape, also one that another window asked", async () => {
    core(page({ turns: [turn("t1", "At night", answer({ id: "far", outcome: "streaming" }))] }));
    fake.playgroundStop.mockResolvedValue(ok(null));
    await open();
    await screen.findByRole("button", { name: /Stop/u });
    await userEvent.type(await box(), "{Escape}");
    await waitFor(() => expect(called("playgroundStop")).toEqual([["far"]]));
  });

  it("is saved as it is typed", async () => {
    await open();
    await userEvent.type(await box(), "At");
    await waitFor(() => expect(called("playgroundSaveDraft").at(-1)).toEqual(["p1", "At"]));
  });
});

describe("what came of it", () => {
  it("keeps earlier versions and earlier prompts", async () => {
    const turns = [
      turn("t1", "First prompt", answer({ text: "one" })),
      turn("t2", "Second prompt", answer({ id: "b1", text: "two" }), answer({ id: "b2", text: "three" })),
    ];
    core(page({ turns }));
    await open();
    const [newest, older] = await screen.findAllByRole("article");
    expect(within(newest as HTMLElement).getByText("three")).toBeTruthy();
    await userEvent.click(within(newest as HTMLElement).getByRole("button", { name: "Earlier version" }));
    expect(within(newest as HTMLElement).getByText("two")).toBeTruthy();
    await userEvent.click(within(older as HTMLElement).getByRole("button", { name: "Use this prompt" }));
    expect((await box()).value).toBe("First prompt");
    await userEvent.click(within(older as HTMLElement).getByRole("button", { name: "Go on from here" }));
    expect((await box()).value).toBe("First promptone");
  });

  it("of a hostile model is text", async () => {
    const bad = "<img src=x onerror=alert(1)> \u001b[31mred\u202e [a](javascript:alert(1))";
    core(page({ turns: [turn("t1", "x", answer({ text: bad }))] }));
    const { container } = await open();
    expect(await screen.findByText(/<img src=x/u)).toBeTruthy();
    expect(container.querySelector("img, a[href^='javascript'], script")).toBeNull();
    expect(container.textContent).not.toContain("\u001b");
    expect(container.textContent).not.toContain("\u202e");
  });

  it("cannot be had from an endpoint that chats, which is said before anything is sent", async () => {
    fake.endpointsGet.mockResolvedValue(
      ok({ name: "legacy-completions", task: "llm/v1/chat", entities: [] } as never),
    );
    const { router } = await open();
    // Here every address shows this page, which would lead straight back.
    fake.completionsList?.mockReturnValue(new Promise(() => undefined));
    await userEvent.type(await box(), "At night");
    expect((await screen.findAllByText(/takes messages and cannot go on/u)).length).toBeGreaterThan(0);
    await complete();
    expect(called("playgroundAsk")).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Try it in Chat" }));
    await waitFor(() => expect(router.state.location.href).toBe("/chat?endpoint=legacy-completions"));
  });
});

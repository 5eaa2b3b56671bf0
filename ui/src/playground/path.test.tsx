// Ways through a conversation: versions that stay chosen, messages written anew, branches, and long conversations of which
// only a part is drawn.
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Page } from "./Page";
import {
  answer,
  answerByHand,
  box,
  chat,
  coreWith,
  frame,
  longChat,
  nth,
  renderAt,
  turn,
  waiting,
} from "./testing";
import { FIRST, MOST, STEP } from "./turnWindow";

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

const drawn = () => [...document.querySelectorAll<HTMLElement>("[data-turn]")].map((one) => one.dataset.turn);

describe("a version that was chosen", () => {
  it("is told to the core, and stays when the page is left and opened again", async () => {
    const turns = [
      turn("t1", "Hello", answer({ id: "a1", text: "First." }), answer({ id: "a2", text: "Second." })),
    ];
    coreWith(chat({ turns }));
    const { router } = renderAt("/chat?chat=c1", <Page />);
    await userEvent.click(await screen.findByRole("button", { name: "Earlier version" }));
    expect(fake.playgroundShow.mock.calls).toEqual([["c1", "t1", "a1"]]);
    await act(() => router.navigate({ to: "/endpoints" as never }));
    await act(() => router.navigate({ to: "/chat" as never, search: { chat: "c1" } as never }));
    expect(await screen.findByText("First.")).toBeTruthy();
  });
});

describe("a message written anew", () => {
  const three = () =>
    chat({
      turns: [
        turn("t1", "One", answer({ id: "a1" })),
        turn("t2", "Two", answer({ id: "a2", text: "Old end." })),
      ],
    });
  const edit = async (at: number, text: string) => {
    await userEvent.click(
      (await screen.findAllByRole("button", { name: "Write this message anew" }))[at] as HTMLElement,
    );
    const field = screen.getByRole("textbox", { name: "The message written anew" });
    expect(document.activeElement).toBe(field);
    await userEvent.clear(field);
    await userEvent.type(field, text);
  };

  it("asks beside the old one and shows the new path", async () => {
    coreWith(three());
    const asked = answerByHand();
    const { container } = renderAt("/chat?chat=c1", <Page />);
    await edit(0, "Uno");
    await expectNoAxeProblems(container);
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(asked).toHaveLength(1));
    expect(nth(asked, 0).ask).toMatchObject({ turnId: null, editOf: "t1", prompt: "Uno" });
    expect(screen.queryByText("Old end.")).toBeNull();
    act(() => nth(asked, 0).say({ kind: "started", turnId: "t9", answer: waiting({ id: "a9" }) }));
    await act(async () => nth(asked, 0).settle(answer({ id: "a9", text: "New end." })));
    await frame();
    expect(drawn()).toEqual(["t9"]);
    expect(screen.getByRole("group", { name: "Branch 2 of 2" })).toBeTruthy();
    fake.playgroundBranch.mockResolvedValue(ok(three()));
    await userEvent.click(screen.getByRole("button", { name: "Earlier branch" }));
    expect(fake.playgroundBranch.mock.calls).toEqual([["c1", "t1"]]);
    expect(await screen.findByText("Old end.")).toBeTruthy();
  });

  it("is left with Escape, and nothing is asked while it reads as before", async () => {
    coreWith(three());
    const asked = answerByHand();
    renderAt("/chat?chat=c1", <Page />);
    await edit(1, "Two");
    await userEvent.keyboard("{Enter}");
    expect(asked).toHaveLength(0);
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("textbox", { name: "The message written anew" })).toBeNull();
  });

  it("is not lost when it could not be asked", async () => {
    coreWith(three());
    fake.playgroundAsk.mockResolvedValue(fails(sampleFailure({ title: "The database is full" })));
    renderAt("/chat?chat=c1", <Page />);
    await edit(0, "Uno");
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByText("The database is full")).toBeTruthy();
    expect(screen.getByRole<HTMLTextAreaElement>("textbox", { name: "The message written anew" }).value).toBe(
      "Uno",
    );
    expect((await box()).value).toBe("");
  });
});

describe("a conversation of two thousand messages", () => {
  it("draws its end only, and more on the way up", async () => {
    coreWith(longChat(1000));
    const { container } = renderAt("/chat?chat=c1", <Page />);
    await box();
    expect(drawn()).toHaveLength(FIRST);
    expect(drawn().at(-1)).toBe("t999");
    await expectNoAxeProblems(container);
    await userEvent.click(screen.getByRole("button", { name: `${1000 - FIRST} earlier messages` }));
    expect(drawn()).toHaveLength(FIRST + STEP);
    for (let at = 0; at < 10; at += 1) fireEvent.scroll(screen.getByRole("log"));
    expect(drawn()).toHaveLength(MOST);
    expect(drawn().at(-1)).not.toBe("t999");
    await userEvent.click(screen.getByRole("button", { name: "Jump to newest" }));
    expect(drawn().at(-1)).toBe("t999");
    expect(drawn()).toHaveLength(FIRST);
  });

  it("opens around a turn that a link leads to", async () => {
    coreWith(longChat(1000));
    renderAt("/chat?chat=c1&at=t400", <Page />);
    await box();
    expect(drawn()).toContain("t400");
    expect(drawn()).toHaveLength(FIRST);
    expect(document.querySelector("[data-sought]")?.getAttribute("data-turn")).toBe("t400");
    expect(
      within(screen.getByRole("log")).getByRole("button", { name: `${600 - FIRST / 2} later messages` }),
    ).toBeTruthy();
  });
});

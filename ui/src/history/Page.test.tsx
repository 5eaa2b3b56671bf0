// The page: searching, narrowing, opening, stars, deleting; and the lines in Settings.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { HistoryHit, HistoryPage, HistorySearch } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { Keeping } from "./Keeping";
import { Page } from "./Page";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const hit = (part: Partial<HistoryHit> = {}): HistoryHit => ({
  kind: "chat",
  chatId: "c1",
  turnId: "t1",
  answerId: "a1",
  placeId: null,
  title: "Late pallet",
  endpoint: "support-assistant-chat",
  entity: null,
  servedBy: "gpt-4-1",
  at: Date.now() - 3_600_000,
  prompt: { text: "Where is my pallet?", marks: [[12, 18]] },
  answer: { text: "The pallet is late.", marks: [[4, 10]] },
  starred: false,
  outcome: "complete",
  answers: 1,
  ...part,
});

const page = (hits: HistoryHit[], part: Partial<HistoryPage> = {}): HistoryPage => ({
  hits,
  total: hits.length,
  ms: 3.2,
  endpoints: ["code-review-bot", "support-assistant-chat"],
  entities: [],
  empty: false,
  ...part,
});

const failedOne = hit({
  chatId: "c2",
  turnId: "t2",
  title: "Key",
  outcome: "failed",
  answer: { text: "", marks: [] },
  prompt: { text: "Anybody there?", marks: [] },
});

beforeEach(() => {
  fake.historySearch.mockResolvedValue(ok(page([hit(), failedOne])));
});

async function open(path = "/history") {
  const view = await renderPage(<Page />, { path });
  await screen.findAllByRole("listitem");
  return view;
}

const lastSearch = (): HistorySearch | undefined => fake.historySearch.mock.calls.at(-1)?.[0];

describe("the history", () => {
  test("is accessible, full and empty", async () => {
    const { container } = await open();
    await expectNoAxeProblems(container);
  });

  test("shows what was found with the places marked, and how an answer ended", async () => {
    const { container } = await open();
    expect([...container.querySelectorAll("mark")].map((mark) => mark.textContent)).toEqual([
      "pallet",
      "pallet",
    ]);
    expect(screen.getByText("Failed", { selector: "span" })).toBeTruthy();
    expect(screen.getByText("2 exchanges in 3.2 ms")).toBeTruthy();
    expect(screen.getByRole("heading", { name: /Today|Yesterday/ })).toBeTruthy();
  });

  test("follows the words as they are typed and keeps them in the address", async () => {
    const { router } = await open();
    await userEvent.type(screen.getByRole("searchbox", { name: "Search the history" }), "late pallet");
    await waitFor(() => expect(router.state.location.search).toEqual({ q: "late pallet" }));
    await waitFor(() => expect(lastSearch()?.words).toBe("late pallet"));
    expect(screen.getByRole("searchbox")).toHaveProperty("value", "late pallet");
  });

  test("begins with what the address says", async () => {
    await open("/history?q=late&endpoint=code-review-bot&only=failed&kind=chat");
    expect(lastSearch()).toMatchObject({
      words: "late",
      endpoint: "code-review-bot",
      failed: true,
      starred: null,
      kind: "chat",
      offset: 0,
    });
    expect(screen.getByRole("searchbox")).toHaveProperty("value", "late");
  });

  test("is narrowed to what has a star", async () => {
    const { router } = await open();
    await userEvent.click(screen.getByRole("radio", { name: "Starred" }));
    await waitFor(() => expect(lastSearch()?.starred).toBe(true));
    expect(router.state.location.search).toEqual({ only: "starred" });
  });

  test("opens a hit where it was asked", async () => {
    const { router } = await open();
    await userEvent.click(screen.getByRole("button", { name: /Where is my/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/chat"));
    expect(router.state.location.search).toEqual({ chat: "c1", at: "t1" });
  });

  test("shows older ones when they are asked for", async () => {
    fake.historySearch.mockImplementation(async (search) =>
      ok(
        search.offset === 0
          ? page([hit()], { total: 2 })
          : page([hit({ turnId: "t9", prompt: { text: "The oldest one", marks: [] } })], { total: 2 }),
      ),
    );
    await open();
    expect(screen.getByText("1 of 2")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Show older" }));
    await screen.findByText("The oldest one");
    expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
  });

  test("draws a star at once and takes it back when it could not be kept", async () => {
    fake.playgroundStar.mockResolvedValue(fails(sampleFailure({ title: "The star could not be kept" })));
    await open();
    const star = () => screen.getByRole("button", { name: "Keep Late pallet" });
    await userEvent.click(star());
    expect(fake.playgroundStar).toHaveBeenCalledWith("c1", true);
    await screen.findAllByText("The star could not be kept");
    await waitFor(() => expect(star().getAttribute("aria-pressed")).toBe("false"));
  });

  test("deletes a conversation only after it was asked", async () => {
    fake.historyDelete.mockResolvedValue(ok({ conversations: 1, leftIn: [] }));
    await open();
    await userEvent.click(screen.getByRole("button", { name: "Delete Late pallet" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete this conversation?" });
    await userEvent.click(within(dialog).getByRole("button", { name: "Keep it" }));
    expect(fake.historyDelete).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button", { name: "Delete Late pallet" }));
    fake.historySearch.mockResolvedValue(ok(page([failedOne])));
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));
    expect(fake.historyDelete).toHaveBeenCalledWith(["c1"]);
    await screen.findByText("One conversation is deleted");
    await waitFor(() => expect(screen.queryByText("Late pallet")).toBeNull());
  });

  test("says where a copy still holds what was deleted", async () => {
    fake.historyDelete.mockResolvedValue(ok({ conversations: 1, leftIn: ["/data/gatewright.version-3.db"] }));
    await open();
    await userEvent.click(screen.getByRole("button", { name: "Delete Late pallet" }));
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Delete" }));
    await screen.findByText(/gatewright\.version-3\.db/);
  });

  test("is deleted whole after the word was typed", async () => {
    fake.historyClear.mockResolvedValue(ok({ conversations: 7, leftIn: [] }));
    await open();
    await userEvent.click(screen.getByRole("button", { name: "Keeping and deleting" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Delete everything without a star" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByRole("textbox"), "history");
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete history" }));
    await screen.findByText("7 conversations are deleted");
    expect(fake.historyClear).toHaveBeenCalledWith(true);
  });

  test("says what to do where nothing is found", async () => {
    fake.historySearch.mockResolvedValue(ok(page([])));
    const { router, container } = await renderPage(<Page />, { path: "/history?q=zebra&only=failed" });
    await screen.findByText("Nothing holds “zebra”");
    await userEvent.click(screen.getByRole("button", { name: "Take the filters away" }));
    await waitFor(() => expect(router.state.location.search).toEqual({ q: "zebra" }));
    await expectNoAxeProblems(container);
  });

  test("says what it is for where nothing was asked yet", async () => {
    fake.historySearch.mockResolvedValue(ok(page([], { empty: true, endpoints: [] })));
    const { container } = await renderPage(<Page />, { path: "/history" });
    await screen.findByText("Nothing has been asked here yet");
    await expectNoAxeProblems(container);
  });

  test("says why it could not be read", async () => {
    fake.historySearch.mockResolvedValue(fails(sampleFailure({ title: "The local database is busy" })));
    await renderPage(<Page />, { path: "/history" });
    await screen.findByText("The local database is busy");
  });

  test("hostile text is only text", async () => {
    const text = "<img src=x onerror=alert(1)> pallet";
    fake.historySearch.mockResolvedValue(
      ok(page([hit({ prompt: { text, marks: [[29, 35]] }, title: text })])),
    );
    const { container } = await open();
    expect(container.querySelector("img")).toBeNull();
    expect(container.textContent).toContain("<img src=x onerror=alert(1)> ");
  });
});

describe("in Settings", () => {
  beforeEach(() => {
    fake.historyRetentionGet.mockResolvedValue(
      ok({
        days: null,
        older: [
          { days: 7, conversations: 12 },
          { days: 30, conversations: 3 },
          { days: 90, conversations: 0 },
          { days: 365, conversations: 0 },
        ],
      }),
    );
    fake.cacheState.mockResolvedValue(ok({ entries: 2, bytes: 900, oldestAt: Date.now() - 86_400_000 }));
  });

  async function choose(name: string) {
    await waitFor(() =>
      expect(screen.getByRole("combobox", { name: "Keep conversations" }).textContent).toContain("Until"),
    );
    await userEvent.click(screen.getByRole("combobox", { name: "Keep conversations" }));
    await userEvent.click(await screen.findByRole("option", { name }));
  }

  test("is accessible", async () => {
    const { container } = await renderPage(<Keeping />, { path: "/settings" });
    await screen.findByText(/2 answers can come from it/);
    await expectNoAxeProblems(container);
  });

  test("a time that deletes something says how much first", async () => {
    fake.historyRetentionSet.mockResolvedValue(ok({ days: 30, older: [] }));
    await renderPage(<Keeping />, { path: "/settings" });
    await choose("For 30 days");
    const dialog = await screen.findByRole("dialog", { name: "Keep conversations for 30 days?" });
    expect(dialog.textContent).toContain("3 conversations are older");
    expect(fake.historyRetentionSet).not.toHaveBeenCalled();
    await userEvent.click(within(dialog).getByRole("button", { name: "Delete what is older" }));
    await waitFor(() => expect(fake.historyRetentionSet).toHaveBeenCalledWith(30));
    await screen.findByText("Conversations are kept for 30 days");
  });

  test("a time that deletes nothing is set at once", async () => {
    fake.historyRetentionSet.mockResolvedValue(ok({ days: 90, older: [] }));
    await renderPage(<Keeping />, { path: "/settings" });
    await choose("For 90 days");
    await waitFor(() => expect(fake.historyRetentionSet).toHaveBeenCalledWith(90));
  });

  test("the cache is cleared in one click", async () => {
    fake.cacheClear.mockResolvedValue(ok(null));
    await renderPage(<Keeping />, { path: "/settings" });
    await screen.findByText(/2 answers can come from it/);
    fake.cacheState.mockResolvedValue(ok({ entries: 0, bytes: 0, oldestAt: null }));
    await userEvent.click(screen.getByRole("button", { name: "Clear the cache" }));
    await screen.findByText("The cache is empty");
    await screen.findByText(/No answer is remembered/);
  });
});

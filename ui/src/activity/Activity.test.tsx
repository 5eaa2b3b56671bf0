import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Change, ChangeDetail } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { Announcement } from "./Announcement";
import { dayWord, standing, toAnnounce } from "./model";
import { Page } from "./Page";
import { ActivityTab } from "./Tab";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onmessage: unknown) => ({ onmessage }) }));

const change = (part: Partial<Change> = {}): Change => ({
  id: "c1",
  endpoint: "chat-a",
  origin: "edit",
  title: "2 changes to chat-a",
  startedAt: Date.now() - 60_000,
  endedAt: Date.now() - 50_000,
  state: "done",
  steps: [
    {
      kind: "config",
      title: "Entities and traffic",
      method: "PUT",
      path: "/api/2.0/serving-endpoints/chat-a/config",
      state: "done",
      explanation: null,
      milliseconds: 400,
    },
    {
      kind: "tags",
      title: "Tags",
      method: "PATCH",
      path: "/api/2.0/serving-endpoints/chat-a/tags",
      state: part.state === "interrupted" ? "unknown" : "done",
      explanation: null,
      milliseconds: null,
    },
  ],
  canRestore: true,
  canResume: part.state === "interrupted",
  who: "dana@example.com",
  ...part,
});
const detail = (of: Change): ChangeDetail => ({
  change: of,
  before: "{}",
  after: '{"a":1}',
  fields: [{ part: "tags", label: "team", path: "tags", before: null, after: "care", removes: false }],
  trimmed: false,
});
const interrupted = change({ id: "c2", state: "interrupted", endedAt: null });

beforeEach(() => {
  fake.activityList.mockResolvedValue(ok({ entries: [interrupted, change()], total: 2 }));
  fake.activityGet.mockImplementation(async (id) => ok(detail(id === "c2" ? interrupted : change())));
});

test("lists every change with its endpoint and opens one with calls and fields", async () => {
  const user = userEvent.setup();
  const { container, router } = await renderPage(<Page />, { path: "/activity" });
  expect(await screen.findByRole("heading", { name: "Today" })).toBeTruthy();
  await user.click((await screen.findAllByRole("button", { name: /2 changes to chat-a/ }))[1] as HTMLElement);
  await waitFor(() => expect(router.state.location.search).toEqual({ change: "c1" }));
  const panel = await screen.findByRole("region", { name: "The change" });
  expect(await within(panel).findByText("2 of 2 done")).toBeTruthy();
  expect(within(panel).getByRole("table", { name: "What it changed" })).toBeTruthy();
  await expectNoAxeProblems(container);
});

test("an interrupted change goes on from where it stopped", async () => {
  const user = userEvent.setup();
  fake.activityResume.mockImplementation(async (_id, told) => {
    told.onmessage?.(change({ id: "c2", state: "running" }));
    fake.activityGet.mockResolvedValue(ok(detail(change({ id: "c2" }))));
    return ok(change({ id: "c2" }));
  });
  await renderPage(<Page />, { path: "/activity?change=c2" });
  expect(await screen.findByText(/Gatewright was closed after 1 of 2 steps/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Go on from there" }));
  expect(await screen.findByText("2 of 2 done")).toBeTruthy();
  expect(fake.activityResume.mock.lastCall?.[0]).toBe("c2");
});

test("leaving one is asked about and done", async () => {
  const user = userEvent.setup();
  fake.activityAbandon.mockResolvedValue(ok(null));
  await renderPage(<Page />, { path: "/activity?change=c2" });
  await user.click(await screen.findByRole("button", { name: "Leave it as it is" }));
  const dialog = await screen.findByRole("dialog", { name: "Leave this change as it is?" });
  await user.click(within(dialog).getByRole("button", { name: "Leave it as it is" }));
  await waitFor(() => expect(fake.activityAbandon).toHaveBeenCalledWith("c2"));
});

test("what was before becomes a draft that is reviewed, after saying what cannot come back", async () => {
  const user = userEvent.setup();
  fake.activityRestore.mockResolvedValue(
    ok({ edit: {} as never, lost: ["a had a key that nobody can read."] }),
  );
  const { router } = await renderPage(<Page />, { path: "/activity?change=c1" });
  await user.click(await screen.findByRole("button", { name: "Put back what was before" }));
  await user.click(await screen.findByRole("button", { name: "Make the draft and review it" }));
  expect(await screen.findByText("a had a key that nobody can read.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Review the draft" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/endpoints/chat-a/edit"));
  expect(router.state.location.search).toEqual({ review: "yes" });
  expect(fake.activityRestore).toHaveBeenCalledWith("c1", "before");
});

test("older ones are asked for, and a failure explains itself", async () => {
  const user = userEvent.setup();
  fake.activityList.mockResolvedValue(ok({ entries: [change()], total: 120 }));
  const page = await renderPage(<Page />, { path: "/activity" });
  await user.click(await screen.findByRole("button", { name: "Show older" }));
  await waitFor(() => expect(fake.activityList).toHaveBeenLastCalledWith(null, 0, 100));
  page.unmount();
  fake.activityList.mockResolvedValue(fails(sampleFailure({ title: "The database is locked" })));
  await renderPage(<Page />, { path: "/activity" });
  expect(await screen.findByText("The database is locked")).toBeTruthy();
});

test("an endpoint without a change says what will be kept here", async () => {
  fake.activityList.mockResolvedValue(ok({ entries: [], total: 0 }));
  await renderPage(<ActivityTab endpoint="chat-a" />, { path: "/endpoints/chat-a?tab=activity" });
  expect(await screen.findByText("Nothing has been changed from here yet")).toBeTruthy();
  expect(fake.activityList).toHaveBeenCalledWith("chat-a", 0, 50);
});

test("the endpoint's page announces a change that stands half way, and leads to it", async () => {
  const user = userEvent.setup();
  const onOpen = vi.fn();
  await renderPage(<Announcement endpoint="chat-a" onOpen={onOpen} />);
  expect(await screen.findByText(/A change was interrupted/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Go on or leave it" }));
  expect(onOpen).toHaveBeenCalledWith("c2");
});

test("only the newest failed change is announced, an interrupted one always", () => {
  const failed = change({ id: "c3", state: "failed", canResume: true });
  expect(toAnnounce([change(), failed])).toBeNull();
  expect(toAnnounce([failed, change()])?.id).toBe("c3");
  expect(toAnnounce([change(), interrupted])?.id).toBe("c2");
  expect(standing(change({ state: "abandoned" }))).toContain("never sent");
});

test("days are called by their word", () => {
  const noon = new Date(2026, 10, 23, 12).getTime();
  expect(dayWord(noon - 3_600_000, noon)).toBe("Today");
  expect(dayWord(noon - 24 * 3_600_000, noon)).toBe("Yesterday");
  expect(dayWord(noon - 72 * 3_600_000, noon)).toContain("20 November 2026");
});

test("a change that replaced somebody else's update says so in the list and at its call", async () => {
  const done = change({ state: "done" });
  const steps = done.steps.map((step, at) => ({
    ...step,
    state: "done" as const,
    explanation:
      at === 0
        ? sampleFailure({
            title: "Somebody else's update was replaced",
            meaning: "One went through in between.",
          }).explanation
        : null,
  }));
  const slipped = { ...done, steps };
  fake.activityList.mockResolvedValue(ok({ entries: [slipped], total: 1 }));
  fake.activityGet.mockResolvedValue(ok(detail(slipped)));
  const { container } = await renderPage(<Page />, { path: "/activity" });
  await userEvent.click(await screen.findByRole("button", { name: /Replaced another update/ }));
  const panel = await screen.findByRole("region", { name: "The change" });
  expect(await within(panel).findByText("Somebody else's update was replaced.")).toBeTruthy();
  expect(within(panel).getByText(/One went through in between/)).toBeTruthy();
  await expectNoAxeProblems(container);
});

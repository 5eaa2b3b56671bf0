import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { EndpointPage, ListEndpoints } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectAccessible, pageOf, pretendHeight, renderAt, row } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({
  channel: (onmessage: unknown) => ({ onmessage }),
  copyText: async () => true,
}));

const NAMES = ["code-review-bot", "contract-extraction", "route-notes-bedrock"];
const rows = [
  row({ name: NAMES[0] ?? "", models: ["gpt-4.1"], marks: ["Az"] }),
  row({ name: NAMES[1] ?? "", state: "readyUpdateFailed", reason: "Missing key llm-keys/anthropic-eu" }),
  row({
    name: NAMES[2] ?? "",
    state: "notReady",
    reason: "No access to this model in us-east-1",
    task: "llm/v1/embeddings",
  }),
];

function answer(page: EndpointPage): void {
  fake.endpointsList.mockResolvedValue(ok(page));
  fake.endpointsSplits.mockImplementation(async (names) =>
    ok(
      names.map((name) => ({
        name,
        state: "ready" as const,
        since: null,
        reason: null,
        shares: [
          { entity: "a", percent: 80 },
          { entity: "b", percent: 20 },
        ],
        pending: [
          { entity: "a", percent: 60 },
          { entity: "b", percent: 40 },
        ],
      })),
    ),
  );
}

const asked = (): ListEndpoints[] => fake.endpointsList.mock.calls.map(([query]) => query);

beforeEach(() => pretendHeight(600));

describe("the endpoint list", () => {
  test("shows each endpoint as a link with its state in words, what is wrong, and its split", async () => {
    answer(pageOf(rows));
    const { container } = renderAt("/endpoints");
    expect((await screen.findByRole("link", { name: NAMES[0] as string })).getAttribute("href")).toBe(
      "/endpoints/code-review-bot",
    );
    expect(screen.getByText("update failed")).toBeTruthy();
    expect(screen.getByText("Not ready")).toBeTruthy();
    expect(screen.getByText("No access to this model in us-east-1")).toBeTruthy();
    await waitFor(() => expect(screen.getAllByText("80 / 20, going to 60 / 40").length).toBe(3));
    expect(fake.endpointsSplits.mock.calls).toEqual([[NAMES]]);
    await expectAccessible(container);
  });

  test("holds fewer than a hundred rows however long the list is, and asks for no more than pages of it", async () => {
    const many = Array.from({ length: 100 }, (_, index) => row({ name: `endpoint-${index}` }));
    answer(pageOf(many, { matching: 10_000, counts: { all: 10_000, attention: 0, mine: 0, others: 0 } }));
    const { container } = renderAt("/endpoints");
    await screen.findByText("endpoint-0");
    expect(container.querySelectorAll("tbody tr").length).toBeLessThan(100);
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("10001");
    expect(asked().every((query) => query.limit === 56)).toBe(true);
  });

  test("asks the core at once for what is typed and keeps the old rows until the answer is there", async () => {
    answer(pageOf(rows));
    const user = userEvent.setup();
    renderAt("/endpoints");
    await screen.findByText(NAMES[0] as string);
    fake.endpointsList.mockImplementation(() => new Promise(() => undefined));
    await user.keyboard("/");
    await user.keyboard("gpt");
    expect(asked().at(-1)).toMatchObject({ search: "gpt", view: "all", offset: 0 });
    expect(screen.getByText(NAMES[0] as string)).toBeTruthy();
  });

  test("says so when nothing matches and leads back to all", async () => {
    fake.endpointsList.mockImplementation(async (query) =>
      ok(
        query.search === ""
          ? pageOf(rows)
          : pageOf([], { counts: { all: 3, attention: 1, mine: 2, others: 0 } }),
      ),
    );
    const user = userEvent.setup();
    renderAt("/endpoints?q=zzz");
    expect(await screen.findByText("Nothing matches “zzz”")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Show all endpoints" }));
    expect(await screen.findByText(NAMES[0] as string)).toBeTruthy();
  });

  test("moves by arrow keys from the filter on and opens with Enter", async () => {
    answer(pageOf(rows));
    const user = userEvent.setup();
    const { history } = renderAt("/endpoints");
    await screen.findByText(NAMES[0] as string);
    await user.keyboard("/");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("href")).toBe("/endpoints/contract-extraction"),
    );
    fake.endpointsGet.mockResolvedValue(fails(sampleFailure()));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(history.location.pathname).toBe("/endpoints/contract-extraction"));
  });

  test("T tries the active endpoint where its task is done", async () => {
    answer(pageOf(rows));
    const user = userEvent.setup();
    const { history } = renderAt("/endpoints");
    await screen.findByText(NAMES[0] as string);
    await user.keyboard("/");
    await user.keyboard("{ArrowDown}{End}");
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("href")).toBe("/endpoints/route-notes-bedrock"),
    );
    await user.keyboard("{Home}");
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("href")).toBe("/endpoints/code-review-bot"),
    );
    await user.keyboard("t");
    await waitFor(() => expect(history.location.href).toContain("/chat?endpoint=code-review-bot"));
  });

  test("T leads to Embeddings with an endpoint that makes them", async () => {
    answer(pageOf(rows));
    const user = userEvent.setup();
    const { history } = renderAt("/endpoints");
    await screen.findByText(NAMES[0] as string);
    await user.keyboard("/");
    await user.keyboard("{ArrowDown}{End}");
    await waitFor(() =>
      expect(document.activeElement?.getAttribute("href")).toBe("/endpoints/route-notes-bedrock"),
    );
    await user.keyboard("t");
    await waitFor(() => expect(history.location.href).toContain("/embeddings?endpoint=route-notes-bedrock"));
  });

  test("sorts by the head that is clicked and turns the order round on the second click", async () => {
    answer(pageOf(rows));
    const user = userEvent.setup();
    renderAt("/endpoints");
    await screen.findByText(NAMES[0] as string);
    await user.click(screen.getByRole("button", { name: /^Changed/ }));
    expect(asked().at(-1)).toMatchObject({ sort: "changed", descending: true });
    await user.click(screen.getByRole("button", { name: /^Changed/ }));
    expect(asked().at(-1)).toMatchObject({ sort: "changed", descending: false });
    expect(screen.getByRole("columnheader", { name: /^Changed/ }).getAttribute("aria-sort")).toBe(
      "ascending",
    );
  });

  test("offers two ways on when the workspace has none", async () => {
    answer(pageOf([], { counts: { all: 0, attention: 0, mine: 0, others: 0 } }));
    const { container } = renderAt("/endpoints");
    expect(await screen.findByText("No external model endpoints yet")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Create the first endpoint" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try the sandbox" })).toBeTruthy();
    await expectAccessible(container);
  });

  test("holds the key N and the first endpoint to the right, and says why", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      const reason = "Only people with workspace access may create endpoints here.";
      fake.accessRights.mockResolvedValue(
        ok({
          user: "noah",
          groups: [],
          admin: false,
          rights: [{ right: "createEndpoints", allowed: "no", reason, ask: "an admin" }],
        }),
      );
      answer(pageOf([], { counts: { all: 0, attention: 0, mine: 0, others: 0 } }));
      const { history } = renderAt("/endpoints");
      const first = () => screen.findByRole("button", { name: "Create the first endpoint" });
      expect((await first()).getAttribute("aria-disabled")).toBeNull();
      await vi.advanceTimersByTimeAsync(4_100);
      await waitFor(async () => expect((await first()).getAttribute("aria-disabled")).toBe("true"));
      const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
      await user.keyboard("n");
      expect((await screen.findAllByText(reason)).length).toBeGreaterThan(0);
      expect(history.location.pathname).toBe("/endpoints");
    } finally {
      vi.useRealTimers();
    }
  });

  test("explains why the list cannot be read when there is none to show", async () => {
    fake.endpointsList.mockResolvedValue(
      fails(sampleFailure({ kind: "offline", title: "The workspace did not answer" })),
    );
    renderAt("/endpoints");
    expect(await screen.findByText("The workspace did not answer")).toBeTruthy();
  });

  test("keeps the list and says that it is old when checking again fails", async () => {
    fake.endpointsList.mockImplementation(async (query) =>
      query.refresh
        ? fails(sampleFailure({ kind: "offline", title: "The workspace did not answer" }))
        : ok(pageOf(rows)),
    );
    fake.endpointsSplits.mockResolvedValue(ok([]));
    const user = userEvent.setup();
    renderAt("/endpoints");
    await screen.findByText(NAMES[0] as string);
    await user.click(screen.getByRole("button", { name: "Check now" }));
    expect(await screen.findByText("The workspace did not answer")).toBeTruthy();
    expect(screen.getByText(/This list is from an earlier check/)).toBeTruthy();
    expect(screen.getByText(NAMES[0] as string)).toBeTruthy();
  });

  test("asks again every three seconds only while something is being updated", async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    try {
      answer(pageOf([row({ state: "updating", since: Date.now() })]));
      renderAt("/endpoints");
      await screen.findByText("support-assistant-chat");
      answer(pageOf([row()]));
      await vi.advanceTimersByTimeAsync(3_100);
      expect(asked().filter((query) => query.refresh).length).toBe(1);
      await screen.findByText("Ready");
      await vi.advanceTimersByTimeAsync(9_500);
      expect(asked().filter((query) => query.refresh).length).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});

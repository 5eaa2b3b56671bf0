import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Endpoint, EndpointProgress, Entity, TrafficDraft, Workspace } from "../ipc/bindings";
import { fails, fake, ok, production, sampleFailure, sandbox } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { ToastProvider } from "../kit/Toast";
import { CurrentWorkspace } from "../shell/current";
import { TrafficTab } from "./TrafficTab";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onMessage }) }));

const entity = (name: string, share: number): Entity => ({
  name,
  share,
  provider: "openai",
  providerName: "OpenAI",
  mark: "OA",
  model: "gpt-4o",
  task: "llm/v1/chat",
  state: "READY",
  stateMessage: null,
  secrets: [],
  settings: [],
});
const endpoint: Endpoint = {
  name: "support-chat",
  id: "1",
  task: "llm/v1/chat",
  state: "ready",
  since: null,
  reason: null,
  creator: "dana",
  createdAt: 1,
  changedAt: 1,
  description: "",
  permission: "manage",
  tags: [],
  entities: [entity("openai", 70), entity("claude", 30)],
  gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: true },
  pending: null,
  configVersion: 14,
  fallback: true,
  stamp: "stamp-14",
  webUrl: "",
  readOnly: null,
  raw: "{}",
};
const settled = (openai: number, more: Partial<Endpoint> = {}): Endpoint => ({
  ...endpoint,
  configVersion: 15,
  entities: [entity("openai", openai), entity("claude", 100 - openai)],
  ...more,
});
const calls = [
  { title: "Nobody changed it meanwhile", method: "GET", path: "/api/2.0/serving-endpoints/support-chat" },
  { title: "Entities and traffic", method: "PUT", path: "/api/2.0/serving-endpoints/support-chat/config" },
];

async function show(shown: Endpoint = endpoint, workspace: Workspace = sandbox) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <TrafficTab endpoint={shown} /> }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  const view = render(
    <QueryClientProvider client={client}>
      <CurrentWorkspace value={workspace}>
        <ToastProvider>
          <RouterProvider router={router as never} />
        </ToastProvider>
      </CurrentWorkspace>
    </QueryClientProvider>,
  );
  await screen.findByRole("table", { name: "Shares and fallback order" });
  return { ...view, user: userEvent.setup(), asked: vi.spyOn(client, "invalidateQueries") };
}
type User = Awaited<ReturnType<typeof show>>["user"];

const shareOf = (name: string) =>
  screen.getByRole("spinbutton", { name: `Share of ${name} in percent` }) as HTMLInputElement;
async function give(user: User, name: string, percent: number) {
  await user.clear(shareOf(name));
  await user.type(shareOf(name), `${percent}{Enter}`);
}
async function openReview(user: User) {
  await user.click(screen.getByRole("button", { name: /Review changes/ }));
  await screen.findByText("Entities and traffic");
}

beforeEach(() => {
  fake.trafficDraftGet.mockResolvedValue(ok<TrafficDraft | null>(null));
  fake.trafficDraftSave.mockResolvedValue(ok(null));
  fake.trafficDraftDiscard.mockResolvedValue(ok(null));
  fake.trafficReview.mockImplementation(async (change) =>
    ok({
      before: [
        { entity: "openai", percent: 70 },
        { entity: "claude", percent: 30 },
      ],
      after: change.shares,
      pointsMoved: 10,
      sentence: "Requests move from openai to claude.",
      calls,
      problems: [],
    }),
  );
  fake.trafficApply.mockResolvedValue(ok(settled(70, { state: "updating" })));
});

describe("the draft", () => {
  test("is said in words, and saved within half a second of the last change", async () => {
    const { user } = await show();
    await give(user, "openai", 60);
    expect(
      screen.getByText("2 shares changed, 10 points move away from openai. Nothing is live yet."),
    ).toBeTruthy();
    await waitFor(() => expect(fake.trafficDraftSave).toHaveBeenCalledTimes(1), { timeout: 500 });
    const shares = [
      { entity: "openai", percent: 60 },
      { entity: "claude", percent: 40 },
    ];
    expect(fake.trafficDraftSave).toHaveBeenCalledWith("support-chat", shares, []);
  });

  test("is saved at once when the tab is left, so that nothing typed is lost", async () => {
    const { user, unmount } = await show();
    await give(user, "openai", 60);
    unmount();
    expect(fake.trafficDraftSave).toHaveBeenCalledTimes(1);
  });

  test("that was kept is there again with its order and locks", async () => {
    const shares = [
      { entity: "claude", percent: 45 },
      { entity: "openai", percent: 55 },
    ];
    fake.trafficDraftGet.mockResolvedValue(ok({ shares, locked: ["claude"], savedAt: 1 }));
    await show();
    expect(screen.getAllByRole("spinbutton").map((field) => (field as HTMLInputElement).value)).toEqual([
      "45",
      "55",
    ]);
    expect(
      screen.getByRole("button", { name: "Lock the share of claude" }).getAttribute("aria-pressed"),
    ).toBe("true");
    expect(screen.getByText(/The fallback order changed as well\./)).toBeTruthy();
  });

  test("for other served entities is not used, but named until it is discarded", async () => {
    fake.trafficDraftGet.mockResolvedValue(
      ok({ shares: [{ entity: "gone", percent: 100 }], locked: [], savedAt: 1 }),
    );
    const { user } = await show();
    expect(shareOf("openai").value).toBe("70");
    await user.click(screen.getByRole("button", { name: "Discard it" }));
    expect(fake.trafficDraftDiscard).toHaveBeenCalledWith("support-chat");
    expect(screen.queryByText(/served entities have changed since/)).toBeNull();
  });

  test("can be discarded, which shows the live split again", async () => {
    const { user } = await show();
    await give(user, "openai", 60);
    await user.click(screen.getByRole("button", { name: "Discard" }));
    expect(shareOf("openai").value).toBe("70");
    expect(screen.queryByText(/Nothing is live yet/)).toBeNull();
  });

  test("that cannot be kept stays on the screen and says so", async () => {
    fake.trafficDraftSave.mockResolvedValue(
      fails(sampleFailure({ title: "The draft could not be written" })),
    );
    const { user } = await show();
    await give(user, "openai", 60);
    expect(await screen.findByText("The draft could not be written")).toBeTruthy();
    expect(shareOf("openai").value).toBe("60");
  });
});

describe("editing is closed with the reason", () => {
  const cases: [string, Partial<Endpoint>, RegExp][] = [
    [
      "while an update runs",
      { state: "updating", pending: [entity("openai", 50), entity("claude", 50)] },
      /rolling out an earlier change/,
    ],
    [
      "without CAN MANAGE",
      { permission: "query" },
      /You need CAN MANAGE on support-chat.+you have CAN QUERY\. dana can grant it\./,
    ],
    [
      "with a single served entity",
      { entities: [entity("openai", 100)] },
      /openai is the only served entity/,
    ],
  ];
  test.each(cases)("%s", async (_, change, words) => {
    await show({ ...endpoint, ...change });
    expect(screen.getAllByText(words).length).toBeGreaterThan(0);
    expect(shareOf("openai").readOnly).toBe(true);
    expect(screen.queryByRole("button", { name: /Review changes/ })).toBeNull();
  });
});

describe("review and apply", () => {
  test("shows before, after and the calls, applies with Ctrl+Enter, follows the roll-out and clears the draft", async () => {
    let report: ((progress: EndpointProgress) => void) | undefined;
    let settle: ((endpoint: Endpoint) => void) | undefined;
    fake.endpointsWatch.mockImplementation((_, progress) => {
      report = (progress as unknown as { onMessage: typeof report }).onMessage;
      return new Promise((resolve) => {
        settle = (done) => resolve(ok(done));
      });
    });
    const { user } = await show();
    await give(user, "openai", 60);
    fireEvent.keyDown(document.body, { key: "Enter", ctrlKey: true });
    await screen.findByText("Entities and traffic");
    expect(screen.getByText("10 points move")).toBeTruthy();
    expect(screen.getByRole("img", { name: "After: openai 60 percent, claude 40 percent" })).toBeTruthy();
    expect(within(screen.getByRole("row", { name: /openai, share/ })).getByText("60 %")).toBeTruthy();

    fireEvent.keyDown(document.body, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(report).toBeDefined());
    expect(fake.trafficApply).toHaveBeenCalledWith({
      endpoint: "support-chat",
      stamp: "stamp-14",
      shares: [
        { entity: "openai", percent: 60 },
        { entity: "claude", percent: 40 },
      ],
    });
    report?.({ state: "updating", seconds: 4, message: "Starting the new version, 4 s", entities: [] });
    expect(await screen.findByText("Starting the new version, 4 s")).toBeTruthy();
    settle?.(settled(60));
    expect(await screen.findByText("Version 15 is live.")).toBeTruthy();
    await waitFor(() => expect(fake.trafficDraftDiscard).toHaveBeenCalledWith("support-chat"));
  });

  test("says when the workspace came back with something else", async () => {
    fake.endpointsWatch.mockResolvedValue(ok(settled(65)));
    const { user } = await show();
    await give(user, "openai", 60);
    await openReview(user);
    await user.click(screen.getByRole("button", { name: /Apply changes/ }));
    expect((await screen.findAllByText(/openai has 65 % instead of 60 %/)).length).toBeGreaterThan(0);
  });

  test("an update that fails leaves the old split and the draft, and names the reason", async () => {
    fake.endpointsWatch.mockResolvedValue(
      ok(settled(70, { state: "readyUpdateFailed", reason: "The key of claude was refused." })),
    );
    const { user } = await show();
    await give(user, "openai", 60);
    await openReview(user);
    await user.click(screen.getByRole("button", { name: /Apply changes/ }));
    expect(
      await screen.findByText("Databricks could not roll this out. The key of claude was refused."),
    ).toBeTruthy();
    expect(screen.getByText("The old split keeps answering. The draft is kept.")).toBeTruthy();
    expect(fake.trafficDraftDiscard).not.toHaveBeenCalled();
  });

  test("a change made elsewhere stops before writing, keeps the draft and offers to read again", async () => {
    fake.trafficApply.mockResolvedValue(
      fails(
        sampleFailure({
          kind: "conflict",
          title: "Somebody else changed this endpoint",
          next: { kind: "reload", label: "Read again" },
        }),
      ),
    );
    const { user, asked } = await show();
    await give(user, "openai", 60);
    await openReview(user);
    await user.click(screen.getByRole("button", { name: /Apply changes/ }));
    expect(await screen.findByText("Somebody else changed this endpoint")).toBeTruthy();
    expect(screen.getByText("Nothing is live yet. The draft is kept.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Read again" }));
    expect(asked).toHaveBeenCalledWith({ queryKey: ["endpoints"] });
    expect(shareOf("openai").value).toBe("60");
    expect(fake.trafficDraftDiscard).not.toHaveBeenCalled();
  });

  test("when the roll-out can no longer be watched, it looks again without writing twice", async () => {
    fake.endpointsWatch.mockResolvedValueOnce(fails(sampleFailure({ kind: "offline", title: "No network" })));
    fake.endpointsWatch.mockResolvedValueOnce(ok(settled(60)));
    const { user } = await show();
    await give(user, "openai", 60);
    await openReview(user);
    await user.click(screen.getByRole("button", { name: /Apply changes/ }));
    await user.click(await screen.findByRole("button", { name: "Look again" }));
    expect(await screen.findByText("Version 15 is live.")).toBeTruthy();
    expect(fake.trafficApply).toHaveBeenCalledTimes(1);
  });

  test("in production a move of more than 25 points asks for the endpoint's name", async () => {
    fake.endpointsWatch.mockResolvedValue(ok(settled(40)));
    const { user } = await show(endpoint, production);
    await give(user, "openai", 40);
    await openReview(user);
    await user.click(screen.getByRole("button", { name: /Apply changes/ }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Move 30 points" }));
    expect(fake.trafficApply).not.toHaveBeenCalled();
    await user.type(within(dialog).getByRole("textbox"), "support-chat");
    await user.click(within(dialog).getByRole("button", { name: "Move 30 points" }));
    expect(await screen.findByText("Version 15 is live.")).toBeTruthy();
    expect(fake.trafficApply).toHaveBeenCalledTimes(1);
  });

  test("a problem that blocks keeps Apply closed with the problem as its reason", async () => {
    fake.trafficReview.mockResolvedValue(
      ok({
        before: [],
        after: [],
        pointsMoved: 0,
        sentence: "",
        calls,
        problems: [{ path: "shares", message: "claude has no key.", blocks: true }],
      }),
    );
    const { user } = await show();
    await give(user, "openai", 60);
    await openReview(user);
    const apply = screen.getByRole("button", { name: /Apply changes/ });
    expect(apply.getAttribute("aria-disabled")).toBe("true");
    await user.click(apply);
    expect(fake.trafficApply).not.toHaveBeenCalled();
  });

  test("draft and review have no accessibility problems", async () => {
    const { user, container } = await show();
    await give(user, "openai", 60);
    await expectNoAxeProblems(container);
    await openReview(user);
    await expectNoAxeProblems(container);
  });
});

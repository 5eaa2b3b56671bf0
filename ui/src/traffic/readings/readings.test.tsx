import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Bench, BenchRow, Drill, Observed } from "../../ipc/bindings";
import { fails, fake, ok, sampleFailure, sandbox } from "../../ipc/testing";
import { expectNoAxeProblems } from "../../kit/axe";
import { draftOf, endpoint, heard, later, showTab } from "../testing";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());
vi.mock("../../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onMessage }) }));

const never = () => new Promise<never>(() => undefined);
const card = (name: string) => within(screen.getByRole("region", { name }));

beforeEach(() => {
  fake.trafficObserveCost.mockImplementation(async (_, calls) =>
    ok({ calls, sentence: `${calls} calls of one token each.` }),
  );
  fake.trafficDrills.mockResolvedValue(ok([]));
  fake.trafficResults.mockResolvedValue(ok({ observed: null, observedAt: null, bench: null, benchAt: null }));
});

const observed = (more: Partial<Observed> = {}): Observed => ({
  calls: 100,
  done: 100,
  failed: 2,
  unnamed: 0,
  counts: [
    { entity: "openai", configured: 70, count: 67, failed: 0, observed: 68.4, low: 58.2, high: 76.9 },
    { entity: "claude", configured: 30, count: 31, failed: 0, observed: 31.6, low: 23.1, high: 41.8 },
  ],
  sentence: "100 calls can tell shares apart by about 9 points.",
  verdict: "fits",
  explanation: null,
  ended: true,
  ...more,
});

describe("the observed split", () => {
  test("says count and cost before, sends only when and shows the result as words, table and column", async () => {
    fake.trafficObserve.mockResolvedValue(ok(observed()));
    const { user, container } = await showTab(sandbox);
    const here = card("Observed split");
    expect(await here.findByText("100 calls of one token each.")).toBeTruthy();
    await user.click(here.getByRole("radio", { name: "50" }));
    expect(await here.findByText("50 calls of one token each.")).toBeTruthy();
    expect(fake.trafficObserve).not.toHaveBeenCalled();
    await user.click(here.getByRole("button", { name: "Send 50 calls" }));
    expect(fake.trafficObserve.mock.calls[0]?.slice(0, 2)).toEqual(["support-chat", 50]);
    expect(await here.findByText("Agrees with the live split.")).toBeTruthy();
    expect(here.getByText(/100 calls can tell shares apart by about 9 points\./)).toBeTruthy();
    const twin = here.getByRole("table", { name: "Configured against observed shares" });
    expect(within(twin).getByRole("row", { name: "openai 70 % 68 % 58 to 77 %" })).toBeTruthy();
    const split = screen.getByRole("table", { name: "Shares and fallback order" });
    expect(within(split).getByRole("columnheader", { name: "Last observed" })).toBeTruthy();
    expect(within(split).getByText("58–77")).toBeTruthy();
    await expectNoAxeProblems(container);
  });

  test("shows what an earlier run of the app counted, with its time, and where calls failed", async () => {
    const counts = observed().counts.map((count, at) => ({ ...count, failed: at === 0 ? 2 : 0 }));
    const results = {
      observed: observed({ counts }),
      observedAt: Date.now() - 86_400_000,
      bench: null,
      benchAt: null,
    };
    fake.trafficResults.mockResolvedValue(ok(results));
    const { container } = await showTab(sandbox);
    const here = card("Observed split");
    expect(await here.findByText("Agrees with the live split.")).toBeTruthy();
    expect(here.getByText(/100 calls,/).textContent).toContain("yesterday");
    expect(here.getByRole("button", { name: "Check again" })).toBeTruthy();
    const twin = here.getByRole("table", { name: "Configured against observed shares" });
    expect(within(twin).getByRole("row", { name: "openai 70 % 68 % 58 to 77 % 2" })).toBeTruthy();
    expect(fake.trafficObserve).not.toHaveBeenCalled();
    await expectNoAxeProblems(container);
  });

  test("a count of before the split was changed says so and claims nothing of the live one", async () => {
    const counts = observed().counts.map((count, at) => ({ ...count, configured: at === 0 ? 90 : 10 }));
    fake.trafficResults.mockResolvedValue(
      ok({ observed: observed({ counts }), observedAt: Date.now() - 86_400_000, bench: null, benchAt: null }),
    );
    await showTab(sandbox);
    const here = card("Observed split");
    expect(
      await here.findByText("Agreed with the split of that time, which has changed since."),
    ).toBeTruthy();
    expect(here.queryByText(/live split/)).toBeNull();
  });

  test("can be stopped, and a run that fails keeps what it counted", async () => {
    fake.trafficObserve.mockImplementation(never);
    fake.trafficObserveStop.mockResolvedValue(ok(null));
    const { user } = await showTab(sandbox);
    const here = card("Observed split");
    await user.click(here.getByRole("button", { name: "Send 100 calls" }));
    heard(fake.trafficObserve, observed({ done: 37, verdict: "tooFew" }));
    expect(await here.findByText("37 of 100 calls")).toBeTruthy();
    await user.click(here.getByRole("button", { name: "Stop" }));
    expect(fake.trafficObserveStop).toHaveBeenCalledWith(fake.trafficObserve.mock.calls[0]?.[2]);
  });

  test("checking again shows count and cost once more before it sends", async () => {
    fake.trafficObserve.mockResolvedValue(ok(observed({ verdict: "differs" })));
    const { user } = await showTab(sandbox);
    const here = card("Observed split");
    await user.click(here.getByRole("button", { name: "Send 100 calls" }));
    expect(await here.findByText("Differs from the live split.")).toBeTruthy();
    await user.click(here.getByRole("button", { name: "Check again" }));
    expect(await here.findByText("100 calls of one token each.")).toBeTruthy();
    expect(fake.trafficObserve).toHaveBeenCalledTimes(1);
    await user.click(here.getByRole("button", { name: "Keep the last result" }));
    expect(here.getByText("Differs from the live split.")).toBeTruthy();
  });

  test("goes on when the page is left and is there on the way back", async () => {
    fake.trafficObserve.mockImplementation(never);
    const { user, client } = await showTab(sandbox);
    await user.click(card("Observed split").getByRole("button", { name: "Send 100 calls" }));
    const key = ["traffic", "observed", "sandbox", "support-chat"];
    expect(client.getQueryData(key)).toMatchObject({ running: true });
    heard(fake.trafficObserve, observed({ done: 60 }));
    expect(client.getQueryData(key)).toMatchObject({ news: { done: 60 } });
  });
});

const row = (entity: string, more: Partial<BenchRow> = {}): BenchRow => ({
  entity,
  state: "ok",
  servedBy: entity,
  firstWordMs: 420,
  totalMs: 910,
  tokens: 14,
  explanation: null,
  ...more,
});
const bench: Bench = {
  endpoint: "support-chat",
  rows: [
    row("openai"),
    row("claude", { state: "failed", explanation: sampleFailure().explanation, servedBy: null }),
  ],
  readiness: { score: 40, lines: [{ ok: false, text: "claude could not step in." }] },
};

describe("the bench", () => {
  test("says who works and why not, how ready the fallback is, and marks the broken rescue", async () => {
    fake.trafficBench.mockResolvedValue(ok(bench));
    const { user, container } = await showTab(sandbox);
    const here = card("Every entity, called directly");
    expect(here.getByText(/It sends 2 short calls at the same time/)).toBeTruthy();
    await user.click(here.getByRole("button", { name: "Call every entity" }));
    expect(await here.findByRole("row", { name: "works openai 420 ms 910 ms 14" })).toBeTruthy();
    expect(here.getByRole("row", { name: "failed claude Cohere refused the key" })).toBeTruthy();
    expect(here.getByText("claude could not step in.")).toBeTruthy();
    const split = screen.getByRole("table", { name: "Shares and fallback order" });
    expect(within(split).getByText("Works, 0.4 s")).toBeTruthy();
    expect(card("Fallback").getByText("claude does not work at present, so it rescues nobody.")).toBeTruthy();
    await expectNoAxeProblems(container);
  });

  test("warns in the review when an entity that did not answer is to get more requests", async () => {
    fake.trafficBench.mockResolvedValue(ok(bench));
    fake.trafficDraftGet.mockResolvedValue(ok(draftOf(50)));
    const { user } = await showTab(sandbox);
    await user.click(screen.getByRole("button", { name: "Call every entity" }));
    await screen.findByText("claude could not step in.");
    await user.click(screen.getByRole("button", { name: /Review changes/ }));
    expect(
      await screen.findByText(
        "claude gets more requests, but it did not answer when it was called last: Cohere refused the key.",
      ),
    ).toBeTruthy();
  });

  test("can be stopped while it runs", async () => {
    fake.trafficBench.mockImplementation(never);
    fake.trafficBenchStop.mockResolvedValue(ok(null));
    const { user } = await showTab(sandbox);
    const here = card("Every entity, called directly");
    await user.click(here.getByRole("button", { name: "Call every entity" }));
    heard(fake.trafficBench, { ...bench, rows: [row("openai", { state: "running" })], readiness: null });
    await user.click(await here.findByRole("button", { name: "Stop" }));
    expect(fake.trafficBenchStop).toHaveBeenCalledWith(fake.trafficBench.mock.calls[0]?.[1]);
  });

  test("that could not begin says why", async () => {
    fake.trafficBench.mockResolvedValue(fails(sampleFailure({ title: "You may not query this" })));
    const { user } = await showTab(sandbox);
    await user.click(screen.getByRole("button", { name: "Call every entity" }));
    expect(await screen.findByText("You may not query this")).toBeTruthy();
  });
});

const drill = (more: Partial<Drill> = {}): Drill => ({
  id: "d1",
  endpoint: "support-chat",
  clone: "support-chat-drill-3fa1",
  state: "calling",
  steps: [
    {
      kind: "call",
      title: "One call",
      state: "running",
      explanation: null,
      milliseconds: null,
    },
  ],
  failing: "openai",
  expected: "claude",
  answeredBy: null,
  sentence: "",
  explanation: null,
  startedAt: 1,
  ...more,
});

describe("the failover drill", () => {
  test("shows its steps while it runs and says who answered", async () => {
    const over = later<ReturnType<typeof ok<Drill>>>();
    fake.trafficDrillBegin.mockReturnValue(over.promise);
    const { user } = await showTab(sandbox);
    const here = card("Fallback");
    await user.click(here.getByRole("button", { name: "Run a drill" }));
    heard(fake.trafficDrillBegin, drill());
    expect(await here.findByText("One call")).toBeTruthy();
    fake.trafficDrillRemove.mockResolvedValue(ok(null));
    await user.click(here.getByRole("button", { name: "Stop and remove the copy" }));
    expect(fake.trafficDrillRemove).toHaveBeenCalledWith("d1");
    over.resolve(ok(drill({ state: "done", answeredBy: "claude", sentence: "claude stepped in." })));
    expect(await here.findByText("claude stepped in.")).toBeTruthy();
    expect(here.queryByText("One call")).toBeNull();
  });

  test("a copy left behind is offered for removal", async () => {
    fake.trafficDrills.mockResolvedValueOnce(ok([drill({ state: "leftover" })]));
    fake.trafficDrillRemove.mockResolvedValue(ok(null));
    const { user, container } = await showTab(sandbox);
    await user.click(await screen.findByRole("button", { name: "Remove the copy" }));
    expect(fake.trafficDrillRemove).toHaveBeenCalledWith("d1");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Remove the copy" })).toBeNull());
    await expectNoAxeProblems(container);
  });

  test("is closed with the reason while fallback is off", async () => {
    await showTab(sandbox, { ...endpoint, fallback: false });
    expect(screen.getByText("Fallback is off, so nobody would step in.")).toBeTruthy();
  });
});

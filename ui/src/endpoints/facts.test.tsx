// The cards of what is known of an endpoint besides its settings.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { HistoryCard } from "./HistoryCard";
import { MetricsCard } from "./MetricsCard";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

test("the last minute is shown in figures, with failures set apart", async () => {
  fake.endpointsMetrics.mockResolvedValue(
    ok({
      readAt: Date.now(),
      lines: [
        { name: "request_count_total", labels: [], value: 1_204 },
        { name: "request_5xx_count_total", labels: [], value: 3 },
        { name: "cpu_usage_percentage", labels: [], value: 12.5 },
      ],
    }),
  );
  const { container } = await renderPage(<MetricsCard name="chat" />);
  expect(await screen.findByText("1,204")).toBeTruthy();
  expect(screen.getByText("3").closest("[data-bad]")).toBeTruthy();
  expect(screen.getAllByText("not counted").length).toBe(1);
  await userEvent.click(screen.getByRole("button", { name: "Show 1 more" }));
  expect(screen.getByText("cpu usage percentage")).toBeTruthy();
  await expectNoAxeProblems(container);
});

test("nothing counted is normal and said so; a refusal says what happened and can be tried again", async () => {
  fake.endpointsMetrics.mockResolvedValueOnce(ok({ readAt: Date.now(), lines: [] }));
  const { unmount } = await renderPage(<MetricsCard name="quiet" />);
  expect(await screen.findByText(/normal for an endpoint nobody calls/)).toBeTruthy();
  unmount();
  fake.endpointsMetrics.mockResolvedValue(fails(sampleFailure({ title: "You may not see its counts" })));
  await renderPage(<MetricsCard name="other" />);
  expect(await screen.findByText("You may not see its counts")).toBeTruthy();
});

test("states seen are listed with their reasons, the latest first, and none is said in words", async () => {
  fake.endpointsHistory.mockResolvedValueOnce(
    ok([
      { at: Date.now() - 60_000, state: "ready", reason: null },
      { at: Date.now() - 120_000, state: "readyUpdateFailed", reason: "Missing key `llm-keys/eu`" },
    ]),
  );
  const { container, unmount } = await renderPage(<HistoryCard name="chat" />);
  const lines = await screen.findAllByRole("listitem");
  expect(lines.map((line) => line.textContent?.includes("llm-keys/eu"))).toEqual([false, true]);
  await expectNoAxeProblems(container);
  unmount();
  fake.endpointsHistory.mockResolvedValue(ok([]));
  await renderPage(<HistoryCard name="other" />);
  expect(await screen.findByText(/^No change seen yet/)).toBeTruthy();
});

// The doctor: lines as they come, who can fix what, the next step, stopping, and the report for the clipboard.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { DoctorLine, DoctorReport } from "../ipc/bindings";
import { fails, fake, ok, production, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { DoctorPanel } from "./DoctorPanel";
import { countWords, withLine } from "./examine";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onmessage: unknown) => ({ onmessage }) }));

const line = (change: Partial<DoctorLine>): DoctorLine => ({
  check: "name",
  state: "ok",
  title: "The name has an address",
  detail: "",
  whoCanFix: null,
  next: null,
  milliseconds: 14,
  ...change,
});
const broken = line({
  check: "tls",
  state: "failed",
  title: "The certificate is not trusted",
  whoCanFix: "Your company's IT.",
  next: { kind: "openSettings", label: "Open settings" },
});

type Told = { onmessage: (line: DoctorLine) => void };
let tell: (line: DoctorLine) => void;
let finish: (report: DoctorReport) => void;

beforeEach(() => {
  fake.doctorStop.mockResolvedValue(ok(null));
  fake.doctorRun.mockImplementation((_, __, told) => {
    tell = (told as unknown as Told).onmessage;
    return new Promise((done) => {
      finish = (report) => done(ok(report));
    });
  });
});

const target = { kind: "workspace", id: production.id } as const;

async function open() {
  const view = await renderPage(<DoctorPanel target={target} />, { workspace: production });
  await screen.findByRole("dialog", { name: "Connection doctor" });
  await waitFor(() => expect(fake.doctorRun).toHaveBeenCalled());
  return view;
}

test("shows each line as it comes, and the verdict at the end", async () => {
  await open();
  act(() => tell(line({ state: "running", milliseconds: null })));
  expect(await screen.findByRole("img", { name: "being checked" })).toBeTruthy();
  act(() => tell(line({})));
  act(() => tell(broken));
  expect(screen.getByRole("img", { name: "fine" })).toBeTruthy();
  expect(screen.getByText(/Your company's IT/)).toBeTruthy();
  await act(async () => finish({ lines: [line({}), broken], text: "report", verdict: "The certificate." }));
  expect((await screen.findAllByText("The certificate.")).length).toBeGreaterThan(0);
  expect(screen.getByText(/1 fine, 1 to look at/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Copy this report" })).toBeTruthy();
  await expectNoAxeProblems(document.body);
});

test("the next step of a line leads there", async () => {
  const { router } = await open();
  act(() => tell(broken));
  await userEvent.click(await screen.findByRole("button", { name: "Open settings" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/settings"));
});

test("can be stopped, and leaving stops it", async () => {
  const { unmount } = await open();
  const run = fake.doctorRun.mock.calls[0]?.[1];
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  expect(fake.doctorStop).toHaveBeenCalledWith(run);
  await userEvent.click(await screen.findByRole("button", { name: "Check again" }));
  unmount();
  expect(fake.doctorStop).toHaveBeenLastCalledWith(fake.doctorRun.mock.calls[1]?.[1]);
});

test("an examination that could not begin is explained", async () => {
  fake.doctorRun.mockResolvedValue(fails(sampleFailure({ title: "The keychain is locked" })));
  await open();
  expect(await screen.findByText("The keychain is locked")).toBeTruthy();
});

test("a line takes the place of the one of its check", () => {
  const lines = withLine([line({ state: "running" }), broken], line({}));
  expect(lines.map((one) => [one.check, one.state])).toEqual([
    ["name", "ok"],
    ["tls", "failed"],
  ]);
  expect(countWords([line({ state: "skipped" })])).toBe("0 fine, 1 not tried");
});

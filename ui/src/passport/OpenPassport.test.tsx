import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { PassportRead } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure, sandbox } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { OpenPassport } from "./OpenPassport";
import { samplePassport } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const HOST = "https://dbc-1.cloud.databricks.com";
const onClose = vi.fn();
const show = () => renderPage(<OpenPassport open onClose={onClose} />);
const place = () => screen.getByRole("textbox", { name: "The passport's text" });
const paste = () => fireEvent.change(place(), { target: { value: "{a passport}" } });

function leadsTo(workspace: string | null, host = "sandbox"): void {
  const read: PassportRead = { passport: samplePassport({ host }), workspace, problems: [] };
  fake.passportRead.mockResolvedValue(ok(read));
  fake.passportOpen.mockResolvedValue(ok({ workspace, host, endpoint: "support-chat", entity: null }));
}

beforeEach(() => {
  onClose.mockReset();
  leadsTo(sandbox.id);
});

test("shows what it holds, as text, and leads to the chat with the endpoint", async () => {
  const hostile = samplePassport({ title: '<img src="x">' });
  fake.passportRead.mockResolvedValue(ok({ passport: hostile, workspace: sandbox.id, problems: [] }));
  const { router } = await show();
  paste();
  const held = await screen.findByRole("region", { name: "What it holds" });
  expect(held.textContent).toContain('<img src="x">');
  expect(held.querySelector("img, a")).toBeNull();
  await expectNoAxeProblems(document.body);
  expect(fake.passportOpen).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Open the chat" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/chat"));
  expect(router.state.location.search).toEqual({ endpoint: "support-chat" });
  expect(onClose).toHaveBeenCalled();
});

test("an address that is not connected is warned of, and leads to connecting it", async () => {
  leadsTo(null, HOST);
  const { router } = await show();
  paste();
  expect(await screen.findByText(/No connected workspace has this address/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Connect this workspace" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/connect"));
  expect(router.state.location.search).toEqual({ host: HOST });
});

test("another connected workspace is switched to first", async () => {
  leadsTo("w2", HOST);
  const other = { ...sandbox, id: "w2", name: "Staging", host: HOST };
  fake.workspacesSwitch.mockResolvedValue(ok(other));
  const { router, queryClient } = await show();
  queryClient.setQueryData(["workspaces", "list"], { current: sandbox.id, workspaces: [sandbox, other] });
  paste();
  await userEvent.click(await screen.findByRole("button", { name: "Switch to Staging and open the chat" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/chat"));
  expect(fake.workspacesSwitch).toHaveBeenCalledWith("w2");
});

test("what is no passport is said at the text, and there is no way on", async () => {
  const problems = [
    "This is no passport, or not all of one. Choose the file you were sent, or paste all of its text.",
  ];
  fake.passportRead.mockResolvedValue(ok({ passport: null, workspace: null, problems }));
  await show();
  paste();
  expect(await screen.findByText(/This is no passport/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Open the chat" }));
  expect(fake.passportOpen).not.toHaveBeenCalled();
});

test("a dropped file is read, one that is too large is not", async () => {
  await show();
  const drop = (file: File) => fireEvent.drop(place(), { dataTransfer: { files: [file] } });
  drop(new File(["x".repeat(262_145)], "film.json"));
  expect(await screen.findByText(/film.json is too large/)).toBeTruthy();
  drop(new File(["{a passport}"], "support.gatewright.json"));
  await waitFor(() => expect(fake.passportRead).toHaveBeenCalledWith("{a passport}"));
  expect(fake.passportRead).toHaveBeenCalledTimes(1);
});

test("a passport that cannot be opened leaves the dialog open and says why", async () => {
  fake.passportOpen.mockResolvedValue(fails(sampleFailure({ title: "The local database refused" })));
  await show();
  paste();
  await screen.findByRole("region", { name: "What it holds" });
  await userEvent.click(screen.getByRole("button", { name: "Open the chat" }));
  expect(await screen.findByText(/The local database refused/)).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
});

// Settings: theme, keychain, files, and taking a workspace away.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { appInfo, fails, fake, ok, production, sampleFailure, sandbox } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { workspaceKeys } from "../shell/current";
import { renderPage } from "../shell/testing";
import { Page } from "./Page";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

async function open() {
  const view = await renderPage(<Page />, { path: "/settings", workspace: production });
  view.queryClient.setQueryData(workspaceKeys.list, {
    current: production.id,
    workspaces: [production, sandbox],
  });
  await screen.findByText(appInfo.dataFolder);
  return view;
}

test("is accessible", async () => {
  const { container } = await open();
  await expectNoAxeProblems(container);
});

test("shows where data and log are", async () => {
  await open();
  expect(screen.getByText(appInfo.dataFolder)).toBeTruthy();
  expect(screen.getByText(appInfo.logFile)).toBeTruthy();
});

test("draws a chosen theme at once and keeps it", async () => {
  fake.appSaveSettings.mockImplementation(async (settings) => ok(settings));
  await open();
  await userEvent.click(screen.getByRole("radio", { name: "Dark" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(fake.appSaveSettings).toHaveBeenCalledWith({ theme: "dark" });
  await waitFor(() =>
    expect(screen.getByRole("radio", { name: "Dark" })).toHaveProperty("checked", true),
  );
});

test("takes a theme back that could not be kept, and says so", async () => {
  fake.appSaveSettings.mockResolvedValue(
    fails(sampleFailure({ title: "The settings could not be written" })),
  );
  await open();
  await userEvent.click(screen.getByRole("radio", { name: "Light" }));
  expect((await screen.findAllByText("The settings could not be written")).length).toBeGreaterThan(0);
  expect(document.documentElement.dataset.theme).toBeUndefined();
});

test("removes a workspace only after its name was typed", async () => {
  fake.workspacesRemove.mockResolvedValue(ok({ current: "sandbox", workspaces: [sandbox] }));
  const { queryClient } = await open();
  queryClient.setQueryData(["endpoints", "one", "chat-a"], {});
  await userEvent.click(screen.getByRole("button", { name: "Remove logistics-prod" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove workspace" }));
  expect(fake.workspacesRemove).not.toHaveBeenCalled();
  await userEvent.type(within(dialog).getByRole("textbox"), "logistics-prod");
  await userEvent.click(within(dialog).getByRole("button", { name: "Remove workspace" }));
  await waitFor(() => expect(screen.queryByText(production.host, { exact: false })).toBeNull());
  expect(queryClient.getQueryData(["endpoints", "one", "chat-a"])).toBeUndefined();
});

test("a workspace that cannot be removed stays, with the reason", async () => {
  fake.workspacesRemove.mockResolvedValue(fails(sampleFailure({ title: "The keychain is locked" })));
  await open();
  await userEvent.click(screen.getByRole("button", { name: "Remove logistics-prod" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByRole("textbox"), "logistics-prod{Enter}");
  expect(await within(dialog).findByText("The keychain is locked")).toBeTruthy();
});

test("the sandbox cannot be removed", async () => {
  await open();
  expect(screen.queryByRole("button", { name: "Remove Sandbox" })).toBeNull();
});

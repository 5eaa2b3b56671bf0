// Settings: theme, keychain, files, and taking a workspace away.
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { appInfo, fails, fake, ok, production, sampleFailure, sandbox } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { appKeys, workspaceKeys } from "../shell/current";
import { renderPage } from "../shell/testing";
import { Page } from "./Page";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

beforeEach(() => {
  fake.appInfo.mockResolvedValue(ok(appInfo));
  fake.appKeptData.mockResolvedValue(ok({ drafts: 2, conversations: 0, workspaces: 1 }));
});

async function openMenu() {
  await userEvent.click(screen.getByRole("button", { name: "More about logistics-prod" }));
}

async function askRemoval() {
  await openMenu();
  await userEvent.click(await screen.findByRole("menuitem", { name: "Remove" }));
}

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
  fake.appSaveSettings.mockImplementation(async () => ok({ ...appInfo.settings, theme: "dark" as const }));
  await open();
  await userEvent.click(screen.getByRole("radio", { name: "Dark" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(fake.appSaveSettings).toHaveBeenCalledWith({ theme: "dark" });
  await waitFor(() => expect(screen.getByRole("radio", { name: "Dark" })).toHaveProperty("checked", true));
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
  await askRemoval();
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
  await askRemoval();
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByRole("textbox"), "logistics-prod{Enter}");
  expect(await within(dialog).findByText("The keychain is locked")).toBeTruthy();
});

test("the sandbox cannot be removed", async () => {
  await open();
  await userEvent.click(screen.getByRole("button", { name: "More about Sandbox" }));
  await screen.findByRole("menuitem", { name: "Check the connection" });
  expect(screen.queryByRole("menuitem", { name: "Remove" })).toBeNull();
});

test("text size and motion are drawn at once and kept", async () => {
  fake.appSaveSettings.mockImplementation(async (change) =>
    ok({
      ...appInfo.settings,
      ...(change.textSize ? { textSize: change.textSize } : {}),
      ...(change.motion ? { motion: change.motion } : {}),
    }),
  );
  await open();
  await userEvent.click(screen.getByRole("radio", { name: "Larger" }));
  expect(document.documentElement.dataset.textSize).toBe("larger");
  await userEvent.click(screen.getByRole("radio", { name: "Reduced" }));
  expect(document.documentElement.dataset.motion).toBe("reduced");
  expect(fake.appSaveSettings).toHaveBeenCalledWith({ textSize: "larger" });
  expect(fake.appSaveSettings).toHaveBeenCalledWith({ motion: "reduced" });
});

test("a proxy is kept on leaving its field, and a refusal is said below it with what was typed", async () => {
  fake.appSaveSettings.mockResolvedValue(
    fails(
      sampleFailure({
        kind: "invalid",
        fields: [{ path: "proxy", message: "A proxy with a password cannot be kept.", blocks: true }],
      }),
    ),
  );
  await open();
  const field = screen.getByRole("textbox", { name: /^Proxy/ });
  await userEvent.type(field, "http://me:pw@proxy:8080");
  await userEvent.tab();
  expect(await screen.findByText("A proxy with a password cannot be kept.")).toBeTruthy();
  expect(field).toHaveProperty("value", "http://me:pw@proxy:8080");
  expect(fake.appSaveSettings).toHaveBeenCalledWith({ proxy: "http://me:pw@proxy:8080" });
});

test("a certificate file that cannot be used says why", async () => {
  const { queryClient } = await open();
  act(() => {
    queryClient.setQueryData(appKeys.info, {
      ...appInfo,
      settings: { ...appInfo.settings, caFile: "/tmp/none.pem" },
      caProblem: "There is no such file.",
    });
  });
  expect(await screen.findByText("There is no such file.")).toBeTruthy();
});

test("a workspace gets another name, colour and mark", async () => {
  fake.workspacesSave.mockResolvedValue(ok({ ...production, name: "logistics", color: "moss" }));
  await open();
  await openMenu();
  await userEvent.click(await screen.findByRole("menuitem", { name: "Rename, colour and mark" }));
  const dialog = await screen.findByRole("dialog");
  await expectNoAxeProblems(dialog);
  const name = within(dialog).getByRole("textbox", { name: "Name" });
  await userEvent.clear(name);
  await userEvent.type(name, "logistics");
  await userEvent.click(within(dialog).getByRole("radio", { name: "Moss" }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
  expect(await screen.findByText("logistics")).toBeTruthy();
  expect(fake.workspacesSave).toHaveBeenCalledWith(production.id, {
    name: "logistics",
    color: "moss",
    environment: "production",
  });
});

test("everything is cleared only after the word was typed; what is empty cannot be cleared", async () => {
  fake.appClearData.mockResolvedValue(ok(null));
  await open();
  expect(
    await screen.findByRole("button", {
      name: "Clear conversations",
      description: "There are no conversations on this computer.",
    }),
  ).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Clear everything" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByRole("textbox"), "every{Enter}");
  expect(fake.appClearData).not.toHaveBeenCalled();
  await userEvent.type(within(dialog).getByRole("textbox"), "thing{Enter}");
  await waitFor(() => expect(fake.appClearData).toHaveBeenCalledWith("everything"));
});

test("a locked keychain can be unlocked from here", async () => {
  const locked = { state: "locked" as const, store: "Secret Service", message: "The keychain is locked." };
  fake.appUnlockKeychain.mockResolvedValue(ok({ ...locked, state: "ok", message: "It is open." }));
  const { queryClient } = await open();
  act(() => queryClient.setQueryData(appKeys.info, { ...appInfo, keychain: locked }));
  await userEvent.click(await screen.findByRole("button", { name: "Unlock" }));
  await screen.findByText("It is open.");
  expect(screen.queryByRole("button", { name: "Unlock" })).toBeNull();
});

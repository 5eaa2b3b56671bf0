// The frame: what it says of the workspace, the banner of the place, switching, the keys that work everywhere.
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Workspace, WorkspaceList } from "../ipc/bindings";
import { appInfo, fake, ok, production, sandbox } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { appKeys, numbered } from "./current";
import { Frame } from "./Frame";
import { markSignedOut, signInSettled } from "./session";
import { renderPage } from "./testing";
import { tileLetters, whereItIs } from "./workspaceWords";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const frame = (
  current: Workspace,
  list: WorkspaceList = { current: current.id, workspaces: [production, sandbox] },
) => (
  <Frame list={list} current={current}>
    <h1>Page</h1>
  </Frame>
);

beforeEach(() => {
  fake.appInfo.mockResolvedValue(ok(appInfo));
  fake.passportWaiting.mockResolvedValue(ok(null));
  fake.workspacesList.mockResolvedValue(ok({ current: "sandbox", workspaces: [production, sandbox] }));
});
afterEach(() => act(() => signInSettled()));

describe("frame", () => {
  test("is accessible, with the switcher open too", async () => {
    await renderPage(frame(sandbox));
    await screen.findByRole("heading", { name: "Page" });
    await expectNoAxeProblems(document.body);
    await userEvent.click(screen.getByRole("button", { name: /Switch workspace/ }));
    expect(await screen.findByRole("menuitem", { name: /logistics-prod/ })).toBeTruthy();
    await expectNoAxeProblems(document.body);
  });

  test("lists only the places this version has", async () => {
    await renderPage(frame(sandbox));
    await screen.findByRole("heading", { name: "Page" });
    expect(screen.getAllByRole("link").map((link) => link.getAttribute("title"))).toEqual([
      "Endpoints",
      "Secrets",
      "Activity",
      "Chat",
      "Compare",
      "Completions",
      "Embeddings",
      "History",
      "Prompts",
      "Settings",
    ]);
    expect(screen.getByRole("link", { name: /Endpoints/ }).getAttribute("aria-current")).toBe("page");
  });

  test("says that this is the sandbox, and can set it back", async () => {
    fake.workspacesResetSandbox.mockResolvedValue(ok(null));
    const { queryClient } = await renderPage(frame(sandbox));
    queryClient.setQueryData(["endpoints", "one", "chat-a"], {});
    expect(await screen.findByText("You are in the sandbox.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Reset" }));
    expect(fake.workspacesResetSandbox).not.toHaveBeenCalled();
    await userEvent.click(await screen.findByRole("button", { name: "Reset the sandbox" }));
    await waitFor(() => expect(queryClient.getQueryData(["endpoints", "one", "chat-a"])).toBeUndefined());
    expect((await screen.findAllByText("The sandbox is as it was at first")).length).toBeGreaterThan(0);
  });

  test("a lost sign-in is the banner, and leads to the dialog's question", async () => {
    await renderPage(frame(production), { workspace: production });
    await screen.findByRole("heading", { name: "Page" });
    act(() => markSignedOut());
    expect(await screen.findByText("Your sign-in to logistics-prod no longer works.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Sign in again" })).toBeTruthy();
    expect(screen.getByText(/Signed out of adb-5938204771830264/)).toBeTruthy();
  });

  test("says when a sign-in lasts only until the app is closed", async () => {
    const session: Workspace = { ...production, credential: "sessionOnly" };
    await renderPage(frame(session, { current: session.id, workspaces: [session, sandbox] }), {
      workspace: session,
    });
    expect(await screen.findByText("Signed in until you close Gatewright")).toBeTruthy();
  });

  test("tells of a keychain that does not answer", async () => {
    const { queryClient } = await renderPage(frame(sandbox));
    await screen.findByRole("heading", { name: "Page" });
    act(() => {
      queryClient.setQueryData(appKeys.info, {
        ...appInfo,
        keychain: { ...appInfo.keychain, state: "notAnswering" },
      });
    });
    expect(await screen.findByText("Keychain does not answer")).toBeTruthy();
  });

  test("shows what happened while starting until it is understood", async () => {
    fake.appDismissNotice.mockResolvedValue(ok(null));
    const { queryClient } = await renderPage(frame(sandbox));
    await screen.findByRole("heading", { name: "Page" });
    act(() => {
      queryClient.setQueryData(appKeys.info, {
        ...appInfo,
        notices: [{ id: "db", title: "The data was set aside.", detail: "A new file was begun." }],
      });
    });
    expect(await screen.findByText("The data was set aside.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Understood" }));
    expect(await screen.findByText("You are in the sandbox.")).toBeTruthy();
    expect(fake.appDismissNotice).toHaveBeenCalledWith("db");
  });

  test("counts running updates from what the pages know", async () => {
    const { queryClient } = await renderPage(frame(sandbox));
    await screen.findByRole("heading", { name: "Page" });
    act(() => {
      queryClient.setQueryData(["endpoints", "one", "chat-a"], { name: "chat-a", state: "updating" });
    });
    expect(await screen.findByRole("link", { name: /chat-a is updating/ })).toBeTruthy();
  });

  test("switches with Ctrl and the workspace's number, forgetting what was known of the old one", async () => {
    fake.workspacesSwitch.mockResolvedValue(ok(production));
    const { queryClient, router } = await renderPage(frame(sandbox), { path: "/chat" });
    await screen.findByRole("heading", { name: "Page" });
    queryClient.setQueryData(["endpoints", "one", "chat-a"], {});
    fireEvent.keyDown(document.body, { key: "1", ctrlKey: true });
    await waitFor(() => expect(router.state.location.pathname).toBe("/endpoints"));
    expect(fake.workspacesSwitch).toHaveBeenCalledWith(production.id);
    expect(queryClient.getQueryData(["endpoints", "one", "chat-a"])).toBeUndefined();
  });

  test("goes to places by keys", async () => {
    const { router } = await renderPage(frame(sandbox));
    await screen.findByRole("heading", { name: "Page" });
    fireEvent.keyDown(document.body, { key: "g" });
    fireEvent.keyDown(document.body, { key: "c" });
    await waitFor(() => expect(router.state.location.pathname).toBe("/chat"));
    await screen.findByRole("heading", { name: "Page" });
    fireEvent.keyDown(document.body, { key: ",", ctrlKey: true });
    await waitFor(() => expect(router.state.location.pathname).toBe("/settings"));
  });

  test("finds an endpoint by name and opens it", async () => {
    const row = {
      name: "support-assistant",
      state: "ready",
      reason: null,
      models: ["gpt-4o"],
      task: "llm/v1/chat",
    };
    fake.endpointsList.mockResolvedValue(
      ok({
        counts: { all: 1, attention: 0, mine: 0, others: 0 },
        matching: 1,
        offset: 0,
        rows: [row],
        checkedAt: 0,
        stale: false,
      } as never),
    );
    const { router } = await renderPage(frame(sandbox));
    await screen.findByRole("heading", { name: "Page" });
    fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
    await userEvent.type(await screen.findByRole("combobox", { name: "Search or run" }), "support");
    expect(await screen.findByRole("option", { name: /Show the traffic split/ })).toBeTruthy();
    await expectNoAxeProblems(document.body);
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/endpoints/support-assistant"));
  });
});

describe("words about workspaces", () => {
  test("a tile has two letters", () => {
    const named = (name: string) => tileLetters({ name, kind: "databricks" });
    expect(["logistics-prod", "claims dev", "x", "Überseehafen"].map(named)).toEqual(["LP", "CD", "X", "ÜB"]);
  });

  test("the sandbox is number 0 and stands last", () => {
    const list = { current: "sandbox", workspaces: [sandbox, production] };
    expect(numbered(list).map(({ workspace, digit }) => [workspace.id, digit])).toEqual([
      ["w1", "1"],
      ["sandbox", "0"],
    ]);
  });

  test("a missing sign-in is said before the place", () => {
    expect(whereItIs({ ...production, credential: "missing" })).toBe("Sign-in needed");
    expect(whereItIs(production)).toBe("Azure, adb-5938204771830264.4.azuredatabricks.net");
  });
});

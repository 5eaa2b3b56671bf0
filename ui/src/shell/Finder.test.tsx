// The palette: every place and act by a few letters, what was run last first, the endpoint at hand, and the sheet of keys.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { row } from "../endpoints/testing";
import { appInfo, fake, ok, production, sandbox } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Frame } from "./Frame";
import { Panels } from "./Panels";
import { forgetRecent } from "./recent";
import { renderPage } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const list = { current: production.id, workspaces: [production, sandbox] };

async function open(path = "/endpoints") {
  const view = await renderPage(
    <>
      <Frame list={list} current={production}>
        <h1>Page</h1>
      </Frame>
      <Panels />
    </>,
    { path, workspace: production },
  );
  const user = userEvent.setup();
  await user.keyboard("{Control>}k{/Control}");
  await screen.findByRole("combobox", { name: "Search or run" });
  return { ...view, user };
}

const titles = () => screen.getAllByRole("option").map((option) => option.textContent);
const chosen = () => screen.getByRole("option", { selected: true }).textContent ?? "";

beforeEach(() => {
  forgetRecent();
  const page = {
    counts: { all: 0, attention: 0, mine: 0, others: 0 },
    matching: 0,
    offset: 0,
    rows: [],
    checkedAt: 1,
    stale: false,
  };
  fake.endpointsList.mockResolvedValue(ok(page));
  fake.endpointsViews.mockResolvedValue(ok([]));
  fake.appInfo.mockResolvedValue(ok(appInfo));
  fake.passportWaiting.mockResolvedValue(ok(null));
  fake.appSaveSettings.mockResolvedValue(ok(appInfo.settings));
});

test("a few letters of any act find it, and Enter runs it", async () => {
  for (const [typed, path] of [
    ["nep", "/endpoints/new"],
    ["ledger", "/activity"],
    ["conn ano", "/connect"],
    [">scope", "/secrets"],
    ["sett", "/settings"],
  ] as const) {
    const { user, router, unmount } = await open();
    await user.keyboard(`${typed}{Enter}`);
    await waitFor(() => expect(router.state.location.pathname).toBe(path));
    unmount();
  }
});

test("every room has its place and its acts, and nothing of it offends axe", async () => {
  await open();
  const all = titles().join("\n");
  for (const title of [
    "Endpoints",
    "Secrets",
    "Activity",
    "Chat",
    "Settings",
    "New endpoint",
    "Import an endpoint",
    "Add a provider key",
    "New secret scope",
    "Connect another workspace",
    "Check the connection",
    "What may I do here",
    "Keyboard shortcuts",
    "Use the dark theme",
    "Switch to Sandbox",
    "Sign in to logistics-prod again",
  ])
    expect(all).toContain(title);
  await expectNoAxeProblems(document.body);
});

test("what was run last stands first the next time, over a restart too", async () => {
  const { user, unmount } = await open();
  await user.keyboard("dark theme{Enter}");
  await waitFor(() => expect(fake.appSaveSettings).toHaveBeenCalledWith({ theme: "dark" }));
  await user.keyboard("{Control>}k{/Control}");
  await waitFor(() => expect(chosen()).toContain("Use the dark theme"));
  unmount();
  vi.resetModules();
  await open();
  expect(within(screen.getByRole("group", { name: "Recent" })).getByText("Use the dark theme")).toBeTruthy();
});

test("an endpoint found by name can be opened at each of its parts; what cannot be done says why", async () => {
  const found = row({
    name: "claims-embeddings",
    task: "llm/v1/embeddings",
    readOnly: "Hosted by Databricks.",
  });
  fake.endpointsList.mockResolvedValue(
    ok({
      counts: { all: 1, attention: 0, mine: 0, others: 0 },
      matching: 1,
      offset: 0,
      rows: [found],
      checkedAt: 1,
      stale: false,
    }),
  );
  const { user, router } = await open();
  await user.keyboard("claims");
  const group = await screen.findByRole("group", { name: "On claims-embeddings" });
  expect(
    within(group)
      .getByRole("option", { name: /Edit it/ })
      .getAttribute("aria-disabled"),
  ).toBe("true");
  expect(within(group).getAllByText("Hosted by Databricks.").length).toBe(3);
  expect(within(group).getAllByRole("option").at(-1)?.textContent).toContain("Delete it");
  // It makes embeddings, so that is how it is tried.
  expect(within(group).queryByRole("option", { name: /Try it in Chat/ })).toBeNull();
  expect(within(group).getByRole("option", { name: /Compare texts with it/ })).toBeTruthy();
  for (const title of [
    "Show the AI Gateway",
    "Show who may use it",
    "Show its activity",
    "Copy it as code",
    "Delete it",
  ])
    expect(within(group).getByRole("option", { name: new RegExp(title) })).toBeTruthy();
  await user.click(within(group).getByText("Show the traffic split"));
  await waitFor(() => expect(router.state.location.href).toBe("/endpoints/claims-embeddings?tab=traffic"));
  // On the endpoint's own page its acts are there before anything is typed.
  await user.keyboard("{Control>}k{/Control}");
  expect(await screen.findByRole("group", { name: "On claims-embeddings" })).toBeTruthy();
});

test("an address that was copied leads back", async () => {
  const { user, router } = await open("/settings");
  await user.click(screen.getByRole("combobox", { name: "Search or run" }));
  await user.paste("/endpoints?provider=openai&view=mine");
  await user.keyboard("{Enter}");
  await waitFor(() => expect(router.state.location.href).toBe("/endpoints?provider=openai&view=mine"));
});

test("the question mark opens the sheet of keys, and Escape closes it", async () => {
  const { user } = await open();
  await user.keyboard("{Escape}");
  await user.keyboard("?");
  const sheet = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(sheet).getByText("New endpoint")).toBeTruthy();
  await expectNoAxeProblems(sheet);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

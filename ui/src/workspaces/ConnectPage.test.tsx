// Connecting: what is said while typing, what is sent, and that a failure loses nothing.
import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { HostCheck } from "../ipc/bindings";
import { appInfo, fails, fake, ok, production, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { appKeys } from "../shell/current";
import { renderPage } from "../shell/testing";
import { ConnectPage } from "./ConnectPage";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const HOST = "https://adb-5938204771830264.4.azuredatabricks.net";
const TOKEN = "dapi0123456789abcdef0123456789abf3Qz";

function host(change: Partial<HostCheck>) {
  return ok({
    host: HOST,
    changed: null,
    problem: null,
    hint: null,
    suggestedName: "adb-5938204771830264",
    ...change,
  });
}

beforeEach(() => {
  fake.workspacesCheckHost.mockResolvedValue(host({}));
  fake.workspacesList.mockResolvedValue(ok({ current: "w1", workspaces: [production] }));
  fake.appInfo.mockResolvedValue(ok(appInfo));
});

const address = () => screen.getByRole("textbox", { name: "Workspace address" });
const token = () => screen.getByLabelText("Access token");

async function fill() {
  await userEvent.type(address(), "adb-5938204771830264.4.azuredatabricks.net");
  await userEvent.type(token(), TOKEN);
  await screen.findByRole("img", { name: "Can be used" });
}

describe("connecting a workspace", () => {
  test("is accessible, empty and with a failure shown", async () => {
    fake.workspacesConnect.mockResolvedValue(fails(sampleFailure({ kind: "signedOut" })));
    const { container } = await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await expectNoAxeProblems(container);
    await fill();
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    await screen.findByRole("alert");
    await expectNoAxeProblems(container);
  });

  test("says what was cut off the address, and the hint as well", async () => {
    fake.workspacesCheckHost.mockResolvedValue(
      host({ changed: "Cut down to the address.", hint: "This looks like the account console." }),
    );
    await renderPage(<ConnectPage />, { path: "/connect" });
    await userEvent.type(
      await screen.findByRole("textbox", { name: "Workspace address" }),
      `${HOST}/ml/endpoints?o=1`,
    );
    expect(await screen.findByText("Cut down to the address.")).toBeTruthy();
    expect(screen.getByText("This looks like the account console.")).toBeTruthy();
  });

  test("complains about an address only once it is left, and says why Connect is off", async () => {
    fake.workspacesCheckHost.mockResolvedValue(
      host({ host: null, problem: "This is not a workspace's address.", suggestedName: null }),
    );
    await renderPage(<ConnectPage />, { path: "/connect" });
    await userEvent.type(await screen.findByRole("textbox", { name: "Workspace address" }), "example");
    const button = screen.getByRole("button", { name: "Connect" });
    await waitFor(() => expect(button.getAttribute("aria-describedby")).not.toBeNull());
    expect(address().getAttribute("aria-invalid")).toBeNull();
    await userEvent.tab();
    await waitFor(() => expect(address().getAttribute("aria-invalid")).toBe("true"));
    expect(
      screen.getByRole("button", { name: "Connect", description: "This is not a workspace's address." }),
    ).toBeTruthy();
    await userEvent.click(button);
    expect(fake.workspacesConnect).not.toHaveBeenCalled();
  });

  test("sends address, token, suggested name and mark once, and opens the endpoints", async () => {
    fake.workspacesConnect.mockResolvedValue(ok(production));
    const { router } = await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await fill();
    await userEvent.click(screen.getByRole("radio", { name: "Production" }));
    fireEvent.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/endpoints"));
    expect(fake.workspacesConnect).toHaveBeenCalledTimes(1);
    expect(fake.workspacesConnect).toHaveBeenCalledWith({
      host: "adb-5938204771830264.4.azuredatabricks.net",
      token: TOKEN,
      name: "adb-5938204771830264",
      environment: "production",
    });
  });

  test("says so when the sign-in lasts only until the app is closed", async () => {
    fake.workspacesConnect.mockResolvedValue(ok({ ...production, credential: "sessionOnly" }));
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await fill();
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    expect((await screen.findAllByText(/until you close Gatewright/)).length).toBeGreaterThan(0);
  });

  test("explains a failure and keeps everything that was typed", async () => {
    fake.workspacesConnect.mockResolvedValue(
      fails(
        sampleFailure({
          kind: "refused",
          title: "Databricks did not accept the token",
          next: { kind: "tryAgain", label: "Try again" },
        }),
      ),
    );
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await fill();
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    expect(await screen.findByRole("heading", { name: "Databricks did not accept the token" })).toBeTruthy();
    expect(address()).toHaveProperty("value", "adb-5938204771830264.4.azuredatabricks.net");
    expect(token()).toHaveProperty("value", TOKEN);
    fake.workspacesConnect.mockResolvedValue(ok(production));
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(fake.workspacesConnect).toHaveBeenCalledTimes(2));
  });

  test("puts the core's word on a field below that field", async () => {
    fake.workspacesConnect.mockResolvedValue(
      fails(
        sampleFailure({
          kind: "invalid",
          fields: [{ path: "name", message: "There is a workspace of this name.", blocks: true }],
        }),
      ),
    );
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await fill();
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    expect(
      await screen.findByRole("textbox", {
        name: /^Name/,
        description: "There is a workspace of this name.",
      }),
    ).toBeTruthy();
  });

  test("notices a token with white space inside", async () => {
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await userEvent.type(token(), "dapi123 456");
    expect(await screen.findByText(/no spaces or line breaks/)).toBeTruthy();
  });

  test("never keeps the token in a cache after connecting", async () => {
    fake.workspacesConnect.mockResolvedValue(ok(production));
    const { queryClient } = await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await fill();
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() => expect(fake.workspacesConnect).toHaveBeenCalled());
    const queries = queryClient
      .getQueryCache()
      .getAll()
      .map((query) => [query.queryKey, query.state.data]);
    expect(JSON.stringify(queries)).not.toContain(TOKEN);
  });

  test("shows a locked keychain and looks again on request", async () => {
    const locked = { state: "locked", store: "Secret Service", message: "The keychain is locked." } as const;
    const { queryClient } = await renderPage(<ConnectPage />, { path: "/connect" });
    queryClient.setQueryData(appKeys.info, { ...appInfo, keychain: locked });
    expect(await screen.findByText("Keychain is locked")).toBeTruthy();
    fake.appCheckKeychain.mockResolvedValue(ok(appInfo.keychain));
    await userEvent.click(screen.getByRole("button", { name: "Check again" }));
    expect(await screen.findByText("Keychain unlocked")).toBeTruthy();
  });

  test("leads away without an account", async () => {
    fake.workspacesSwitch.mockResolvedValue(ok({ ...production, id: "sandbox", kind: "sandbox" }));
    const { router } = await renderPage(<ConnectPage />, { path: "/connect" });
    await userEvent.click(
      await screen.findByRole("button", { name: "Look around first, without an account" }),
    );
    await waitFor(() => expect(router.state.location.pathname).toBe("/endpoints"));
    expect(fake.workspacesSwitch).toHaveBeenCalledWith("sandbox");
  });
});

// Connecting: the ways to sign in, what is said while typing and while the browser is open, what is sent, and that a failure
// loses nothing and is looked into.
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { HostCheck, SignInChoices, SignInProgress, Workspace } from "../ipc/bindings";
import { appInfo, fails, fake, ok, production, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { appKeys } from "../shell/current";
import { renderPage } from "../shell/testing";
import { ConnectPage } from "./ConnectPage";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onmessage: unknown) => ({ onmessage }) }));

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

const choices: SignInChoices = {
  configFile: "/home/dana/.databrickscfg",
  configProblem: null,
  profiles: [
    { name: "prod", host: HOST, kind: "browser", problem: null, isDefault: false },
    { name: "old-ci", host: null, kind: null, problem: "names two ways at once", isDefault: true },
  ],
  azureCli: { found: true, path: "/usr/bin/az" },
  databricksCli: { found: false, path: null },
};

beforeEach(() => {
  fake.workspacesSignInChoices.mockResolvedValue(ok(choices));
  fake.workspacesCancelSignIn.mockResolvedValue(ok(null));
  fake.doctorStop.mockResolvedValue(ok(null));
  fake.doctorRun.mockImplementation(() => new Promise<never>(() => undefined));
  fake.workspacesCheckHost.mockResolvedValue(host({}));
  fake.workspacesList.mockResolvedValue(ok({ current: "w1", workspaces: [production] }));
  fake.appInfo.mockResolvedValue(ok(appInfo));
});

const address = () => screen.getByRole("textbox", { name: /^Workspace address/ });
const token = () => screen.getByLabelText("Access token", { selector: "input[type=password]" });

const way = (name: string | RegExp) => screen.getByRole("radio", { name });

async function fill() {
  await userEvent.click(way("Access token"));
  await userEvent.type(address(), "adb-5938204771830264.4.azuredatabricks.net");
  await userEvent.type(token(), TOKEN);
  await screen.findByRole("img", { name: "Can be used" });
}

describe("connecting a workspace", () => {
  test("begins with the address that the page's own address brings, as a passport does", async () => {
    await renderPage(<ConnectPage />, { path: "/connect?host=https://dbc-1.cloud.databricks.com" });
    expect(address()).toHaveProperty("value", "https://dbc-1.cloud.databricks.com");
  });

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
      await screen.findByRole("textbox", { name: /^Workspace address/ }),
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
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await userEvent.click(way("Access token"));
    await userEvent.type(address(), "example");
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
    expect(fake.workspacesConnect.mock.calls[0]?.[0]).toEqual({
      host: "adb-5938204771830264.4.azuredatabricks.net",
      name: "adb-5938204771830264",
      environment: "production",
      color: "petrol",
      signIn: { kind: "accessToken", token: TOKEN },
    });
  });

  test("has the workspace examined after connecting, and says what does not work there", async () => {
    fake.workspacesConnect.mockResolvedValue(ok(production));
    const line = { detail: "", whoCanFix: null, next: null, milliseconds: 4 };
    fake.doctorRun.mockResolvedValue(
      ok({
        text: "",
        verdict: "",
        lines: [
          { ...line, check: "token", state: "ok", title: "The sign-in is accepted" },
          { ...line, check: "warehouses", state: "failed", title: "Warehouses may not be listed" },
        ],
      }),
    );
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await fill();
    fireEvent.click(screen.getByRole("button", { name: "Connect" }));
    expect(await screen.findByText("Warehouses may not be listed")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Open the doctor" })).toBeTruthy();
    expect(fake.doctorRun.mock.calls[0]?.[0]).toEqual({ kind: "workspace", id: production.id });
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
    await userEvent.click(way("Access token"));
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

  test("the browser is the first choice and needs nothing typed, not even the address", async () => {
    fake.workspacesConnect.mockResolvedValue(ok(production));
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    expect(way("Browser").getAttribute("aria-checked")).toBe("true");
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() => expect(fake.workspacesConnect).toHaveBeenCalledTimes(1));
    const [wish] = fake.workspacesConnect.mock.calls[0] ?? [];
    expect(wish).toMatchObject({ host: "", signIn: { kind: "browser", clientId: null } });
  });

  test("a client ID of one's own stands behind its own link", async () => {
    fake.workspacesConnect.mockResolvedValue(ok(production));
    await renderPage(<ConnectPage />, { path: "/connect" });
    await userEvent.click(await screen.findByRole("button", { name: "Use your company's own OAuth app" }));
    await userEvent.type(screen.getByRole("textbox", { name: /^OAuth client ID/ }), "1f2e");
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() => expect(fake.workspacesConnect).toHaveBeenCalled());
    expect(fake.workspacesConnect.mock.calls[0]?.[0].signIn).toEqual({ kind: "browser", clientId: "1f2e" });
  });

  test("a way that cannot be used here stays listed with the reason", async () => {
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByText(/The program databricks was not found/);
    expect(
      way("Databricks CLI").getAttribute("aria-disabled") ??
        way("Databricks CLI").hasAttribute("data-disabled"),
    ).toBeTruthy();
    expect(way("Azure CLI").getAttribute("aria-disabled")).not.toBe("true");
  });

  test("a profile brings its address and its name; one that cannot be used says why", async () => {
    fake.workspacesConnect.mockResolvedValue(ok(production));
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByText("Read, never changed. 2 found.");
    await userEvent.click(way(/^Profile from/));
    expect(screen.getByText("names two ways at once")).toBeTruthy();
    expect(
      screen.getByRole("button", { name: "Connect", description: "Choose a profile first." }),
    ).toBeTruthy();
    await userEvent.click(screen.getByRole("radio", { name: /^prod/ }));
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    await waitFor(() => expect(fake.workspacesConnect).toHaveBeenCalled());
    expect(fake.workspacesConnect.mock.calls[0]?.[0]).toMatchObject({
      host: "",
      name: "prod",
      signIn: { kind: "profile", name: "prod" },
    });
  });

  test("while the browser is open: what happens, opening it again, the address, and cancelling", async () => {
    let tell: ((progress: SignInProgress) => void) | undefined;
    let fail: (() => void) | undefined;
    fake.appOpenLink.mockResolvedValue(ok(null));
    fake.workspacesConnect.mockImplementation((_, __, told) => {
      tell = (told as unknown as { onmessage: (progress: SignInProgress) => void }).onmessage;
      return new Promise((done) => {
        fail = () => done(fails(sampleFailure({ title: "You stopped the sign-in" })));
      });
    });
    const { container } = await renderPage(<ConnectPage />, { path: "/connect" });
    await userEvent.click(await screen.findByRole("button", { name: "Connect" }));
    await waitFor(() => expect(tell).toBeDefined());
    const url = "https://adb-1.azuredatabricks.net/oidc/v1/authorize?state=s";
    act(() => tell?.({ step: "browserOpened", url }));
    await screen.findByText("Sign in with the browser that has just opened");
    await expectNoAxeProblems(container);
    await userEvent.click(screen.getByRole("button", { name: "Open the browser again" }));
    expect(fake.appOpenLink).toHaveBeenCalledWith(url);
    expect(screen.getByRole("button", { name: "Copy the address" })).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    const attempt = fake.workspacesConnect.mock.calls[0]?.[1];
    expect(fake.workspacesCancelSignIn).toHaveBeenCalledWith(attempt);
    act(() => fail?.());
    await waitFor(() => expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull());
    expect(screen.queryByText("You stopped the sign-in")).toBeNull();
    expect(screen.getByRole("button", { name: "Connect" })).toBeTruthy();
  });

  test("leaving the page stops a sign-in that is under way", async () => {
    fake.workspacesConnect.mockImplementation(() => new Promise<never>(() => undefined));
    const { unmount } = await renderPage(<ConnectPage />, { path: "/connect" });
    await userEvent.click(await screen.findByRole("button", { name: "Connect" }));
    await waitFor(() => expect(fake.workspacesConnect).toHaveBeenCalled());
    unmount();
    expect(fake.workspacesCancelSignIn).toHaveBeenCalledWith(fake.workspacesConnect.mock.calls[0]?.[1]);
  });

  test("what was typed for one way stays while another is looked at", async () => {
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await userEvent.click(way("Access token"));
    await userEvent.type(token(), TOKEN);
    await userEvent.click(way("Service principal"));
    await userEvent.type(screen.getByRole("textbox", { name: "Client ID" }), "abc");
    await userEvent.click(way("Access token"));
    expect(token()).toHaveProperty("value", TOKEN);
  });

  test("a failed connect is looked into by the doctor, line by line", async () => {
    fake.workspacesConnect.mockResolvedValue(
      fails(sampleFailure({ kind: "offline", title: "No way there" })),
    );
    fake.doctorRun.mockImplementation(async (target, _, told) => {
      expect(target).toEqual({ kind: "address", host: HOST });
      const line = {
        check: "tls" as const,
        state: "failed" as const,
        title: "The certificate is not trusted",
        detail: "",
        whoCanFix: "Your company's IT.",
        next: null,
        milliseconds: 61,
      };
      (told as unknown as { onmessage: (line: unknown) => void }).onmessage(line);
      return ok({ lines: [line], text: "failed tls", verdict: "The certificate stands in the way." });
    });
    await renderPage(<ConnectPage />, { path: "/connect" });
    await screen.findByRole("heading", { name: "Connect a workspace" });
    await fill();
    await userEvent.click(screen.getByRole("button", { name: "Connect" }));
    expect(await screen.findByText("The certificate is not trusted")).toBeTruthy();
    expect(screen.getByText(/Your company's IT/)).toBeTruthy();
    expect(token()).toHaveProperty("value", TOKEN);
  });

  test("begins with a colour nobody has", async () => {
    const other: Workspace = { ...production, color: "petrol" };
    fake.workspacesConnect.mockResolvedValue(ok(production));
    await renderPage(<ConnectPage />, { path: "/connect", workspace: other });
    await userEvent.click(await screen.findByRole("button", { name: "Connect" }));
    await waitFor(() => expect(fake.workspacesConnect).toHaveBeenCalled());
    expect(fake.workspacesConnect.mock.calls[0]?.[0].color).toBe("violet");
  });
});

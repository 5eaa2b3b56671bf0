// Signing in again: the page behind stays, what failed is asked anew, a wrong token is explained in place.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Workspace } from "../ipc/bindings";
import { fails, fake, ok, production, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { askSignIn, markSignedOut, signInSettled, useSession } from "../shell/session";
import { renderPage } from "../shell/testing";
import { SignInDialog } from "./SignInDialog";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onmessage: unknown) => ({ onmessage }) }));

let list = { current: production.id, workspaces: [production] };

function Place() {
  const { signedOut } = useSession();
  return (
    <>
      <p>{signedOut ? "signed out" : "signed in"}</p>
      <SignInDialog list={list} />
    </>
  );
}

afterEach(() => act(() => signInSettled()));

beforeEach(() => {
  fake.workspacesSignInChoices.mockResolvedValue(
    ok({
      configFile: null,
      configProblem: null,
      profiles: [],
      azureCli: { found: false, path: null },
      databricksCli: { found: false, path: null },
    }),
  );
  fake.workspacesCancelSignIn.mockResolvedValue(ok(null));
});

async function open(workspace: Workspace = production) {
  list = { current: production.id, workspaces: [workspace] };
  const view = await renderPage(<Place />, { workspace: production });
  act(() => {
    markSignedOut();
    askSignIn(production.id);
  });
  await screen.findByRole("dialog", { name: "Sign in to logistics-prod again" });
  return view;
}

test("takes a new token, and asks again for what had failed", async () => {
  fake.workspacesSignInAgain.mockResolvedValue(ok(production));
  const { queryClient } = await open();
  await expectNoAxeProblems(document.body);
  queryClient.setQueryData(["endpoints", "one", "chat-a"], {});
  await userEvent.type(screen.getByLabelText("Access token"), " dapi42 {Enter}");
  await waitFor(() => expect(screen.queryByLabelText("Access token")).toBeNull());
  expect(fake.workspacesSignInAgain.mock.calls[0]?.slice(0, 2)).toEqual([
    production.id,
    { kind: "accessToken", token: "dapi42" },
  ]);
  expect(screen.getByText("signed in")).toBeTruthy();
  expect(queryClient.getQueryState(["endpoints", "one", "chat-a"])?.isInvalidated).toBe(true);
});

test("explains a token that is wrong and keeps it", async () => {
  fake.workspacesSignInAgain.mockResolvedValue(
    fails(sampleFailure({ kind: "signedOut", title: "This token is for another workspace" })),
  );
  await open();
  await userEvent.type(screen.getByLabelText("Access token"), "dapi42{Enter}");
  expect(await screen.findByRole("heading", { name: "This token is for another workspace" })).toBeTruthy();
  expect(screen.getByLabelText("Access token")).toHaveProperty("value", "dapi42");
});

test("can be put off", async () => {
  await open();
  await userEvent.click(screen.getByRole("button", { name: "Not now" }));
  await waitFor(() => expect(screen.queryByLabelText("Access token")).toBeNull());
  expect(screen.getByText("signed out")).toBeTruthy();
});

test("the browser is asked again without anything typed, and the window waits", async () => {
  fake.workspacesSignInAgain.mockResolvedValue(ok({ ...production, signIn: "browser" }));
  await open({ ...production, signIn: "browser" });
  expect(screen.queryByLabelText("Access token")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Sign in with the browser" }));
  await screen.findByText("signed in");
  expect(fake.workspacesSignInAgain.mock.calls[0]?.slice(0, 2)).toEqual([production.id, null]);
});

test("another way than before can be taken", async () => {
  fake.workspacesSignInAgain.mockResolvedValue(ok(production));
  await open({ ...production, signIn: "browser" });
  await userEvent.click(screen.getByRole("button", { name: "Sign in another way" }));
  await userEvent.click(screen.getByRole("radio", { name: "Access token" }));
  await userEvent.type(
    screen.getByLabelText("Access token", { selector: "input[type=password]" }),
    "dapi7{Enter}",
  );
  await waitFor(() => expect(fake.workspacesSignInAgain).toHaveBeenCalled());
  expect(fake.workspacesSignInAgain.mock.calls[0]?.[1]).toEqual({ kind: "accessToken", token: "dapi7" });
});

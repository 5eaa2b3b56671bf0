// What may I do here: rights with their reasons, a control that is off but stays, and the message that asks.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Access } from "../ipc/bindings";
import { fails, fake, ok, production, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Button } from "../kit/Button";
import { Panels } from "../shell/Panels";
import { closeAllPanels, openAccess } from "../shell/panels";
import { renderPage } from "../shell/testing";
import { WithRight } from "./Missing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const REASON = "You may not create endpoints here.";
const access: Access = {
  user: "dana.okafor@meridian-freight.com",
  groups: ["users"],
  admin: false,
  rights: [
    { right: "createEndpoints", allowed: "no", reason: REASON, ask: "An admin of logistics-prod" },
    { right: "readSecrets", allowed: "yes", reason: "Scopes can be listed.", ask: null },
    { right: "createScopes", allowed: "unknown", reason: "Only trying would tell.", ask: null },
  ],
};

beforeEach(() => {
  fake.accessRights.mockResolvedValue(ok(access));
  fake.accessRequest.mockResolvedValue(
    ok({ to: "an admin of logistics-prod", subject: "Creating endpoints", text: "Could you allow it?" }),
  );
});
afterEach(() => act(() => closeAllPanels()));

const create = vi.fn();
const page = (
  <>
    <WithRight right="createEndpoints">
      {(reason) => (
        <Button disabledReason={reason} onClick={create}>
          New endpoint
        </Button>
      )}
    </WithRight>
    <Panels />
  </>
);

test("a control without its right stays, says why, and offers to ask", async () => {
  await renderPage(page, { workspace: production });
  const off = await screen.findByRole("button", { name: "New endpoint", description: REASON });
  await userEvent.click(off);
  expect(create).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Ask for access" }));
  expect(await screen.findByText("Could you allow it?")).toBeTruthy();
  expect(fake.accessRequest).toHaveBeenCalledWith({ kind: "right", right: "createEndpoints" });
  expect(screen.getByRole("button", { name: "Copy the message" })).toBeTruthy();
  await expectNoAxeProblems(document.body);
});

test("a right that is not known to be missing leaves the control on", async () => {
  fake.accessRights.mockResolvedValue(fails(sampleFailure({})));
  create.mockClear();
  await renderPage(page, { workspace: production });
  await waitFor(() => expect(fake.accessRights).toHaveBeenCalled());
  await userEvent.click(screen.getByRole("button", { name: "New endpoint" }));
  expect(create).toHaveBeenCalledTimes(1);
});

test("the panel lists every right with its reason, and comes back after asking", async () => {
  await renderPage(<Panels />, { workspace: production });
  act(() => openAccess());
  await screen.findByRole("dialog", { name: "What may I do in logistics-prod" });
  expect(await screen.findByText(REASON)).toBeTruthy();
  expect(screen.getByRole("img", { name: "not allowed" })).toBeTruthy();
  expect(screen.getByRole("img", { name: "not known" })).toBeTruthy();
  await expectNoAxeProblems(document.body);
  await userEvent.click(screen.getByRole("button", { name: "Ask for access: Create endpoints" }));
  await screen.findByText("Could you allow it?");
  await userEvent.keyboard("{Escape}");
  expect(await screen.findByRole("dialog", { name: "What may I do in logistics-prod" })).toBeTruthy();
});

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { PassportDialog } from "./PassportDialog";
import { samplePassport } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const file = { text: "{the file}", fileName: "support-chat.gatewright.json" };
const show = () => renderPage(<PassportDialog endpoint="support-chat" open onClose={vi.fn()} />);
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));

beforeEach(() => {
  fake.passportMake.mockResolvedValue(ok(file));
  fake.passportRead.mockResolvedValue(ok({ passport: samplePassport(), workspace: "sandbox", problems: [] }));
  fake.passportSave.mockResolvedValue(ok("/downloads/support-chat.gatewright.json"));
});

test("shows in words what the file holds before it is saved, and says where it was saved", async () => {
  await show();
  await userEvent.type(screen.getByRole("textbox", { name: "To begin with" }), "One{Enter}Two");
  await press("Make the passport");
  const held = await screen.findByRole("region", { name: "What is in it" });
  expect(held.textContent).toContain("The sandbox on this computer");
  expect(held.textContent).toContain("creativity 0.2, at most 300 tokens");
  expect(held.textContent).toContain("At most 100 calls a minute");
  const choices = { title: "support-chat", starters: ["One", "Two"], parameters: false };
  expect(fake.passportMake).toHaveBeenCalledWith("support-chat", null, choices);
  await expectNoAxeProblems(document.body);
  await press("Save the file");
  expect(await screen.findByText(/Saved as .downloads/)).toBeTruthy();
  expect(fake.passportSave).toHaveBeenCalledWith(file.text, file.fileName);
});

test("what was made is not saved any more once something else is typed", async () => {
  await show();
  await press("Make the passport");
  await screen.findByRole("region", { name: "What is in it" });
  await userEvent.type(screen.getByRole("textbox", { name: "Title" }), "!");
  expect(screen.queryByRole("region", { name: "What is in it" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Save the file" })).toBeNull();
});

test("a starter that looks like a key is said at its field", async () => {
  const fields = [{ path: "starters.0", message: "This looks like a key or a token.", blocks: true }];
  fake.passportMake.mockResolvedValue(fails(sampleFailure({ kind: "invalid", fields })));
  await show();
  await press("Make the passport");
  expect(await screen.findByText("This looks like a key or a token.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Save the file" })).toBeNull();
});

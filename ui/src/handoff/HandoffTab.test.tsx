import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Handoff, HandoffFormat } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { HandoffTab } from "./HandoffTab";
import { sampleEndpoint } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
const copied = vi.hoisted(() => vi.fn(async (_: string) => true));
vi.mock("../kit/clipboard", () => ({ copyText: copied }));

const handoff = (format: HandoffFormat, change: Partial<Handoff> = {}): Handoff => ({
  text: `text for ${format}\n`,
  fileName: `chat.${format}`,
  language: "hcl",
  notes: [`A note about \`${format}\`.`],
  ...change,
});

/** The inks cut a line into pieces. */
const shows = (text: string) =>
  waitFor(() =>
    expect(screen.getByRole("region", { name: /for this endpoint/ }).textContent).toContain(text),
  );

function answers(change: Partial<Handoff> = {}): void {
  fake.handoffRender.mockImplementation(async (_, format) => ok(handoff(format, change)));
}

test("shows the chosen format with its notes, and each format is one press away", async () => {
  answers();
  const { container } = await renderPage(<HandoffTab endpoint={sampleEndpoint()} />);
  await shows("text for terraform");
  await expectNoAxeProblems(container);
  await userEvent.click(screen.getByRole("radio", { name: "SQL" }));
  await shows("text for sql");
  expect(screen.getByText("sql", { selector: "code" })).toBeTruthy();
  expect(screen.getAllByRole("radio", { checked: true })).toHaveLength(1);
  expect(fake.handoffRender).toHaveBeenLastCalledWith({ kind: "endpoint", name: "chat" }, "sql");
});

test("copies the whole text, its last line break included", async () => {
  answers();
  await renderPage(<HandoffTab endpoint={sampleEndpoint()} />);
  await userEvent.click(await screen.findByRole("button", { name: "Copy Terraform" }));
  expect(copied).toHaveBeenCalledWith("text for terraform\n");
});

test("saves the text and says where", async () => {
  answers();
  fake.handoffSave.mockResolvedValue(ok("/home/dana/Downloads/chat (1).tf"));
  await renderPage(<HandoffTab endpoint={sampleEndpoint()} />);
  await userEvent.click(await screen.findByRole("button", { name: "Save to downloads" }));
  expect(await screen.findByText("/home/dana/Downloads/chat (1).tf")).toBeTruthy();
  expect(fake.handoffSave).toHaveBeenCalledWith("text for terraform\n", "chat.terraform");
});

test("says so when the file cannot be saved", async () => {
  answers();
  fake.handoffSave.mockResolvedValue(
    fails(sampleFailure({ title: "The file was not saved", cause: "The disk is full." })),
  );
  await renderPage(<HandoffTab endpoint={sampleEndpoint()} />);
  await userEvent.click(await screen.findByRole("button", { name: "Save to downloads" }));
  expect(await screen.findAllByText("The file was not saved")).not.toHaveLength(0);
  expect(screen.getAllByText("The disk is full.")).not.toHaveLength(0);
});

test("an endpoint that cannot be created from a text shows why and offers neither copy nor file", async () => {
  answers({ text: "", notes: ["This endpoint does not serve external models only."] });
  const { container } = await renderPage(<HandoffTab endpoint={sampleEndpoint()} />);
  expect(await screen.findByText("This endpoint does not serve external models only.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Copy|Save/ })).toBeNull();
  await expectNoAxeProblems(container);
});

test("a failure to read the endpoint is explained and can be tried again", async () => {
  fake.handoffRender.mockResolvedValue(fails(sampleFailure({ title: "The workspace does not answer" })));
  await renderPage(<HandoffTab endpoint={sampleEndpoint()} />);
  expect(await screen.findByText("The workspace does not answer")).toBeTruthy();
  answers();
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await shows("text for terraform");
});

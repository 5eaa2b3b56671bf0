// Filling variables in the chat: fields by their kinds, the last values, and the rows of a file.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { PromptFilling } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { Page } from "./Page";
import { answerByHand, box, chat, coreWith, nth, renderAt } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

beforeEach(() => {
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  fake.promptsKeepValues.mockResolvedValue(ok(null));
});
afterEach(() => vi.unstubAllGlobals());

const MESSAGE = "To {{customer}} in a {{tone}} tone, {{days}} days, {{note}}";
const FILLING: PromptFilling = {
  prompt: { prompt: "p7", version: 3 },
  fields: [
    { name: "tone", kind: "choice", label: "Tone of voice", choices: ["warm", "plain"] },
    { name: "days", kind: "number", label: "", choices: [] },
    { name: "note", kind: "long", label: "", choices: [] },
  ],
  values: [
    ["customer", "Ann"],
    ["gone", "x"],
  ],
};

const open = async (draft: string, filling: PromptFilling | null, recorded = true) => {
  coreWith(chat({ draft, recorded }));
  if (filling) fake.promptsFilling.mockResolvedValue(ok(filling));
  const { container } = renderAt("/chat?chat=c1", <Page />);
  await box();
  return container;
};
const field = (name: string) => screen.findByRole<HTMLInputElement>("textbox", { name });
const file = (text: string, name = "late.csv") => new File([text], name, { type: "text/csv" });

it("draws each variable by its kind, with its last value, and sends what was chosen and typed", async () => {
  const container = await open(MESSAGE, FILLING);
  const asked = answerByHand();
  await waitFor(async () => expect((await field("customer")).value).toBe("Ann"));
  await userEvent.click(await screen.findByRole("combobox", { name: "Tone of voice" }));
  await userEvent.click(await screen.findByRole("option", { name: "plain" }));
  await userEvent.type(await field("days"), "six");
  expect(await screen.findByText("This is no number. It is sent as it stands.")).toBeTruthy();
  await userEvent.clear(await field("days"));
  await userEvent.type(await field("days"), "6,5");
  expect(screen.queryByText(/This is no number/u)).toBeNull();
  await userEvent.type(await field("note"), "urgent");
  await expectNoAxeProblems(container);
  await waitFor(() =>
    expect(
      fake.promptsKeepValues.mock.calls.flatMap(([id, values]) => values.map((one) => [id, ...one])),
    ).toEqual(
      expect.arrayContaining([
        ["p7", "tone", "plain"],
        ["p7", "days", "6,5"],
        ["p7", "note", "urgent"],
      ]),
    ),
  );
  await userEvent.type(await box(), "{Enter}");
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(nth(asked, 0).ask).toMatchObject({
    prompt: "To Ann in a plain tone, 6,5 days, urgent",
    promptFrom: { prompt: "p7", version: 3 },
  });
});

it("fills the last values in while the fields are out of sight", async () => {
  vi.stubGlobal("matchMedia", () => ({
    matches: true,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  await open("To {{customer}}", FILLING);
  const asked = answerByHand();
  await waitFor(() => expect(fake.promptsFilling).toHaveBeenCalled());
  expect(screen.queryByRole("textbox", { name: "customer" })).toBeNull();
  await waitFor(async () => {
    await userEvent.type(await box(), "{Enter}");
    expect(asked).toHaveLength(1);
  });
  expect(nth(asked, 0).ask.prompt).toBe("To Ann");
});

it("keeps nothing for next time in a chat that is not recorded", async () => {
  await open(MESSAGE, FILLING, false);
  await screen.findByRole("combobox", { name: "Tone of voice" });
  await userEvent.type(await field("note"), "secret");
  await new Promise((done) => setTimeout(done, 600));
  expect(fake.promptsKeepValues).not.toHaveBeenCalled();
});

it("has plain fields where no prompt is known, or the library cannot be read", async () => {
  await open("To {{customer}}", null);
  await userEvent.type(await field("customer"), "Bo");
  expect((await field("customer")).value).toBe("Bo");
});

it("pages through the rows of a file, says the row, and gives back what was typed", async () => {
  const container = await open("To {{customer}}, {{days}}", { prompt: null, fields: [], values: [] });
  fake.promptsRows.mockResolvedValue(
    ok({
      columns: ["customer", "region"],
      rows: [
        ["Ann", "n"],
        ["Bo", "s"],
      ],
      notes: ["Row 2 is odd."],
    }),
  );
  await userEvent.type(await field("customer"), "typed");
  await userEvent.click(screen.getByRole("button", { name: "Fill from a CSV" }));
  const dialog = await screen.findByRole("dialog", { name: "Fill from a CSV" });
  await expectNoAxeProblems(dialog);
  await userEvent.upload(within(dialog).getByLabelText("A CSV file"), file("customer,region\nAnn,n\nBo,s\n"));
  await waitFor(() => expect(fake.promptsRows).toHaveBeenCalledWith("customer,region\nAnn,n\nBo,s\n"));
  const paging = await screen.findByRole("group", { name: "Rows of late.csv" });
  expect((await field("customer")).value).toBe("Ann");
  expect(within(paging).getByText("No column for days. What stands there stays.")).toBeTruthy();
  expect(within(paging).getByText("Not used here: region.")).toBeTruthy();
  expect(within(paging).getByText("Row 2 is odd.")).toBeTruthy();
  await userEvent.click(within(paging).getByRole("button", { name: "Next row" }));
  expect((await field("customer")).value).toBe("Bo");
  expect(within(paging).getByText("row 2 of 2")).toBeTruthy();
  expect(await screen.findByText("Row 2 of 2. customer Bo")).toBeTruthy();
  await expectNoAxeProblems(container);
  await userEvent.click(within(paging).getByRole("button", { name: "Put back what was there" }));
  expect((await field("customer")).value).toBe("typed");
  await userEvent.click(screen.getByRole("button", { name: "Back to late.csv" }));
  expect((await field("customer")).value).toBe("Bo");
});

it("takes pasted rows, and says in the dialog why a file fills nothing", async () => {
  await open("To {{customer}}", { prompt: null, fields: [], values: [] });
  await userEvent.click(await screen.findByRole("button", { name: "Fill from a CSV" }));
  const dialog = await screen.findByRole("dialog", { name: "Fill from a CSV" });
  const paste = within(dialog).getByRole("textbox", { name: "Rows to paste" });
  await userEvent.type(paste, "region{Enter}north");
  fake.promptsRows.mockResolvedValue(ok({ columns: ["region"], rows: [["north"]], notes: [] }));
  await userEvent.click(within(dialog).getByRole("button", { name: "Use these rows" }));
  expect(await within(dialog).findByText(/None of its columns \(region\)/u)).toBeTruthy();
  fake.promptsRows.mockResolvedValue(
    fails(
      sampleFailure({ title: "This file holds no rows that can be read", cause: "There is nothing in it." }),
    ),
  );
  await userEvent.click(within(dialog).getByRole("button", { name: "Use these rows" }));
  expect(await within(dialog).findByText(/There is nothing in it\./u)).toBeTruthy();
  expect(paste).toHaveProperty("value", "region\nnorth");
});

// Variables of a comparison: asked for as their prompts say, with their last values, or from the rows of a file.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { fake, ok } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { Page } from "./Page";
import { comparison, coreWith, setup } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

const open = () => renderPage(<Page />, { path: "/compare?compare=x1" });
const saved = () => fake.compareSave.mock.calls.at(-1)?.[1].variables;

test("a variable is asked for as its prompt says, and its last value is there", async () => {
  coreWith(comparison({ setup: setup({ draft: "To {{customer}} in a {{tone}} tone" }) }));
  fake.promptsKeepValues.mockResolvedValue(ok(null));
  fake.promptsFilling.mockResolvedValue(
    ok({
      prompt: { prompt: "p7", version: 1 },
      fields: [{ name: "tone", kind: "choice", label: "Tone of voice", choices: ["warm", "plain"] }],
      values: [["customer", "Ann"]],
    }),
  );
  await open();
  await userEvent.click(await screen.findByRole("combobox", { name: "Tone of voice" }));
  await userEvent.click(await screen.findByRole("option", { name: "warm" }));
  await waitFor(() =>
    expect(saved()).toEqual([
      ["customer", "Ann"],
      ["tone", "warm"],
    ]),
  );
  await waitFor(() => expect(fake.promptsKeepValues).toHaveBeenCalledWith("p7", [["tone", "warm"]]));
});

test("the rows of a file fill all columns, and what was typed comes back", async () => {
  const draft = "To {{customer}}, {{days}} days";
  coreWith(comparison({ setup: setup({ draft, variables: [["customer", "typed"]] }) }));
  fake.promptsFilling.mockResolvedValue(ok({ prompt: null, fields: [], values: [] }));
  fake.promptsRows.mockResolvedValue(
    ok({
      columns: ["customer", "days"],
      rows: [
        ["Ann", "6"],
        ["Bo", "7"],
      ],
      notes: [],
    }),
  );
  const { container } = await open();
  await userEvent.click(await screen.findByRole("button", { name: "Fill from a CSV" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Rows to paste" }), "x");
  await userEvent.click(screen.getByRole("button", { name: "Use these rows" }));
  const paging = await screen.findByRole("group", { name: "Rows of pasted rows" });
  await userEvent.click(within(paging).getByRole("button", { name: "Next row" }));
  await waitFor(() =>
    expect(saved()).toEqual([
      ["customer", "Bo"],
      ["days", "7"],
    ]),
  );
  await expectNoAxeProblems(container);
  await userEvent.click(within(paging).getByRole("button", { name: "Put back what was there" }));
  await waitFor(() => expect(saved()?.[0]).toEqual(["customer", "typed"]));
});

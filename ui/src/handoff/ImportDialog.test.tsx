import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { HandoffImport } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { ImportDialog } from "./ImportDialog";
import { sampleDraft } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const found = (change: Partial<HandoffImport> = {}): HandoffImport => ({
  draft: sampleDraft(),
  format: "A Databricks bundle",
  notes: ["Not taken over: who may use the endpoint."],
  problems: [],
  ...change,
});
const place = () => screen.getByRole("textbox", { name: /JSON of an endpoint/ });
const paste = (text: string) => fireEvent.change(place(), { target: { value: text } });

beforeEach(() => {
  fake.endpointsDraftGet.mockResolvedValue(ok(null));
  fake.endpointsDraftSave.mockResolvedValue(ok(0));
  fake.handoffImport.mockResolvedValue(ok(found()));
});

test("shows what was understood and what was not, and goes on to the create flow with it", async () => {
  const onClose = vi.fn();
  const { router } = await renderPage(<ImportDialog open onClose={onClose} />);
  paste("resources: {}");
  const said = await screen.findByRole("region", { name: "What was understood" });
  expect(said.textContent).toContain("2 served entities, 80 / 20");
  expect(said.textContent).toContain("who may use the endpoint");
  await expectNoAxeProblems(document.body);
  await userEvent.click(screen.getByRole("button", { name: "Go on with it" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/endpoints/new"));
  expect(fake.endpointsDraftSave).toHaveBeenCalledWith(sampleDraft(), "connection");
  expect(onClose).toHaveBeenCalled();
});

test("what is no endpoint is said beside the text, and there is no way on", async () => {
  fake.handoffImport.mockResolvedValue(
    ok(
      found({
        draft: null,
        problems: [{ path: "text", message: "No endpoint was found in it.", blocks: true }],
      }),
    ),
  );
  await renderPage(<ImportDialog open onClose={vi.fn()} />);
  paste("hello");
  expect(await screen.findByText("No endpoint was found in it.")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Go on with it" }));
  expect(fake.endpointsDraftSave).not.toHaveBeenCalled();
});

test("a dropped file is read, and one that is too large is not", async () => {
  await renderPage(<ImportDialog open onClose={vi.fn()} />);
  const drop = (file: File) => fireEvent.drop(place(), { dataTransfer: { files: [file] } });
  drop(new File(["x".repeat(1_048_577)], "film.json"));
  expect(await screen.findByText(/film.json is larger than a megabyte/)).toBeTruthy();
  drop(new File(["name: chat"], "databricks.yml"));
  await waitFor(() => expect(fake.handoffImport).toHaveBeenCalledWith("name: chat"));
  expect(fake.handoffImport).toHaveBeenCalledTimes(1);
});

test("an unfinished endpoint is not replaced unsaid", async () => {
  fake.endpointsDraftGet.mockResolvedValue(
    ok({ draft: sampleDraft({ name: "begun" }), step: "name", savedAt: 1 }),
  );
  await renderPage(<ImportDialog open onClose={vi.fn()} />);
  paste("{}");
  expect(await screen.findByText(/replaces the unfinished endpoint begun/)).toBeTruthy();
});

test("a draft that cannot be kept leaves the dialog open and says why", async () => {
  fake.endpointsDraftSave.mockResolvedValue(fails(sampleFailure({ title: "The local database refused" })));
  const onClose = vi.fn();
  await renderPage(<ImportDialog open onClose={onClose} />);
  paste("{}");
  await screen.findByRole("region", { name: "What was understood" });
  await userEvent.click(screen.getByRole("button", { name: "Go on with it" }));
  expect(await screen.findByText(/The local database refused/)).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
});

test("problems name the served entity they are about, and the last answer wins", async () => {
  let first: (answer: Awaited<ReturnType<typeof fake.handoffImport>>) => void = () => undefined;
  fake.handoffImport.mockImplementationOnce(() => new Promise((done) => (first = done)));
  await renderPage(<ImportDialog open onClose={vi.fn()} />);
  paste("one");
  await waitFor(() => expect(fake.handoffImport).toHaveBeenCalledTimes(1));
  fake.handoffImport.mockResolvedValue(
    ok(
      found({
        problems: [
          { path: "entities.1.values.anthropic_api_key", message: "API key is missing.", blocks: true },
          { path: "fallback", message: "Only a doubt.", blocks: false },
        ],
      }),
    ),
  );
  paste("two");
  expect(await screen.findByText("claude: API key is missing.")).toBeTruthy();
  first(ok(found({ draft: sampleDraft({ name: "older" }) })));
  await Promise.resolve();
  expect(screen.queryByText("older")).toBeNull();
  expect(screen.queryByText("Only a doubt.")).toBeNull();
});

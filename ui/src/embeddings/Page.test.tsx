// The page Embeddings from the outside: what it begins with, what is sent, what is shown, and what is said when it fails.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EmbeddingRun } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { Page } from "./Page";
import { STARTERS } from "./starters";
import { picture, row, run, side } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());

const rowsOf = (names: string[]) =>
  ok({
    counts: { all: names.length, attention: 0, mine: 0, others: 0 },
    matching: names.length,
    offset: 0,
    rows: names.map((name) => row(name)),
    checkedAt: 0,
    stale: false,
  });

function core(made: EmbeddingRun = run(), names = ["embeddings-multilingual", "invoice-embeddings-3-large"]) {
  fake.embeddingsDraftGet.mockResolvedValue(ok(null));
  fake.embeddingsDraftSave.mockResolvedValue(ok(null));
  fake.endpointsList.mockResolvedValue(rowsOf(names));
  fake.embeddingsCompare.mockResolvedValue(ok(made));
  fake.embeddingsRun.mockResolvedValue(ok(made));
}

const open = (path = "/embeddings") => renderPage(<Page />, { path });
const compare = async () =>
  userEvent.click((await screen.findAllByRole("button", { name: /Compare texts/u }))[0] as HTMLElement);

beforeEach(() => core());

describe("the sheet of texts", () => {
  it("begins with texts to try and the first endpoint that makes embeddings", async () => {
    await open();
    expect(await screen.findByRole("textbox", { name: "Text A" })).toHaveProperty("value", STARTERS[0]);
    expect(screen.getAllByRole("textbox")).toHaveLength(STARTERS.length);
    expect(screen.getByRole("combobox", { name: "Endpoint" }).textContent).toContain(
      "embeddings-multilingual",
    );
  });

  it("is what was typed last time, and is saved as it is typed", async () => {
    fake.embeddingsDraftGet.mockResolvedValue(
      ok({ texts: ["One", "Two"], targets: [{ endpoint: "invoice-embeddings-3-large", entity: null }] }),
    );
    await open();
    await userEvent.type(await screen.findByRole("textbox", { name: "Text B" }), "!");
    await waitFor(() =>
      expect(fake.embeddingsDraftSave).toHaveBeenLastCalledWith("sandbox", {
        texts: ["One", "Two!"],
        targets: [{ endpoint: "invoice-embeddings-3-large", entity: null }],
      }),
    );
  });

  it("begins a new text with Enter, and does not send the empty one", async () => {
    fake.embeddingsDraftGet.mockResolvedValue(ok({ texts: ["One"], targets: [] }));
    await open();
    await userEvent.type(await screen.findByRole("textbox", { name: "Text A" }), "{Enter}");
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "New text" })),
    );
    await compare();
    expect(fake.embeddingsCompare.mock.calls[0]?.[0].texts).toEqual(["One"]);
  });

  it("takes texts from a sheet", async () => {
    fake.embeddingsDraftGet.mockResolvedValue(ok({ texts: ["One"], targets: [] }));
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Paste from a sheet" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("textbox", { name: /Cells/u }));
    await userEvent.paste("id\ttext\n1\tWhere is my parcel?\n2\tThank you, all is fine");
    await userEvent.click(within(dialog).getByRole("checkbox"));
    await userEvent.click(within(dialog).getByRole("button", { name: "Add 2 texts" }));
    expect((await screen.findByRole("textbox", { name: "Text C" })).textContent).toBe(
      "Thank you, all is fine",
    );
    expect(screen.getByRole("textbox", { name: "Text A" }).textContent).toBe("One");
  });

  it("says what is missing when no endpoint makes embeddings", async () => {
    core(run(), []);
    const { container } = await open();
    expect(await screen.findByText("No endpoint makes embeddings here")).toBeTruthy();
    await expectNoAxeProblems(container);
  });
});

describe("a comparison", () => {
  it("is a table with heads on both sides, a sentence and the numbers", async () => {
    const { container, router } = await open();
    await compare();
    const table = await screen.findByRole("table", { name: /Cosine similarity/u });
    expect(within(table).getAllByRole("columnheader")).toHaveLength(3);
    expect(within(table).getAllByRole("rowheader")).toHaveLength(3);
    expect(within(table).getAllByRole("cell", { name: "0.93" })).toHaveLength(2);
    expect(within(table).getAllByText("same text")).toHaveLength(3);
    expect(screen.getByText("A and B mean nearly the same")).toBeTruthy();
    expect(screen.getByText("1,024")).toBeTruthy();
    expect(screen.getByText("0.21 s")).toBeTruthy();
    expect(screen.getByText("limit of this model is 512")).toBeTruthy();
    expect(router.state.location.search).toEqual({ run: "run-1" });
    await expectNoAxeProblems(container);
  });

  it("can be read as a ranking and as a map, under addresses of their own", async () => {
    const { container, router } = await open("/embeddings?run=run-1");
    await userEvent.click(await screen.findByRole("tab", { name: "Nearest" }));
    const ranking = await screen.findByRole("list", { name: "Nearest to text A" });
    expect(
      within(ranking)
        .getAllByRole("button")
        .map((one) => one.textContent),
    ).toEqual(["BWo ist meine Lieferung?0.93", "CThe box was crushed0.47"]);
    await userEvent.click(within(ranking).getByRole("button", { name: /crushed/u }));
    expect(await screen.findByRole("list", { name: "Nearest to text C" })).toBeTruthy();
    await userEvent.click(screen.getByRole("tab", { name: "Map" }));
    expect(await screen.findByRole("img", { name: "Map of 3 texts. Nearest to C: A, B." })).toBeTruthy();
    expect(screen.getByText(/62 % of the differences/u)).toBeTruthy();
    expect(router.state.location.search).toEqual({ run: "run-1", view: "map" });
    await expectNoAxeProblems(container);
  });

  it("with two models warns where their dimensions differ and lets one fail alone", async () => {
    const failing = side({
      endpoint: "invoice-embeddings-3-large",
      picture: null,
      failure: sampleFailure({ title: "OpenAI is over its quota" }),
    });
    core(
      run({
        sides: [
          side(),
          side({
            endpoint: "invoice-embeddings-3-large",
            picture: picture(
              [
                [1, 0.9, 0.2],
                [0.9, 1, 0.3],
                [0.2, 0.3, 1],
              ],
              3072,
            ),
          }),
        ],
      }),
    );
    await open();
    await userEvent.click(await screen.findByRole("button", { name: "Second model" }));
    await compare();
    expect(await screen.findByText(/1,024 and 3,072 numbers per text/u)).toBeTruthy();
    expect(screen.getAllByRole("table")).toHaveLength(2);
    expect(fake.embeddingsCompare.mock.calls[0]?.[0].targets.map((target) => target.endpoint)).toEqual([
      "embeddings-multilingual",
      "invoice-embeddings-3-large",
    ]);
    fake.embeddingsCompare.mockResolvedValue(ok(run({ id: "run-2", sides: [side(), failing] })));
    await compare();
    expect(await screen.findByText("OpenAI is over its quota")).toBeTruthy();
    expect(screen.getAllByRole("table")).toHaveLength(1);
  });

  it("is stopped with Escape, also from a text", async () => {
    const answers: ((answer: { status: "ok"; data: null }) => void)[] = [];
    fake.embeddingsCompare.mockImplementation(() => new Promise((done) => answers.push(done)));
    fake.embeddingsStop.mockImplementation(async () => {
      answers[0]?.(ok(null));
      return ok(null);
    });
    await open();
    await compare();
    await screen.findByRole("button", { name: /Stop/u });
    await userEvent.type(screen.getByRole("textbox", { name: "Text A" }), "{Escape}");
    expect((await screen.findAllByRole("button", { name: /Compare texts/u })).length).toBeGreaterThan(0);
    expect(fake.embeddingsStop.mock.calls[0]?.[0]).toBe(fake.embeddingsCompare.mock.calls[0]?.[0].name);
  });

  it("that is older than the texts says so and can give its texts back", async () => {
    await open("/embeddings?run=run-1");
    await userEvent.click(await screen.findByRole("button", { name: "Take its texts" }));
    expect(screen.getByRole("textbox", { name: "Text C" }).textContent).toBe("The box was crushed");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Take its texts" })).toBeNull());
  });

  it("that cannot be made is explained, and the texts stay", async () => {
    fake.embeddingsCompare.mockResolvedValue(fails(sampleFailure({ title: "Not signed in" })));
    await open();
    await compare();
    expect(await screen.findByText("Not signed in")).toBeTruthy();
    expect(screen.getByRole("textbox", { name: "Text A" }).textContent).toBe(STARTERS[0]);
  });

  it("is saved as a file by the core, which says where", async () => {
    fake.embeddingsExport.mockResolvedValue(ok("/home/dana/Downloads/embeddings.csv"));
    await open("/embeddings?run=run-1");
    await userEvent.click(await screen.findByRole("button", { name: "Save" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "The numbers as CSV" }));
    expect(await screen.findByText("/home/dana/Downloads/embeddings.csv")).toBeTruthy();
    expect(fake.embeddingsExport.mock.calls).toEqual([["run-1", 0, "vectorsCsv"]]);
  });

  it("draws hostile texts as text", async () => {
    const texts = ["<img src=x onerror=alert(1)>", '=HYPERLINK("https://x")', "[a](javascript:alert(1))"];
    core(run({ texts }));
    const { container } = await open("/embeddings?run=run-1&view=map");
    await screen.findByRole("img", { name: /Map of 3 texts/u });
    expect(container.querySelector("img, a[href^='javascript'], script")).toBeNull();
  });

  it("says what it cost, and takes a price where none is known", async () => {
    const one = run();
    const [side] = one.sides;
    if (!side) throw new Error("there is one");
    fake.embeddingsCompare.mockResolvedValue(ok({ ...one, sides: [{ ...side, cost: null }] }));
    fake.pricesFor.mockResolvedValue(
      ok([
        {
          entity: side.servedBy ?? "",
          provider: "cohere",
          providerName: "Cohere",
          model: "embed-multilingual-v3.0",
          price: null,
        },
      ]),
    );
    fake.pricesSave.mockImplementation(async (price) => ok(price));
    await open();
    await compare();
    await userEvent.click(await screen.findByRole("button", { name: "add" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).queryByRole("textbox", { name: /answered/u })).toBeNull();
    await userEvent.type(within(dialog).getByRole("textbox", { name: /For what is sent/u }), "0,1");
    await userEvent.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(fake.pricesSave.mock.calls[0]?.[0]).toMatchObject({ input: 0.1, output: 0, provider: "cohere" }),
    );
    fake.embeddingsCompare.mockResolvedValue(ok(one));
    await compare();
    expect(await screen.findByText("0.00062 ct")).toBeTruthy();
  });
});

describe("earlier comparisons", () => {
  it("are listed, opened and deleted for good", async () => {
    fake.embeddingsRuns.mockResolvedValue(
      ok([
        {
          id: "run-1",
          at: 1_795_000_000_000,
          title: "Where is my delivery?",
          texts: 3,
          endpoints: ["e"],
          failed: false,
        },
      ]),
    );
    fake.embeddingsDelete.mockResolvedValue(ok(null));
    const { router } = await open();
    await userEvent.click(await screen.findByRole("button", { name: "Earlier" }));
    await userEvent.click(await screen.findByRole("button", { name: /^Where is my delivery\? ?3 texts/u }));
    expect(router.state.location.search).toEqual({ run: "run-1" });
    await userEvent.click(screen.getByRole("button", { name: "Earlier" }));
    await userEvent.click(await screen.findByRole("button", { name: "Delete Where is my delivery?" }));
    await userEvent.click(screen.getByRole("button", { name: "Delete comparison" }));
    await waitFor(() => expect(fake.embeddingsDelete).toHaveBeenCalledWith("run-1"));
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });
});

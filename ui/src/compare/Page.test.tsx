import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onmessage: unknown) => ({ onmessage }) }));

import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { DiffText } from "./DiffText";
import { Page } from "./Page";
import { answer, answerByHand, answers, comparison, coreWith, run, setup, waiting } from "./testing";

const open = (path = "/compare?compare=x1") => renderPage(<Page />, { path });
const col = (name: string) => screen.findByRole("region", { name });

test("three answers stand side by side with their differences, numbers and tags", async () => {
  coreWith(comparison({ runs: [run()] }), answers("your pallet is late", "your pallet is early", "late"));
  const { container } = await open();
  const second = await col("azure-gpt4o");
  await waitFor(() => expect(within(second).getByText("early").tagName).toBe("INS"));
  expect(within(second).getByText("late").tagName).toBe("DEL");
  const first = await col("openai-gpt4o");
  expect(within(first).getByText("Baseline")).toBeTruthy();
  expect(within(first).getByText("Fastest")).toBeTruthy();
  expect(within(await col("anthropic-claude-sonnet")).getByText("Shortest")).toBeTruthy();
  expect(within(first).getByText("1.0 s")).toBeTruthy();
  await expectNoAxeProblems(container);
});

test("Ctrl Enter asks all columns, words come in their own column, Esc stops all", async () => {
  coreWith(comparison());
  const asked = answerByHand();
  await open();
  await userEvent.type(await screen.findByRole("textbox", { name: "Message for all columns" }), " Now.");
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.columns.map((one) => [one.columnId, one.label, one.prompt])).toEqual([
    ["a", "openai-gpt4o", "Write a short answer. Now."],
    ["b", "azure-gpt4o", "Write a short answer. Now."],
    ["c", "anthropic-claude-sonnet", "Write a short answer. Now."],
  ]);
  await act(async () => {
    asked[0]?.begin(run());
    asked[0]?.say("b", { kind: "started", turnId: "t", answer: waiting("b1") });
    asked[0]?.say("b", { kind: "text", answerId: "b1", seq: 1, text: "Your pallet" });
  });
  expect(await within(await col("azure-gpt4o")).findByText("Your pallet")).toBeTruthy();
  expect(within(await col("openai-gpt4o")).getByText(/Waiting for the first word/)).toBeTruthy();
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(fake.compareStop).toHaveBeenCalledWith("x1", null));
  await act(async () => {
    const part = answer({ id: "b1", outcome: "stopped", text: "Your pallet" });
    asked[0]?.say("b", { kind: "finished", turnId: "t", answer: part });
    asked[0]?.end("b");
    asked[0]?.settle();
  });
  expect(await within(await col("azure-gpt4o")).findByText("Stopped by you.")).toBeTruthy();
  // What was stopped before its first sign of life says so, and can be asked after all.
  const never = within(await col("openai-gpt4o"));
  expect(never.getByText("Stopped before it began to answer.")).toBeTruthy();
  fake.compareAgain.mockResolvedValue(ok(null));
  await userEvent.click(never.getByRole("button", { name: "Ask it again" }));
  expect(fake.compareAgain).toHaveBeenCalledWith("r1", "a", expect.anything());
  expect(await screen.findByRole("button", { name: /Run all/ })).toBeTruthy();
});

test("a column that fails says why in its place and leaves the others alone", async () => {
  const cells = answers("one", "", "three");
  cells[1] = {
    columnId: "b",
    answers: [answer({ id: "b1", text: "", outcome: "failed", failure: sampleFailure({}) })],
  };
  coreWith(comparison({ runs: [run()] }), cells);
  fake.compareAgain.mockResolvedValue(ok(null));
  await open();
  const failed = await col("azure-gpt4o");
  expect(await within(failed).findByText("Cohere refused the key")).toBeTruthy();
  expect(within(await col("openai-gpt4o")).getByText("one")).toBeTruthy();
  await userEvent.click(within(failed).getByRole("button", { name: "Try again" }));
  expect(fake.compareAgain).toHaveBeenCalledWith("r1", "b", expect.anything());
});

test("hidden names are nowhere on the page, nor are times, prices and reasons, until the vote", async () => {
  const cells = answers("one", "two", "");
  cells[2] = {
    columnId: "c",
    answers: [answer({ id: "c1", text: "", outcome: "failed", failure: sampleFailure({}) })],
  };
  const blind = comparison({ setup: setup({ blind: true }), runs: [run({ blind: true })] });
  coreWith(blind, cells);
  const vote = { column: "b", note: "", blind: true };
  fake.compareVote.mockResolvedValue(ok({ ...blind, runs: [run({ blind: true, vote })] }));
  const { container } = await open();
  expect(await within(await col("Answer B")).findByText("two")).toBeTruthy();
  expect(container.outerHTML).not.toMatch(/gpt4o|claude|Cohere|OpenAI|1\.0 s| ct\b|price not/);
  expect(screen.getAllByText("Time and price appear after your vote.")).toHaveLength(3);
  expect(screen.getByText(/Why appears after your vote/)).toBeTruthy();
  await expectNoAxeProblems(container);
  await userEvent.click(screen.getByRole("button", { name: "This one: Answer B" }));
  expect(fake.compareVote).toHaveBeenCalledWith("r1", { column: "b", note: "" });
  expect(await col("azure-gpt4o")).toBeTruthy();
  expect(screen.getByText("Cohere refused the key")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Your choice: azure-gpt4o" }).getAttribute("aria-pressed")).toBe(
    "true",
  );
});

test("repeats are looked at one by one, with the spread under them", async () => {
  const cells = answers("one", "two", "three");
  cells[0] = {
    columnId: "a",
    answers: [answer({ id: "a1", text: "red green" }), answer({ id: "a2", text: "red blue", totalMs: 3900 })],
  };
  coreWith(comparison({ runs: [run({ repeat: 2 })] }), cells);
  await open();
  const first = await col("openai-gpt4o");
  expect(await within(first).findByText("red blue")).toBeTruthy();
  expect(within(first).getByText("2 of 2 answered")).toBeTruthy();
  expect(within(first).getByText("2 different texts, 50 % of the words differ")).toBeTruthy();
  await userEvent.click(within(first).getByRole("button", { name: "Earlier repeat" }));
  expect(await within(first).findByText("red green")).toBeTruthy();
});

test("two answers that are JSON are compared field by field", async () => {
  coreWith(comparison({ runs: [run()] }), answers('{"days":6,"port":"R"}', '{"port":"R","days":7}', "{}"));
  await open();
  const table = await within(await col("azure-gpt4o")).findByRole("table");
  expect(within(table).getByRole("rowheader", { name: /days/ })).toBeTruthy();
  expect(within(table).queryByRole("rowheader", { name: /port/ })).toBeNull();
});

test("hostile text in an answer is drawn as text, marked or not", async () => {
  const hostile = '<img src=x onerror="document.title=1"><script>1</script>';
  coreWith(comparison({ runs: [run()] }), answers("your pallet", `your ${hostile} pallet`, hostile));
  const { container } = await open();
  await within(await col("azure-gpt4o")).findByText(/onerror/);
  expect(container.querySelector("img, script")).toBeNull();
});

test("differences are those of what is read; where only signs differ, the signs are shown", async () => {
  coreWith(
    comparison({ runs: [run()] }),
    answers("**Your** pallet is `late`.", "Your pallet is *very* late.", "Your pallet is late."),
  );
  await open();
  const marked = async (name: string) => {
    const column = await col(name);
    await within(column).findAllByText(/pallet/);
    return [...column.querySelectorAll("ins, del")].map((one) => one.textContent?.trim());
  };
  await waitFor(async () => expect(await marked("azure-gpt4o")).toEqual(["very"]));
  expect((await marked("anthropic-claude-sonnet")).join(" ")).toBe("** ** ` `");
});

test("differences of long answers are there before one notices", () => {
  // Few different words, and every fortieth is another one: nothing can be skipped.
  const words = (other: string) =>
    Array.from({ length: 20_000 }, (_, n) => (n % 40 === 7 ? other : `word${n % 97}`)).join(" ");
  const began = performance.now();
  render(<DiffText before={`# One\n\n${words("here")}`} after={`# One\n\n${words("there")}`} />);
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(document.querySelectorAll("ins").length).toBeGreaterThan(0);
});

test("a link from an endpoint's page begins a comparison of its entities with the message", async () => {
  coreWith(comparison());
  fake.compareCreate.mockResolvedValue(ok(comparison({ id: "new" })));
  const { router } = await open("/compare?endpoint=support-assistant-chat&prompt=Hello");
  await waitFor(() => expect(router.state.location.search).toEqual({ compare: "new" }));
  const made = fake.compareCreate.mock.calls[0]?.[0];
  expect(made?.draft).toBe("Hello");
  expect(made?.columns.map((one) => one.entity)).toEqual(["openai-gpt4o", "anthropic-claude-sonnet"]);
});

test("begun from a conversation, its instructions go along", async () => {
  coreWith(comparison());
  const options = { ...comparison().setup.options, systemPrompt: "Answer in one line.", temperature: 0.2 };
  fake.playgroundChat.mockResolvedValue(ok({ id: "c1", options } as never));
  fake.compareCreate.mockResolvedValue(ok(comparison({ id: "new" })));
  await open("/compare?endpoint=support-assistant-chat&prompt=Hello&from=c1");
  await waitFor(() => expect(fake.compareCreate).toHaveBeenCalled());
  expect(fake.playgroundChat.mock.calls[0]?.[0]).toBe("c1");
  expect(fake.compareCreate.mock.calls[0]?.[0].options).toEqual(options);
});

test("a conversation found in the history opens its message of the comparison", async () => {
  coreWith(comparison({ runs: [run({ id: "r0" }), run()] }));
  fake.compareFind.mockResolvedValue(ok({ comparison: "x1", run: "r0" }));
  const { router } = await open("/compare?chat=chat-a");
  await waitFor(() => expect(router.state.location.search).toEqual({ compare: "x1", run: "r0" }));
});

test("a workspace without an endpoint to ask says so, a failing core too", async () => {
  coreWith(comparison());
  const { container } = await open("/compare");
  expect(await screen.findByText("Nobody to compare yet")).toBeTruthy();
  await expectNoAxeProblems(container);
  fake.compareGet.mockResolvedValue(fails(sampleFailure({ title: "This comparison is not here any more" })));
  await open("/compare?compare=gone");
  expect(await screen.findByText("This comparison is not here any more")).toBeTruthy();
});

test("seven columns do not fit, and two have to stay", async () => {
  const columns = ["a", "b", "c", "d", "e", "f"].map((id) => ({ ...setup().columns[0], id }) as never);
  coreWith(comparison({ setup: setup({ columns }) }));
  await open();
  const add = await screen.findByRole("button", { name: /Add column/ });
  expect(add.getAttribute("aria-disabled")).toBe("true");
});

test("why an answer is preferred can be said, and changed", async () => {
  const voted = (note: string) => comparison({ runs: [run({ vote: { column: "a", note, blind: false } })] });
  coreWith(voted(""), answers("one", "two", "three"));
  fake.compareVote.mockResolvedValue(ok(voted("says when")));
  await open();
  const first = await col("openai-gpt4o");
  await userEvent.click(await within(first).findByRole("button", { name: "Say why" }));
  await userEvent.type(within(first).getByRole("textbox", { name: "Why this one" }), "says when{Enter}");
  expect(fake.compareVote).toHaveBeenCalledWith("r1", { column: "a", note: "says when" });
  expect(await within(first).findByText("says when")).toBeTruthy();
});

test("options for all say when chance plays a part, and can rule it out", async () => {
  coreWith(comparison());
  const { baseElement } = await open();
  await userEvent.click(await screen.findByRole("button", { name: "Same options for all" }));
  const drawer = await screen.findByRole("dialog", { name: "Options for all columns" });
  await expectNoAxeProblems(baseElement);
  await userEvent.click(within(drawer).getByRole("button", { name: "Set Creativity to 0" }));
  await waitFor(() => expect(fake.compareSave).toHaveBeenCalled());
  expect(fake.compareSave.mock.calls.at(-1)?.[1].options.temperature).toBe(0);
  expect(within(drawer).queryByText(/differ by chance/)).toBeNull();
});

test("a column with other options is added beside the others and named after them", async () => {
  coreWith(comparison());
  await open();
  await userEvent.click(await screen.findByRole("button", { name: /Add column/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "The same with other options" }));
  expect(await screen.findByRole("dialog", { name: /Options of openai-gpt4o/ })).toBeTruthy();
  expect(screen.getByText("4 calls")).toBeTruthy();
});

test("a message of its own stands under the name of its column and goes out instead", async () => {
  coreWith(comparison());
  const asked = answerByHand();
  await open();
  const second = await col("azure-gpt4o");
  await userEvent.click(within(second).getByRole("button", { name: "More about azure-gpt4o" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "A message of its own" }));
  const own = await within(second).findByRole("textbox");
  await userEvent.clear(own);
  await userEvent.type(own, "In one sentence.");
  await userEvent.click(screen.getByRole("button", { name: /Run all/ }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.columns.map((one) => one.prompt)).toEqual([
    "Write a short answer.",
    "In one sentence.",
    "Write a short answer.",
  ]);
  expect(fake.compareSave.mock.calls.at(-1)?.[1].columns[1]?.message).toBe("In one sentence.");
});

test("the votes of all messages are counted in a table", async () => {
  const voted = run({ vote: { column: "b", note: "", blind: true } });
  coreWith(comparison({ runs: [voted] }), answers("one", "two", "three"));
  const row = { columnId: "b", label: "azure-gpt4o", of: 4, wins: 3, blindWins: 2, notes: ["clearer"] };
  fake.compareTally.mockResolvedValue(ok({ rows: [row], votes: 4, none: 1 }));
  const { baseElement } = await open();
  await userEvent.click(await screen.findByRole("button", { name: "Votes" }));
  const table = await screen.findByRole("table", { name: "4 votes, 1 of them for none" });
  expect(within(table).getByText("3 of 4")).toBeTruthy();
  expect(within(table).getByText("clearer")).toBeTruthy();
  await expectNoAxeProblems(baseElement);
});

test("earlier comparisons are listed, and deleting one is asked first", async () => {
  coreWith(comparison());
  const one = { endpoint: "support-assistant-chat", columns: 3, runs: 2, updatedAt: 0 };
  fake.compareList.mockResolvedValue(ok([{ ...one, id: "x9", title: "Late pallets" }]));
  fake.compareDelete.mockResolvedValue(ok(null));
  const { baseElement } = await open();
  await userEvent.click(await screen.findByRole("button", { name: "History" }));
  await userEvent.click(await screen.findByRole("button", { name: "Delete Late pallets" }));
  expect(fake.compareDelete).not.toHaveBeenCalled();
  await expectNoAxeProblems(baseElement);
  await userEvent.click(screen.getByRole("button", { name: "Delete comparison" }));
  await waitFor(() => expect(fake.compareDelete).toHaveBeenCalledWith("x9"));
});

test("an answer from the cache says so and is never the fastest or the cheapest", async () => {
  const cells = answers("one", "two", "three three");
  cells[0] = {
    columnId: "a",
    answers: [answer({ id: "a1", text: "one", totalMs: 1, fromCache: { at: Date.now() - 7_200_000 } })],
  };
  coreWith(comparison({ runs: [run()] }), cells);
  await open();
  const first = await col("openai-gpt4o");
  expect(await within(first).findByText(/From the cache/)).toBeTruthy();
  expect(within(first).getByText("from the cache, nothing was sent")).toBeTruthy();
  expect(within(first).queryByText("Fastest")).toBeNull();
  expect(within(await col("azure-gpt4o")).getByText("Fastest")).toBeTruthy();
});

test("variables of the messages are filled once for all columns, and what is missing is said", async () => {
  coreWith(comparison({ setup: setup({ draft: "Write to {{customer}}, {{days}} days late." }) }));
  const asked = answerByHand();
  const { container } = await open();
  const list = await screen.findByRole("list", { name: "Variables" });
  expect(screen.getByText("Fill customer and days first.")).toBeTruthy();
  await expectNoAxeProblems(container);
  await userEvent.type(within(list).getByRole("textbox", { name: "customer" }), "Frau Lindqvist");
  await userEvent.type(within(list).getByRole("textbox", { name: "days" }), "6");
  await userEvent.click(screen.getByRole("button", { name: /Run all/ }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.columns[0]?.prompt).toBe("Write to Frau Lindqvist, 6 days late.");
  expect(fake.compareSave.mock.calls.at(-1)?.[1].variables).toEqual([
    ["customer", "Frau Lindqvist"],
    ["days", "6"],
  ]);
});

test("two versions of a saved prompt stand side by side", async () => {
  coreWith(comparison());
  const content = { name: "Apology", folder: "", tags: [], system: "", target: null, options: null };
  const version = (number: number) => ({ ...content, template: `Version ${number}.` });
  fake.promptsList.mockResolvedValue(
    ok([{ id: "p1", name: "Apology", folder: "", tags: [], version: 2, drafted: false, updatedAt: 0 }]),
  );
  fake.promptsGet.mockResolvedValue(
    ok({ id: "p1", version: 2, content: version(2), draft: null, updatedAt: 0 }),
  );
  fake.promptsVersions.mockResolvedValue(
    ok([1, 2].map((at) => ({ version: at, note: "", savedAt: 0, content: version(at) }))),
  );
  const asked = answerByHand();
  await open();
  await userEvent.click(await screen.findByRole("button", { name: /Add column/ }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "A saved prompt" }));
  await userEvent.click(await screen.findByRole("button", { name: "Apology" }));
  await userEvent.click(await screen.findByRole("button", { name: "More about Apology v2" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "The version before, beside it" }));
  expect(await col("Apology v1")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: /Run all/ }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.columns.slice(3).map((one) => [one.label, one.prompt])).toEqual([
    ["Apology v2", "Version 2."],
    ["Apology v1", "Version 1."],
  ]);
});

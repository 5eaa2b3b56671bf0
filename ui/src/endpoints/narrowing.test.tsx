// The list narrowed by values, saved by name, marked for a job on many: the parts that are loaded when they are wanted.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Bench, EndpointFacets, SavedList } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectAccessible, pageOf, pretendHeight, renderAt, row } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onmessage: unknown) => ({ onmessage }) }));

const copied = vi.hoisted(() => ({ text: "" }));
vi.mock("../kit/clipboard", () => ({
  copyText: async (text: string) => {
    copied.text = text;
    return true;
  },
}));

const facets: EndpointFacets = {
  providers: [
    { value: "openai", label: "OpenAI", count: 7 },
    { value: "cohere", label: "Cohere", count: 0 },
  ],
  states: [{ state: "ready", count: 9 }],
  tasks: [{ value: "", label: "", count: 1 }],
  creators: Array.from({ length: 9 }, (_, at) => ({ value: `u${at}`, label: `u${at}`, count: 9 - at })),
  tags: [{ tag: { key: "team", value: "search" }, count: 3 }],
  moreCreators: 12,
  moreTags: 0,
};

const last = () => fake.endpointsList.mock.calls.at(-1)?.[0];

beforeEach(() => {
  pretendHeight(600);
  fake.endpointsList.mockResolvedValue(ok(pageOf([row({ name: "a" }), row({ name: "b" })])));
  fake.endpointsSplits.mockResolvedValue(ok([]));
  fake.endpointsFacets.mockResolvedValue(ok(facets));
  fake.providersList.mockResolvedValue(ok([]));
  fake.endpointsViews.mockResolvedValue(ok([]));
});

test("values are chosen with their counts, stand as chips and in the address, and a chip takes one away", async () => {
  const user = userEvent.setup();
  const { history } = renderAt("/endpoints");
  await screen.findByText("a");
  await user.click(screen.getByRole("button", { name: "Filter" }));
  const panel = await screen.findByRole("dialog", { name: "Filter the list" });
  expect(within(panel).getByText("Task not known")).toBeTruthy();
  await user.click(await within(panel).findByRole("checkbox", { name: /OpenAI\s*7/ }));
  await user.click(within(panel).getByRole("checkbox", { name: /team:search/ }));
  expect(last()).toMatchObject({ providers: ["openai"], tags: [{ key: "team", value: "search" }] });
  await expectAccessible(panel);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(history.location.search).toBe("?provider=openai&tag=team%3Asearch"));
  await user.click(await screen.findByRole("button", { name: "Remove the filter tag team:search" }));
  await waitFor(() => expect(history.location.search).toBe("?provider=openai"));
  expect(screen.queryByRole("button", { name: /^Remove the filter tag/ })).toBeNull();
});

test("long lists of values open on demand and say what they leave off", async () => {
  const user = userEvent.setup();
  renderAt("/endpoints");
  await screen.findByText("a");
  await user.click(screen.getByRole("button", { name: "Filter" }));
  expect(await screen.findByRole("checkbox", { name: /u5/ })).toBeTruthy();
  expect(screen.queryByRole("checkbox", { name: /u6/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Show 3 more" }));
  expect(screen.getByRole("checkbox", { name: /u8/ })).toBeTruthy();
  expect(screen.getByText(/^12 rarer ones/)).toBeTruthy();
});

test("an address with filters opens the list so, and nothing left says that filters are on", async () => {
  fake.endpointsList.mockResolvedValue(
    ok(pageOf([], { counts: { all: 3, attention: 0, mine: 0, others: 0 } })),
  );
  const user = userEvent.setup();
  renderAt("/endpoints?state=failed&creator=dana,~");
  expect(await screen.findByText("No endpoint with these filters")).toBeTruthy();
  expect(last()).toMatchObject({ states: ["failed"], creators: ["dana", ""] });
  expect(await screen.findByRole("button", { name: "Remove the filter owner not known" })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Show all endpoints" }));
  await waitFor(() => expect(last()).toMatchObject({ states: [], creators: [] }));
});

test("a list is saved by name, chosen from the menu, deleted and brought back; its address can be copied", async () => {
  const saved: SavedList = {
    name: "Ours",
    savedAt: 1,
    query: {
      search: "",
      view: "mine",
      sort: "name",
      descending: false,
      offset: 0,
      limit: 56,
      refresh: false,
    },
  };
  fake.endpointsViewSave.mockResolvedValue(ok([saved]));
  const user = userEvent.setup();
  renderAt("/endpoints");
  await screen.findByText("a");
  const menu = () => user.click(screen.getByRole("button", { name: "Lists and marking" }));
  await menu();
  await user.click(await screen.findByRole("menuitem", { name: "Save this list" }));
  await user.type(await screen.findByRole("textbox", { name: "Name" }), "Ours{Enter}");
  await waitFor(() => expect(fake.endpointsViewSave).toHaveBeenCalledWith("Ours", expect.anything()));
  await menu();
  await user.click(await screen.findByRole("menuitem", { name: "Ours" }));
  await waitFor(() => expect(last()).toMatchObject({ view: "mine", providers: [] }));
  await menu();
  await user.click(await screen.findByRole("menuitem", { name: "Copy the address of this list" }));
  await waitFor(() => expect(copied.text).toBe("/endpoints?view=mine"));
  fake.endpointsViewDelete.mockResolvedValue(ok([]));
  await menu();
  await user.click(await screen.findByRole("menuitem", { name: "Delete “Ours”" }));
  fake.endpointsViewSave.mockClear();
  await user.click(await screen.findByRole("button", { name: "Undo" }));
  expect(fake.endpointsViewSave).toHaveBeenCalledWith("Ours", saved.query);
});

test("endpoints are marked by key and by box, and their tags are written, each with what became of it", async () => {
  const results = [
    { name: "a", outcome: "done" as const, explanation: null },
    { name: "b", outcome: "failed" as const, explanation: sampleFailure({ title: "Not yours" }).explanation },
  ];
  fake.endpointsBulkTag.mockResolvedValue(ok(results));
  const user = userEvent.setup();
  const { container } = renderAt("/endpoints");
  await screen.findByText("a");
  expect(screen.queryByRole("checkbox", { name: "Mark a" })).toBeNull();
  await user.keyboard("{ArrowDown}");
  await waitFor(() => expect(document.activeElement?.getAttribute("data-row")).toBe("0"));
  await user.keyboard("x");
  expect(screen.getByRole("checkbox", { name: "Mark a" })).toHaveProperty("checked", true);
  await user.click(screen.getByRole("checkbox", { name: "Mark b" }));
  expect(await screen.findByText("2 endpoints marked")).toBeTruthy();
  await expectAccessible(container);
  await user.click(screen.getByRole("button", { name: "Change tags" }));
  await user.type(await screen.findByRole("textbox", { name: "Set the tag" }), "team");
  await user.click(screen.getByRole("button", { name: "Write the tags" }));
  expect(await screen.findByText(/^Not yours\./)).toBeTruthy();
  expect(fake.endpointsBulkTag.mock.calls[0]?.slice(0, 3)).toEqual([
    ["a", "b"],
    [{ key: "team", value: null }],
    [],
  ]);
  await expectAccessible(screen.getByRole("dialog"));
  await user.click(screen.getByRole("button", { name: "Try 1 again" }));
  await waitFor(() => expect(fake.endpointsBulkTag.mock.calls[1]?.[0]).toEqual(["b"]));
});

test("every entity of the marked endpoints is called, with what became of each, and closing stops what still runs", async () => {
  const bench: Bench = {
    endpoint: "a",
    rows: [
      {
        entity: "gpt",
        state: "ok",
        servedBy: "gpt",
        firstWordMs: 210,
        totalMs: 900,
        tokens: 3,
        explanation: null,
      },
      {
        entity: "claude",
        state: "failed",
        servedBy: null,
        firstWordMs: null,
        totalMs: null,
        tokens: null,
        explanation: sampleFailure({ title: "Key refused" }).explanation,
      },
    ],
    readiness: { score: 40, lines: [] },
  };
  fake.trafficBench.mockImplementation(async (name) =>
    name === "a" ? ok(bench) : new Promise(() => undefined),
  );
  fake.trafficBenchStop.mockResolvedValue(ok(null));
  const user = userEvent.setup();
  renderAt("/endpoints");
  await screen.findByText("a");
  await user.keyboard("x");
  await user.click(await screen.findByRole("checkbox", { name: "Mark a" }));
  await user.click(screen.getByRole("checkbox", { name: "Mark b" }));
  await user.click(await screen.findByRole("button", { name: "Call every entity" }));
  expect(fake.trafficBench).not.toHaveBeenCalled();
  await user.click(await screen.findByRole("button", { name: "Call them" }));
  expect(await screen.findByText("Key refused")).toBeTruthy();
  expect(screen.getByText("40 of 100")).toBeTruthy();
  expect(screen.getByText("1 of 2 done")).toBeTruthy();
  await expectAccessible(screen.getByRole("dialog"));
  await user.click(screen.getByRole("button", { name: "Stop and close" }));
  const run = fake.trafficBench.mock.calls[1]?.[1];
  expect(fake.trafficBenchStop).toHaveBeenCalledWith(run);
});

test("tags that cannot be meant are said at the field, and nothing typed is lost", async () => {
  fake.endpointsBulkTag.mockResolvedValue(
    fails(
      sampleFailure({
        kind: "invalid",
        fields: [{ path: "add.0.key", message: "Give it a key.", blocks: true }],
      }),
    ),
  );
  const user = userEvent.setup();
  renderAt("/endpoints");
  await screen.findByText("a");
  await user.keyboard("x");
  await user.click(await screen.findByRole("checkbox", { name: "Mark b" }));
  await user.click(await screen.findByRole("button", { name: "Change tags" }));
  await user.type(await screen.findByRole("textbox", { name: /^to/ }), "4711");
  await user.click(screen.getByRole("button", { name: "Write the tags" }));
  expect(await screen.findByText("Give it a key.")).toBeTruthy();
  expect(screen.getByRole("textbox", { name: /^to/ })).toHaveProperty("value", "4711");
});

test("other kinds of endpoints are shown with the reason why they are not changed here", async () => {
  const reason = "Its models are hosted by Databricks. Change this one in Databricks.";
  fake.endpointsList.mockResolvedValue(
    ok(
      pageOf([row({ name: "llama", external: false, readOnly: reason })], {
        counts: { all: 3, attention: 0, mine: 0, others: 1 },
      }),
    ),
  );
  renderAt("/endpoints?view=others");
  expect(await screen.findByText(reason)).toBeTruthy();
  expect(screen.getByRole("radio", { name: /Other kinds/ })).toHaveProperty("checked", true);
});

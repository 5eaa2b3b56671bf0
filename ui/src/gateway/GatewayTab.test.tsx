import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import type { Change, Endpoint, GatewayReview, GatewayState } from "../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { renderPage } from "../shell/testing";
import { GatewayTab } from "./GatewayTab";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", async (actual) => ({
  ...(await actual<typeof import("../ipc/host")>()),
  channel: (onMessage: unknown) => ({ onMessage }),
}));

const off = { safety: false, pii: "none", keywords: null, topics: null } as const;
const state: GatewayState = {
  settings: {
    usageTracking: true,
    inferenceTable: { enabled: true, catalog: "main", schema: "gw", prefix: "chat" },
    rateLimits: [
      { key: "endpoint", principal: null, calls: 600, tokens: null, period: "minute" },
      { key: "userGroup", principal: "night-shift", calls: 900, tokens: null, period: "minute" },
    ],
    input: { ...off, keywords: ["gold"] },
    output: off,
    fallback: false,
  },
  stamp: "s1",
  task: "llm/v1/chat",
  entities: ["gpt", "claude"],
  permission: "manage",
  creator: "dana@corp.com",
  foreignLimits: 0,
  problem: null,
  raw: "{}",
};
const endpoint = { name: "support-chat", stamp: "s1", state: "ready", entities: [] } as unknown as Endpoint;
const review: GatewayReview = {
  problems: [],
  changes: [
    {
      part: "gateway",
      label: "Fallback",
      path: "ai_gateway.fallback_config.enabled",
      before: null,
      after: "true",
      removes: false,
    },
  ],
  removes: ["This save also removes: Words refused in prompts (gold)."],
  calls: [
    {
      title: "Write the AI Gateway",
      method: "PUT",
      path: "/api/2.0/serving-endpoints/support-chat/ai-gateway",
    },
  ],
  beforeJson: "{}",
  afterJson: "{}",
  sentence: "Saving makes 1 change to the gateway of support-chat.",
};
const change: Change = {
  id: "c1",
  endpoint: "support-chat",
  origin: "gateway",
  title: "AI Gateway of support-chat",
  startedAt: 1,
  endedAt: 2,
  state: "done",
  steps: [],
  canRestore: true,
  canResume: false,
  who: null,
};

beforeEach(() => {
  fake.gatewayGet.mockResolvedValue(ok(state));
  fake.gatewayDraftGet.mockResolvedValue(ok(null));
  fake.gatewayDraftSave.mockResolvedValue(ok(null));
  fake.gatewayDraftDiscard.mockResolvedValue(ok(null));
  fake.gatewayReview.mockResolvedValue(ok(review));
  fake.accessRights.mockResolvedValue(ok({ user: "lea@corp.com", groups: [], admin: false, rights: [] }));
  fake.gatewayBites.mockResolvedValue(
    ok({
      sentence: "Only the limit of the whole endpoint counts: 600 calls a minute, shared with everybody.",
      rules: [
        { rule: 0, standing: "first", sentence: "Stops first." },
        { rule: 1, standing: "notCounted", sentence: "Does not count this caller." },
      ],
      shadowed: [{ rule: 1, sentence: "900 calls is never reached, 600 stops first" }],
    }),
  );
});

const show = async () => {
  const page = await renderPage(<GatewayTab endpoint={endpoint} />, { path: "/" });
  await screen.findByRole("switch", { name: "Usage tracking" });
  return page;
};

test("the gateway stands there whole, with what is never reached named, and no problem of access", async () => {
  const { container } = await show();
  expect(screen.getByText("main.gw.chat_payload")).toBeTruthy();
  expect(await screen.findByText("900 calls is never reached, 600 stops first")).toBeTruthy();
  expect(screen.getByText(/of 20 rules/).textContent).toBe("2 of 20 rules, 1 of 5 for groups");
  expect(screen.getByText("Refused words")).toBeTruthy();
  expect(screen.queryByText("Allowed topics")).toBeNull();
  expect(await screen.findByText(/Only the limit of the whole endpoint counts/)).toBeTruthy();
  await expectNoAxeProblems(container);
});

test("a change is kept as a draft, reviewed with what it also removes, and saved", async () => {
  fake.gatewayApply.mockResolvedValue(ok(change));
  const { container } = await show();
  await userEvent.click(screen.getByRole("switch", { name: "Fallback" }));
  expect(screen.getByText(/^1 change\. Saving sends the whole gateway block/)).toBeTruthy();
  const wanted = { ...state.settings, fallback: true };
  await waitFor(() => expect(fake.gatewayDraftSave).toHaveBeenCalledWith("support-chat", "s1", wanted));
  await userEvent.click(screen.getByRole("button", { name: /Review changes/ }));
  expect(await screen.findByText("This save also removes: Words refused in prompts (gold).")).toBeTruthy();
  expect(fake.gatewayReview).toHaveBeenCalledWith("support-chat", "s1", wanted);
  await expectNoAxeProblems(container);
  await userEvent.click(screen.getByRole("button", { name: /Save the gateway/ }));
  await waitFor(() => expect(fake.gatewayApply).toHaveBeenCalled());
  expect(fake.gatewayApply.mock.calls[0]?.slice(0, 3)).toEqual(["support-chat", "s1", wanted]);
  expect(await screen.findByRole("button", { name: "Back to the gateway" })).toBeTruthy();
});

test("a change elsewhere stops the save and offers to read again", async () => {
  fake.gatewayApply.mockResolvedValue(
    fails(sampleFailure({ kind: "conflict", title: "It was changed meanwhile" })),
  );
  await show();
  await userEvent.click(screen.getByRole("switch", { name: "Fallback" }));
  await userEvent.click(screen.getByRole("button", { name: /Review changes/ }));
  await userEvent.click(await screen.findByRole("button", { name: /Save the gateway/ }));
  expect(await screen.findByText("It was changed meanwhile")).toBeTruthy();
  expect(screen.getAllByText("Nothing was begun. The draft is kept.")[0]).toBeTruthy();
});

test("a draft of another reading has to be decided about before it can be reviewed", async () => {
  fake.gatewayDraftGet.mockResolvedValue(
    ok({ settings: { ...state.settings, fallback: true }, stamp: "older", base: null, savedAt: 1 }),
  );
  await show();
  expect(await screen.findByText(/changed elsewhere since this draft was begun/)).toBeTruthy();
  expect(screen.getByRole("button", { name: /Review changes/ }).getAttribute("aria-disabled")).toBe("true");
  await userEvent.click(screen.getByRole("button", { name: "Keep mine" }));
  expect(screen.getByRole("button", { name: /Review changes/ }).getAttribute("aria-disabled")).not.toBe(
    "true",
  );
});

test("theirs and yours stand side by side, and what is decided becomes the draft", async () => {
  const begun = { ...state.settings, usageTracking: false };
  const limits = state.settings.rateLimits.map((rule, at) => (at === 0 ? { ...rule, calls: 60 } : rule));
  const before = begun.rateLimits.map((rule, at) => (at === 0 ? { ...rule, calls: 300 } : rule));
  fake.gatewayDraftGet.mockResolvedValue(
    ok({
      base: { ...begun, rateLimits: before },
      settings: { ...begun, rateLimits: limits, fallback: true },
      stamp: "older",
      savedAt: 1,
    }),
  );
  const { container } = await show();
  const table = await screen.findByRole("table", { name: "Theirs and yours" });
  const row = (name: string) => within(table).getByRole("row", { name: new RegExp(name) });
  expect(within(row("Usage tracking")).getByText("only theirs")).toBeTruthy();
  expect(within(row("Fallback")).getByText("only yours")).toBeTruthy();
  expect(row("Limit: The whole endpoint").textContent).toContain(
    "300 calls a minute600 calls a minute60 calls a minute",
  );
  await expectNoAxeProblems(container);
  await userEvent.click(within(table).getByRole("radio", { name: "Theirs" }));
  await userEvent.click(screen.getByRole("button", { name: "Take over into the draft" }));
  await waitFor(() =>
    expect(fake.gatewayDraftSave).toHaveBeenCalledWith("support-chat", "s1", {
      ...state.settings,
      fallback: true,
    }),
  );
  expect(screen.queryByRole("table", { name: "Theirs and yours" })).toBeNull();
  expect(screen.getByText(/^1 change\. Saving sends the whole gateway block/)).toBeTruthy();
});

test("a table moves to a place picked from the catalog, and the two saves are said", async () => {
  fake.gatewayCatalogs.mockResolvedValue(
    ok([
      { name: "main", detail: null, unusable: null },
      { name: "system", detail: null, unusable: "No table can be made in it." },
    ]),
  );
  fake.gatewaySchemas.mockResolvedValue(ok([{ name: "logs", detail: null, unusable: null }]));
  await show();
  await userEvent.click(screen.getByRole("button", { name: "Move it…" }));
  const dialog = await screen.findByRole("dialog");
  await waitFor(() => expect(fake.gatewaySchemas).toHaveBeenCalledWith("main"));
  const [, schema] = within(dialog).getAllByRole("combobox");
  if (!schema) throw new Error("there is a field for the schema");
  fireEvent.change(schema, { target: { value: "logs" } });
  await userEvent.click(within(dialog).getByRole("button", { name: "Take this place" }));
  expect(await screen.findByText("main.logs.chat_payload")).toBeTruthy();
  expect(screen.getByText(/turned off and on again for you, in two saves/)).toBeTruthy();
});

test("rules are added, counted while typing, and removed", async () => {
  await show();
  await userEvent.click(screen.getByRole("button", { name: "Add a rule" }));
  expect(screen.getByText(/of 20 rules/).textContent).toBe("3 of 20 rules, 1 of 5 for groups");
  const calls = screen.getByLabelText("Calls a minute, Every user");
  fireEvent.change(calls, { target: { value: "90" } });
  expect(await screen.findByText("7 busy people fill the endpoint")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Remove the rule for night-shift" }));
  expect(screen.getByText(/of 20 rules/).textContent).toBe("2 of 20 rules, 0 of 5 for groups");
});

test("without the right to change it everything is shown, and why it is closed", async () => {
  fake.gatewayGet.mockResolvedValue(
    ok({ ...state, problem: "Changing the gateway needs CAN MANAGE; you have CAN VIEW." }),
  );
  await show();
  expect(screen.getByRole("region", { name: "Notice" }).textContent).toContain("you have CAN VIEW");
  await userEvent.click(screen.getByRole("switch", { name: "Fallback" }));
  expect(screen.queryByText(/Saving sends the whole gateway block/)).toBeNull();
});

test("checking answers warns that streams are not checked", async () => {
  await show();
  expect(screen.queryByText(/Answers are checked only when they do not stream/)).toBeNull();
  await userEvent.click(screen.getByRole("switch", { name: "Block unsafe content in what models answer" }));
  expect(screen.getByText(/Answers are checked only when they do not stream/)).toBeTruthy();
});

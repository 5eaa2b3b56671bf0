import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { core, key, pretendHeight, renderRoom, scope, use } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

beforeEach(() => pretendHeight(600));

const list = () => screen.findByRole("table", { name: "Keys in llm-keys" });
const row = async (name: string) => within(await list()).findByRole("row", { name: new RegExp(name) });
const panel = (name: string) => screen.findByRole("complementary", { name });

describe("the room", () => {
  test("opens where something is missing and says what, who uses what, and what nobody uses", async () => {
    core();
    const { container } = renderRoom();
    expect(await screen.findByText("2 scopes, 3 keys, used by 2 endpoints")).toBeTruthy();
    expect(within(await row("anthropic-eu")).getByText("Missing in 1 endpoint")).toBeTruthy();
    expect(within(await row("anthropic-key")).getByText("3 entities in 2 endpoints")).toBeTruthy();
    expect(within(await row("openai-test")).getByText("Not used")).toBeTruthy();
    expect(screen.getByText(/1 key is used by no endpoint\. Only uses in this workspace/)).toBeTruthy();
    await expectNoAxeProblems(container);
  });

  test("shows a skeleton while it reads and the reason when it cannot", async () => {
    core();
    fake.secretsOverview.mockResolvedValueOnce(fails(sampleFailure({ title: "You may not list secrets" })));
    renderRoom();
    expect(await screen.findByText("You may not list secrets")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await list()).toBeTruthy();
  });

  test("without a scope explains what a scope is and creates the first one", async () => {
    core({ scopes: [], dangling: [] });
    const { container } = renderRoom();
    await userEvent.click(await screen.findByRole("button", { name: "Create the first scope" }));
    expect(await panel("New scope")).toBeTruthy();
    await expectNoAxeProblems(container);
  });

  test("says in the place of a scope why it cannot be read; the others stay", async () => {
    core({
      scopes: [scope("aws", { keys: null, problem: "You may not read it." }), scope("b")],
      dangling: [],
    });
    renderRoom("/secrets?scope=aws");
    expect(await screen.findByText("The keys of aws could not be read.")).toBeTruthy();
    expect(screen.getByText(/You may not read it\./)).toBeTruthy();
    expect(screen.getByRole("link", { name: /^b/ })).toBeTruthy();
  });

  test("says which endpoints could not be read, and calls no key unused then", async () => {
    core({ unreadEndpoints: ["finance-forecast"], complete: false });
    renderRoom();
    expect(await screen.findByText(/One endpoint could not be read: finance-forecast/)).toBeTruthy();
    expect(within(await row("openai-test")).getByText("No use found")).toBeTruthy();
  });

  test("explains that a vault's keys are changed in Azure and offers nothing else", async () => {
    core();
    renderRoom("/secrets?scope=azure-kv-shared");
    expect(await screen.findByText("Read-only: managed in Azure Key Vault")).toBeTruthy();
    const side = await panel("azure-kv-shared");
    expect(within(side).getByText(/do it in the vault/)).toBeTruthy();
    expect(within(side).getByRole("button", { name: "Add a key" }).getAttribute("aria-disabled")).toBe(
      "true",
    );
  });

  test("paints only the rows in sight of a thousand keys", async () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => key(`k-${String(index).padStart(4, "0")}`));
    core({ scopes: [scope("llm-keys", { keys })], dangling: [] });
    renderRoom();
    const table = await list();
    await waitFor(() => expect(within(table).getAllByRole("row").length).toBeGreaterThan(10));
    expect(within(table).getAllByRole("row").length).toBeLessThan(60);
    expect(table.getAttribute("aria-rowcount")).toBe("1001");
  });
});

describe("by keyboard", () => {
  test("slash filters, arrows move, Enter opens, Escape closes", async () => {
    core();
    const user = userEvent.setup();
    const { history } = renderRoom();
    await row("anthropic-key");
    await user.keyboard("/anthropic-k");
    expect(document.activeElement).toBe(screen.getByRole("searchbox", { name: "Filter keys" }));
    await waitFor(() => expect(screen.queryByText("openai-test")).toBeNull());
    await user.keyboard("{ArrowDown}{Enter}");
    expect(await panel("anthropic-key")).toBeTruthy();
    await waitFor(() => expect(history.location.search).toContain("key=anthropic-key"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(history.location.search).not.toContain("key="));
  });

  test("N adds a key, with the focus in the field for it", async () => {
    core();
    const user = userEvent.setup();
    renderRoom();
    await list();
    await user.keyboard("n");
    await panel("Add a key");
    expect(document.activeElement).toBe(screen.getByLabelText("The key"));
  });

  test("N in a scope that takes no keys offers one that does", async () => {
    core();
    const user = userEvent.setup();
    renderRoom("/secrets?scope=azure-kv-shared");
    await panel("azure-kv-shared");
    await user.keyboard("n");
    await panel("Add a key");
    expect(screen.getByRole("combobox", { name: "Into the scope" }).textContent).toContain("llm-keys");
  });

  test("Escape in a task closes it and goes back to the list", async () => {
    core();
    const user = userEvent.setup();
    renderRoom("/secrets?do=scope");
    await user.type(await screen.findByLabelText("Name"), "x{Escape}");
    await panel("llm-keys");
    await waitFor(() => expect(document.activeElement?.hasAttribute("data-row")).toBe(true));
  });

  test("left and right go between the scopes and the keys", async () => {
    core();
    const user = userEvent.setup();
    renderRoom();
    (within(await row("anthropic-eu")).getByRole("link") as HTMLElement).focus();
    await user.keyboard("{ArrowLeft}");
    expect(document.activeElement?.textContent).toContain("llm-keys");
    await user.keyboard("{ArrowUp}{Enter}");
    expect(await screen.findByRole("table", { name: "Keys in azure-kv-shared" })).toBeTruthy();
  });
});

describe("a key", () => {
  test("names its endpoints as links, proves itself entity by entity, and says which did not answer", async () => {
    core();
    fake.secretsProve.mockImplementation(async ({ entity }: { entity: string }) =>
      ok(
        entity === "haiku"
          ? {
              ok: false,
              servedBy: null,
              milliseconds: 80,
              explanation: explanation("Anthropic refused the key"),
            }
          : { ok: true, servedBy: entity, milliseconds: 412, explanation: null },
      ),
    );
    const user = userEvent.setup();
    const { container } = renderRoom("/secrets?key=anthropic-key");
    const side = await panel("anthropic-key");
    expect(within(side).getByRole("link", { name: "contract-extraction" })).toBeTruthy();
    await user.click(within(side).getByRole("button", { name: "Test it" }));
    expect(await within(side).findByText("Anthropic refused the key")).toBeTruthy();
    expect((await within(side).findAllByText("works, 412 ms")).length).toBe(2);
    expect(
      (await within(side).findAllByText("1 of 3 served entities did not answer.")).length,
    ).toBeGreaterThan(0);
    expect(fake.secretsProve.mock.calls.map(([asked]) => asked)).toEqual([
      { reference: "{{secrets/llm-keys/anthropic-key}}", endpoint: "contract-extraction", entity: "haiku" },
      {
        reference: "{{secrets/llm-keys/anthropic-key}}",
        endpoint: "support-assistant-chat",
        entity: "claude",
      },
      {
        reference: "{{secrets/llm-keys/anthropic-key}}",
        endpoint: "support-assistant-chat",
        entity: "claude-long",
      },
    ]);
    await expectNoAxeProblems(container);
  });

  test("is deleted only after its name was typed below what breaks", async () => {
    core();
    fake.secretsDeleteKey.mockResolvedValue(ok(null));
    const user = userEvent.setup();
    renderRoom("/secrets?key=anthropic-key");
    await user.click(within(await panel("anthropic-key")).getByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Delete this key" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete the key anthropic-key?" });
    expect(
      within(dialog).getByText(
        /These 2 endpoints stop working: contract-extraction and support-assistant-chat\./,
      ),
    ).toBeTruthy();
    await user.click(within(dialog).getByRole("button", { name: "Delete key" }));
    expect(fake.secretsDeleteKey).not.toHaveBeenCalled();
    await user.type(within(dialog).getByRole("textbox"), "anthropic-key");
    await user.click(within(dialog).getByRole("button", { name: "Delete key" }));
    await waitFor(() => expect(fake.secretsDeleteKey).toHaveBeenCalledWith("llm-keys", "anthropic-key"));
  });

  test("that is missing says who names it and is added under that name", async () => {
    core();
    const user = userEvent.setup();
    renderRoom("/secrets?key=anthropic-eu");
    const side = await panel("anthropic-eu");
    expect(within(side).getByRole("link", { name: "claims" })).toBeTruthy();
    await user.click(within(side).getByRole("button", { name: "Add this key" }));
    await panel("Add a key");
    expect((screen.getByLabelText("Name it") as HTMLInputElement).value).toBe("anthropic-eu");
  });

  test("in a scope one may only read keeps its acts, off, with the reason", async () => {
    core({
      scopes: [scope("llm-keys", { yourPermission: "read", keys: [key("k", [use("a", "x")])] })],
      dangling: [],
    });
    renderRoom("/secrets?key=k");
    const side = await panel("k");
    expect(within(side).getByRole("button", { name: "Rotate…" }).getAttribute("aria-disabled")).toBe("true");
    expect(within(side).getAllByText(/Somebody who manages the scope can let you\./).length).toBe(2);
  });
});

describe("a scope", () => {
  test("lists who may use it, in words, and changes a right", async () => {
    core();
    fake.secretsSetAcl.mockResolvedValue(ok(null));
    const user = userEvent.setup();
    const { container } = renderRoom();
    const side = await panel("llm-keys");
    await user.type(await within(side).findByLabelText("Add somebody"), "users");
    await user.click(within(side).getByRole("button", { name: "Add" }));
    await waitFor(() => expect(fake.secretsSetAcl).toHaveBeenCalledWith("llm-keys", "users", "read"));
    await expectNoAxeProblems(container);
  });

  test("asks before one takes away the own right to manage it", async () => {
    core();
    fake.secretsRemoveAcl.mockResolvedValue(ok(null));
    const user = userEvent.setup();
    renderRoom();
    const side = await panel("llm-keys");
    await user.click(
      await within(side).findByRole("button", { name: "Remove dana.okafor@meridian-freight.com" }),
    );
    const dialog = await screen.findByRole("dialog", { name: "Stop managing llm-keys?" });
    expect(fake.secretsRemoveAcl).not.toHaveBeenCalled();
    await user.click(within(dialog).getByRole("button", { name: "Stop managing it" }));
    await waitFor(() =>
      expect(fake.secretsRemoveAcl).toHaveBeenCalledWith("llm-keys", "dana.okafor@meridian-freight.com"),
    );
  });

  test("shows the reason in place when nobody but its managers may read the list", async () => {
    core();
    fake.secretsAcls.mockResolvedValue(fails(sampleFailure({ title: "Only managers may read this list" })));
    renderRoom();
    expect(await screen.findByText("Only managers may read this list")).toBeTruthy();
  });

  test("is made for everyone only after the server asked for that", async () => {
    core();
    fake.secretsCreateScope.mockImplementation(async ({ forEveryone }: { forEveryone: boolean }) =>
      forEveryone
        ? ok(null)
        : fails(
            sampleFailure({
              kind: "invalid",
              fields: [{ path: "forEveryone", message: "For everyone only", blocks: true }],
            }),
          ),
    );
    const user = userEvent.setup();
    renderRoom("/secrets?do=scope");
    await user.type(await screen.findByLabelText("Name"), "team-keys");
    expect(screen.queryByRole("button", { name: "Create it for everyone" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Create scope" }));
    await user.click(await screen.findByRole("button", { name: "Create it for everyone" }));
    await waitFor(() =>
      expect(fake.secretsCreateScope.mock.calls.map(([asked]) => asked)).toEqual([
        { name: "team-keys", forEveryone: false },
        { name: "team-keys", forEveryone: true },
      ]),
    );
  });

  test("cannot get a name that is taken or that Databricks refuses", async () => {
    core();
    const user = userEvent.setup();
    renderRoom("/secrets?do=scope");
    const name = await screen.findByLabelText("Name");
    await user.type(name, "LLM-Keys");
    expect(await screen.findByText(/There is a scope LLM-Keys already/)).toBeTruthy();
    await user.type(name, " x");
    expect(await screen.findByText("Letters, digits and - _ . @ are allowed.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Create scope" }));
    expect(fake.secretsCreateScope).not.toHaveBeenCalled();
  });

  test("is deleted by its name, after saying how many keys go and which endpoints stop", async () => {
    core();
    fake.secretsDeleteScope.mockResolvedValue(ok(null));
    const user = userEvent.setup();
    renderRoom();
    await user.click(within(await panel("llm-keys")).getByRole("button", { name: "Delete scope" }));
    const dialog = await screen.findByRole("dialog", { name: "Delete the scope llm-keys?" });
    expect(within(dialog).getByText(/All 2 keys in it go with it/)).toBeTruthy();
    expect(within(dialog).getByText(/These 2 endpoints stop working/)).toBeTruthy();
    await user.type(within(dialog).getByRole("textbox"), "llm-keys");
    await user.click(within(dialog).getByRole("button", { name: "Delete scope" }));
    await waitFor(() => expect(fake.secretsDeleteScope).toHaveBeenCalledWith("llm-keys"));
  });
});

const explanation = (title: string) => sampleFailure({ title }).explanation;

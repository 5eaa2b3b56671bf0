import { screen, waitFor, within } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { EndpointDraft, EndpointProgress } from "../../ipc/bindings";
import { fails, fake, ok, sampleFailure } from "../../ipc/testing";
import { inspect } from "../../secrets/testing";
import { endpoint, expectAccessible, renderAt } from "../testing";
import { addEntity, emptyDraft, setValue } from "./model";
import { anthropic, catalogue, openai } from "./samples";

vi.mock("../../ipc/bindings", async () => (await import("../../ipc/testing")).fakeBindings());
vi.mock("../../ipc/host", () => ({
  channel: (onmessage: unknown) => ({ onmessage }),
  copyText: async () => true,
}));

const calls = [{ title: "Create the endpoint", method: "POST", path: "/api/2.0/serving-endpoints" }];

function core(saved: EndpointDraft | null = null, step = "connection"): void {
  fake.providersList.mockResolvedValue(ok(catalogue));
  fake.endpointsDraftGet.mockResolvedValue(ok(saved && { draft: saved, step, savedAt: Date.now() - 60_000 }));
  fake.endpointsDraftSave.mockImplementation(async () => ok(Date.now()));
  fake.endpointsDraftDiscard.mockResolvedValue(ok(null));
  fake.endpointsCheckName.mockResolvedValue(ok(null));
  fake.endpointsReview.mockImplementation(async (draft) =>
    ok({
      problems: [],
      calls,
      body: JSON.stringify({ name: draft.name }, null, 2),
      sentence: "Two models answer.",
    }),
  );
  fake.secretsInspect.mockImplementation(async (value, provider) => ok(inspect(value, provider)));
  fake.secretsScopes.mockResolvedValue(
    ok([
      { name: "llm-keys", backend: "databricks", writable: true },
      { name: "vault", backend: "azureKeyVault", writable: false },
    ]),
  );
  fake.secretsKeys.mockResolvedValue(
    ok([{ key: "openai", reference: "{{secrets/llm-keys/openai}}", updatedAt: null }]),
  );
}

function finished(): EndpointDraft {
  let draft = addEntity(addEntity({ ...emptyDraft(), name: "support-chat" }, openai), anthropic);
  draft = setValue(draft, 0, "openai_api_key", "{{secrets/llm-keys/openai}}");
  return setValue(draft, 1, "anthropic_api_key", "{{secrets/llm-keys/openai}}");
}

/** The form alone: the summary beside it repeats what is to fix. */
const inForm = async (text: string | RegExp) =>
  within(await screen.findByRole("form", { name: "New endpoint" })).findByText(text);

const saves = (): EndpointDraft[] => fake.endpointsDraftSave.mock.calls.map(([draft]) => draft);
const field = (name: string | RegExp) => screen.findByRole("textbox", { name });

async function openConnection(user: UserEvent): Promise<void> {
  await user.click(await screen.findByRole("radio", { name: "OpenAI" }));
  await user.click(screen.getByRole("button", { name: "Continue with OpenAI" }));
  await screen.findByRole("heading", { name: "Connect OpenAI" });
}

beforeEach(() => core());

describe("creating an endpoint", () => {
  test("a digit chooses the provider, Enter goes on, and the step's heading takes the focus", async () => {
    const user = userEvent.setup();
    const { container } = renderAt("/endpoints/new");
    await screen.findByRole("radio", { name: "Azure OpenAI" });
    await expectAccessible(container);
    await user.keyboard("2");
    expect(screen.getByRole("radio", { name: "Azure OpenAI" }).getAttribute("aria-checked")).toBe("true");
    await user.click(screen.getByRole("radio", { name: "Azure OpenAI" }));
    await user.keyboard("{Enter}");
    const heading = await screen.findByRole("heading", { name: "Connect Azure OpenAI" });
    await waitFor(() => expect(document.activeElement).toBe(heading));
    await expectAccessible(container);
  });

  test("Continue leads to the first field that is to fix and counts them in the step list", async () => {
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    await openConnection(user);
    await user.click(screen.getByRole("button", { name: /^Continue to traffic/ }));
    expect(await inForm("API key has to be chosen or stored.")).toBeTruthy();
    expect(screen.getByText("1 field to fix")).toBeTruthy();
  });

  test("a field is complained about on leaving, and what was typed stays", async () => {
    core(addEntity(emptyDraft(), openai));
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    const base = await field("Base address optional");
    await user.type(base, "my host/v1");
    expect(screen.queryByText(/A web address is expected/)).toBeNull();
    await user.tab();
    expect(await inForm(/A web address is expected/)).toBeTruthy();
    expect((base as HTMLInputElement).value).toBe("https://my host/v1");
  });

  test("a key typed where a reference belongs never reaches the saved draft", async () => {
    core(addEntity(emptyDraft(), openai));
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    await user.type(await field("Reference"), "sk-secret-value-1234");
    expect(
      await screen.findByText(/A reference like .* is expected\. If this is the key itself/),
    ).toBeTruthy();
    await user.type(await field(/Base address/), "https://api.openai.com/v1");
    await waitFor(() => expect(saves().length).toBeGreaterThan(0));
    expect(JSON.stringify(fake.endpointsDraftSave.mock.calls)).not.toContain("sk-secret");
    expect(JSON.stringify(fake.endpointsReview.mock.calls)).not.toContain("sk-secret");
  });

  test("a pasted secret is looked at, stored, and becomes a reference; its value goes nowhere else", async () => {
    core(addEntity(emptyDraft(), openai));
    fake.secretsStore.mockImplementation(async (secret) =>
      ok({
        scope: secret.scope,
        key: secret.key,
        reference: `{{secrets/${secret.scope}/${secret.key}}}`,
        lastFour: "mnop",
        characters: 19,
        trimmed: true,
      }),
    );
    const user = userEvent.setup();
    const { container } = renderAt("/endpoints/new");
    await user.click(await screen.findByRole("tab", { name: "Paste a new one" }));
    await user.click(screen.getByLabelText("New API key"));
    await user.paste("sk-abcdefghijklmnop  ");
    expect(
      await screen.findByText("19 characters, looks like an OpenAI key. Blanks around it are removed."),
    ).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Store" }));
    await waitFor(() =>
      expect((screen.getByRole("textbox", { name: "Reference" }) as HTMLInputElement).value).toBe(
        "{{secrets/llm-keys/openai-api-key}}",
      ),
    );
    expect(fake.secretsStore.mock.calls[0]?.[0]).toEqual({
      scope: "llm-keys",
      key: "openai-api-key",
      value: "sk-abcdefghijklmnop  ",
      createScope: false,
      replace: false,
    });
    await waitFor(() =>
      expect(JSON.stringify(saves().at(-1))).toContain("{{secrets/llm-keys/openai-api-key}}"),
    );
    expect(JSON.stringify(saves())).not.toContain("sk-abc");
    expect(container.innerHTML).not.toContain("sk-abc");
  });

  test("a key that exists is only replaced after a yes", async () => {
    core(addEntity(emptyDraft(), openai));
    fake.secretsStore.mockImplementation(async (secret) =>
      secret.replace
        ? ok({
            scope: secret.scope,
            key: secret.key,
            reference: "{{secrets/llm-keys/openai}}",
            lastFour: "",
            characters: 3,
            trimmed: false,
          })
        : fails(
            sampleFailure({
              kind: "invalid",
              title: "There already",
              fields: [{ path: "key", message: "There already", blocks: true }],
            }),
          ),
    );
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    await user.click(await screen.findByRole("tab", { name: "Paste a new one" }));
    await user.click(screen.getByLabelText("New API key"));
    await user.paste("sk-abcdefghijklmnop");
    await user.click(screen.getByRole("button", { name: "Store" }));
    await user.click(await screen.findByRole("button", { name: "Replace openai-api-key" }));
    await waitFor(() =>
      expect(fake.secretsStore.mock.calls.map(([secret]) => secret.replace)).toEqual([false, true]),
    );
  });

  test("when storing fails, the pasted value is still there to try again", async () => {
    core(addEntity(emptyDraft(), openai));
    fake.secretsStore.mockResolvedValue(fails(sampleFailure({ title: "You may not write to llm-keys" })));
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    await user.click(await screen.findByRole("tab", { name: "Paste a new one" }));
    await user.click(screen.getByLabelText("New API key"));
    await user.paste("sk-abcdefghijklmnop");
    await user.click(screen.getByRole("button", { name: "Store" }));
    expect(await screen.findByText("You may not write to llm-keys")).toBeTruthy();
    expect((screen.getByLabelText("New API key") as HTMLInputElement).value).toBe("sk-abcdefghijklmnop");
  });

  test("an 80-character name gets a sentence at once and stays as typed", async () => {
    core(finished(), "name");
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    const name = await field("Endpoint name");
    await user.clear(name);
    await user.click(name);
    await user.paste("n".repeat(80));
    expect(
      await inForm("This has 80 characters. A name may have 63 at most, so 17 have to go."),
    ).toBeTruthy();
    expect((name as HTMLInputElement).value).toBe("n".repeat(80));
    expect(name.getAttribute("aria-invalid")).toBe("true");
  });

  test("a name that is taken is said shortly after the last key and stops Continue", async () => {
    core(finished(), "name");
    fake.endpointsCheckName.mockResolvedValue(
      ok({ path: "name", message: "An endpoint of this name exists already.", blocks: true }),
    );
    const user = userEvent.setup();
    const { container } = renderAt("/endpoints/new");
    expect(await inForm("An endpoint of this name exists already.")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /^Continue to review/ }));
    expect(screen.getByRole("heading", { name: "What is it called?" })).toBeTruthy();
    await expectAccessible(container);
  });

  test("brings back the saved draft at its step and can start over, with a way back", async () => {
    core(finished(), "name");
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    expect(((await field("Endpoint name")) as HTMLInputElement).value).toBe("support-chat");
    await user.click(screen.getByRole("button", { name: "Start over" }));
    expect(await screen.findByRole("heading", { name: "Which provider answers first?" })).toBeTruthy();
    expect(fake.endpointsDraftDiscard).toHaveBeenCalledTimes(1);
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(((await field("Endpoint name")) as HTMLInputElement).value).toBe("support-chat");
  });

  test("saves at most half a second after the last key, and once for many keys", async () => {
    core(finished(), "name");
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    const started = Date.now();
    await user.type(await field("Endpoint name"), "-v2");
    await waitFor(() => expect(saves().at(-1)?.name).toBe("support-chat-v2"));
    expect(Date.now() - started).toBeLessThan(2_000);
    expect(saves().length).toBe(1);
  });

  test("a second model comes in on standby, can be switched to and removed again", async () => {
    core(finished());
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    const models = within(await screen.findByRole("list", { name: "Models of this endpoint" }));
    expect(models.getAllByRole("button").map((button) => button.textContent)).toEqual([
      "gpt-4-1100 %",
      "claude-3-5-sonnet0 %",
    ]);
    await user.click(models.getByRole("button", { name: /claude/ }));
    await user.click(screen.getByRole("button", { name: "Remove claude-3-5-sonnet" }));
    await waitFor(() =>
      expect(
        saves()
          .at(-1)
          ?.entities.map((entity) => entity.share),
      ).toEqual([100]),
    );
  });

  test("the review names what is wrong, and each line leads to its field", async () => {
    core({ ...finished(), name: "has blanks in it" }, "review");
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    expect(await screen.findByRole("heading", { name: "Not ready to create yet" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Go to the field" }));
    const name = await field("Endpoint name");
    await waitFor(() => expect(document.activeElement).toBe(name));
    expect(fake.endpointsCreate).not.toHaveBeenCalled();
  });

  test("a split that is not 100 is refused in the review", async () => {
    const draft = finished();
    core({ ...draft, entities: draft.entities.map((entity) => ({ ...entity, share: 40 })) }, "review");
    renderAt("/endpoints/new");
    expect(await inForm(/The shares add up to 80 %\. They have to make 100 %\./)).toBeTruthy();
    // Until the core has looked at the draft the button says so.
    const create = await screen.findByRole("button", { name: /^Create endpoint/ });
    expect(create.getAttribute("aria-disabled")).toBe("true");
  });

  test("creates, shows the progress live, and offers the first question when it is ready", async () => {
    core(finished(), "review");
    fake.endpointsCreate.mockResolvedValue(ok(endpoint({ name: "support-chat", state: "creating" })));
    let report: (progress: EndpointProgress) => void = () => undefined;
    let settle: () => void = () => undefined;
    fake.endpointsWatch.mockImplementation(
      (_, progress) =>
        new Promise((resolve) => {
          report = progress.onmessage;
          settle = () => resolve(ok(endpoint({ name: "support-chat", state: "ready" })));
        }),
    );
    const user = userEvent.setup();
    const { container } = renderAt("/endpoints/new");
    await screen.findByText("Two models answer.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByRole("heading", { name: "Creating support-chat" })).toBeTruthy();
    report({
      state: "creating",
      seconds: 2,
      message: "Checking the secrets",
      entities: [{ name: "gpt-4-1", state: "creating", message: "Resolving the secret" }],
    });
    expect(await screen.findByText("Checking the secrets")).toBeTruthy();
    expect(screen.getByText("Resolving the secret")).toBeTruthy();
    settle();
    expect(await screen.findByRole("heading", { name: "support-chat is ready" })).toBeTruthy();
    expect(screen.getByRole("button", { name: "Try it in Chat" })).toBeTruthy();
    expect(fake.endpointsCreate).toHaveBeenCalledTimes(1);
    expect(fake.endpointsDraftDiscard).toHaveBeenCalledTimes(1);
    await expectAccessible(container);
  });

  test("a refused create explains itself, keeps the draft, points at the field, and can be tried again", async () => {
    core(finished(), "review");
    fake.endpointsCreate.mockResolvedValue(
      fails(
        sampleFailure({
          kind: "invalid",
          title: "Databricks refused the address",
          fields: [
            {
              path: "entities[0].values.openai_api_base",
              message: "This host is not allowed.",
              blocks: true,
            },
          ],
          next: { kind: "tryAgain", label: "Try once more" },
        }),
      ),
    );
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    await screen.findByText("Two models answer.");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: /^Create endpoint/ }).getAttribute("aria-disabled")).not.toBe(
        "true",
      ),
    );
    await user.click(screen.getByRole("button", { name: /^Create endpoint/ }));
    expect(await screen.findByText("Databricks refused the address")).toBeTruthy();
    expect(fake.endpointsDraftDiscard).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(fake.endpointsCreate).toHaveBeenCalledTimes(2));
    await user.click(await screen.findByRole("button", { name: "Back to the review" }));
    expect(await inForm(/This host is not allowed\./)).toBeTruthy();
  });

  test("the review hands the draft on as code instead of creating it", async () => {
    core(finished(), "review");
    fake.handoffRender.mockResolvedValue(
      ok({ text: "resource one", fileName: "support-chat.tf", language: "hcl", notes: [] }),
    );
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    await user.click(await screen.findByRole("button", { name: "Hand it on as code" }));
    const dialog = await screen.findByRole("dialog", { name: "Hand on support-chat" });
    expect(await within(dialog).findByText("support-chat.tf")).toBeTruthy();
    await expectAccessible(dialog);
    const [source, format] = fake.handoffRender.mock.calls[0] ?? [];
    expect(source).toMatchObject({ kind: "draft", draft: { name: "support-chat" } });
    expect(format).toBe("terraform");
    await user.click(within(dialog).getByRole("button", { name: "Back to the review" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(fake.endpointsCreate).not.toHaveBeenCalled();
  });

  test("a draft that is not finished is not handed on", async () => {
    core({ ...finished(), name: "" }, "review");
    renderAt("/endpoints/new");
    expect(await screen.findByText("Not ready to create yet")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Hand it on as code" })).toBeNull();
  });

  test("an endpoint that exists but does not get ready says why and can be opened", async () => {
    core(finished(), "review");
    fake.endpointsCreate.mockResolvedValue(ok(endpoint({ name: "support-chat", state: "creating" })));
    fake.endpointsWatch.mockResolvedValue(
      ok(
        endpoint({
          name: "support-chat",
          state: "failed",
          reason: "The secret llm-keys/openai does not exist.",
        }),
      ),
    );
    const user = userEvent.setup();
    renderAt("/endpoints/new");
    await screen.findByText("Two models answer.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByRole("heading", { name: "support-chat exists but is not ready" })).toBeTruthy();
    expect(screen.getByText("The secret llm-keys/openai does not exist.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Open support-chat" })).toBeTruthy();
  });
});

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import fc from "fast-check";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { fails, fake, ok, sampleFailure } from "../ipc/testing";
import { expectNoAxeProblems } from "../kit/axe";
import { core, pretendHeight, renderRoom } from "./testing";

vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings());
vi.mock("../ipc/host", () => ({ channel: (onMessage: unknown) => ({ onmessage: onMessage }) }));

const VALUE = "sk-proj-q7Yt0pR3uV9wLmN2";

beforeEach(() => {
  pretendHeight(600);
  core();
  fake.secretsStore.mockImplementation(async ({ scope, key, value }) =>
    ok({
      scope,
      key,
      reference: `{{secrets/${scope}/${key}}}`,
      lastFour: value.trim().slice(-4),
      characters: value.trim().length,
      trimmed: value !== value.trim(),
    }),
  );
});

async function pasted(path: string, value: string) {
  const user = userEvent.setup();
  const room = renderRoom(path);
  await user.click(await screen.findByLabelText(/^The (new )?key$/));
  await user.paste(value);
  return { user, ...room };
}

describe("pasting a key", () => {
  test("says what was cut off and what it looks like, names it, stores it once and says what was read back", async () => {
    const { user, container } = await pasted("/secrets?do=add&scope=llm-keys", ` ${VALUE}\n`);
    expect(
      await screen.findByText(/24 characters, looks like an OpenAI key\. Blanks around it are removed\./),
    ).toBeTruthy();
    const name = screen.getByLabelText("Name it") as HTMLInputElement;
    expect(name.value).toMatch(/^openai-\d{4}-\d{2}$/);
    await user.click(screen.getByRole("button", { name: "Store in llm-keys" }));
    expect((await screen.findAllByText(/ending in LmN2.*Databricks lists the key/)).length).toBeGreaterThan(
      0,
    );
    expect(fake.secretsStore.mock.calls.map(([asked]) => asked)).toEqual([
      { scope: "llm-keys", key: name.value, value: ` ${VALUE}\n`, createScope: false, replace: false },
    ]);
    await expectNoAxeProblems(container);
  });

  test("offers to clear the clipboard afterwards", async () => {
    const { user } = await pasted("/secrets?do=add&scope=llm-keys", VALUE);
    const writes = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await screen.findByText(/looks like an OpenAI key/);
    await user.click(screen.getByRole("button", { name: "Store in llm-keys" }));
    await user.click(await screen.findByRole("button", { name: "Clear the clipboard" }));
    expect(writes).toHaveBeenCalledWith("");
    expect(await screen.findByRole("button", { name: "Clipboard cleared" })).toBeTruthy();
  });

  test("warns when it does not fit the provider that uses the key, and stops what cannot be stored", async () => {
    await pasted("/secrets?do=add&scope=llm-keys&key=anthropic-eu", VALUE);
    expect(await screen.findByText(/This does not look like a key of Anthropic\./)).toBeTruthy();
  });

  test("too large for Databricks is said while typing and not sent", async () => {
    const { user } = await pasted("/secrets?do=add&scope=llm-keys", "x".repeat(131_073));
    expect(await screen.findByText(/at most 128 KB/)).toBeTruthy();
    await user.type(screen.getByLabelText("Name it"), "big");
    await user.click(screen.getByRole("button", { name: "Store in llm-keys" }));
    expect(fake.secretsStore).not.toHaveBeenCalled();
  });

  test("under a name that exists asks first and says who uses it", async () => {
    const { user } = await pasted("/secrets?do=add&scope=llm-keys", VALUE);
    await screen.findByText(/looks like an OpenAI key/);
    const name = screen.getByLabelText("Name it");
    await user.clear(name);
    await user.type(name, "anthropic-key");
    expect(screen.getByText(/already holds a key anthropic-key, used by 2 endpoints/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Store in llm-keys" }));
    expect(fake.secretsStore).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "Replace anthropic-key" }));
    const asked = await screen.findByRole("dialog", { name: "Replace anthropic-key in production?" });
    expect(fake.secretsStore).not.toHaveBeenCalled();
    await user.type(within(asked).getByRole("textbox"), "anthropic-key");
    await user.click(within(asked).getByRole("button", { name: "Replace the value" }));
    await waitFor(() => expect(fake.secretsStore.mock.calls[0]?.[0].replace).toBe(true));
  });

  test("keeps what was pasted when storing failed", async () => {
    fake.secretsStore.mockResolvedValue(fails(sampleFailure({ title: "You may not write to llm-keys" })));
    const { user } = await pasted("/secrets?do=add&scope=llm-keys", VALUE);
    await screen.findByText(/looks like an OpenAI key/);
    await user.click(screen.getByRole("button", { name: "Store in llm-keys" }));
    expect(await screen.findByText("You may not write to llm-keys")).toBeTruthy();
    expect((screen.getByLabelText("The key") as HTMLTextAreaElement).value).toBe(VALUE);
  });

  test("for a missing key offers the proof where it is used", async () => {
    fake.secretsProve.mockResolvedValue(
      ok({ ok: true, servedBy: "claude-eu", milliseconds: 300, explanation: null }),
    );
    const { user } = await pasted("/secrets?do=add&scope=llm-keys&key=anthropic-eu", "sk-ant-api03-abcdefgh");
    await user.click(screen.getByRole("button", { name: "Store in llm-keys" }));
    await user.click(await screen.findByRole("button", { name: "Test it now" }));
    expect(await screen.findByText("works, 300 ms")).toBeTruthy();
  });

  test("as a new value of a key in use says that there is no way back and leads to rotating", async () => {
    const { user } = await pasted("/secrets?do=replace&scope=llm-keys&key=anthropic-key", VALUE);
    expect(screen.getByText(/2 endpoints use this key, and the old value is gone at once\./)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Rotate it instead" }));
    const rotate = await screen.findByRole("complementary", { name: "Rotate anthropic-key" });
    expect((within(rotate).getByLabelText("The new key") as HTMLTextAreaElement).value).toBe("");
  });

  test("as a new value asks for the name in production, where the old value cannot be brought back", async () => {
    const { user } = await pasted(
      "/secrets?do=replace&scope=llm-keys&key=anthropic-key",
      "sk-ant-api03-abcd",
    );
    await user.click(screen.getByRole("button", { name: /^Replace the value/ }));
    const asked = await screen.findByRole("dialog", { name: "Replace anthropic-key in production?" });
    await user.keyboard("{Enter}");
    expect(fake.secretsStore).not.toHaveBeenCalled();
    await user.click(within(asked).getByRole("button", { name: "Keep the old value" }));
    expect(fake.secretsStore).not.toHaveBeenCalled();
    expect((screen.getByLabelText("The key") as HTMLTextAreaElement).value).toBe("sk-ant-api03-abcd");
  });

  test("whatever it is, stays out of the page, the address, the cache and every command but two", async () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9_/+=-]{24,60}$/);
    await fc.assert(
      fc.asyncProperty(secret, async (value) => {
        core();
        const { container, history, client, unmount, user } = await pasted(
          "/secrets?do=add&scope=llm-keys",
          value,
        );
        const name = screen.getByLabelText("Name it");
        await user.clear(name);
        await user.type(name, "k1");
        await user.click(screen.getByRole("button", { name: "Store in llm-keys" }));
        await screen.findByRole("complementary", { name: "Stored" });
        const everywhere = [
          container.innerHTML,
          history.location.href,
          JSON.stringify(
            client
              .getQueryCache()
              .getAll()
              .map((one) => [one.queryKey, one.state.data]),
          ),
          JSON.stringify(
            client
              .getMutationCache()
              .getAll()
              .map((one) => one.state),
          ),
          JSON.stringify({ ...localStorage, ...sessionStorage }),
          JSON.stringify(fake.secretsOverview.mock.calls),
          JSON.stringify(fake.secretsProve.mock.calls),
        ];
        for (const place of everywhere) expect(place).not.toContain(value);
        for (const field of container.querySelectorAll("input, textarea"))
          expect((field as HTMLInputElement).value).not.toContain(value);
        unmount();
      }),
      { numRuns: 6 },
    );
  }, 30_000);
});

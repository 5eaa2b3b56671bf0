// A fake core for tests: the same commands, typed as the real ones, each a vi.fn that fails until the test says what it
// answers. Never imported by the app (a dependency rule checks it). How to use it: kit/README.md.
import { type Mock, vi } from "vitest";
import type * as Bindings from "./bindings";

type Commands = typeof Bindings.commands;
type Fake = { [Name in keyof Commands]: Mock<Commands[Name]> };

const made = new Map<string, Mock>();

/** Every command on first use; `fake.endpointsList.mockResolvedValue(ok(page))`. */
export const fake = new Proxy({} as Fake, {
  get(_, name) {
    if (typeof name !== "string" || name === "then") return undefined;
    let mock = made.get(name);
    if (!mock) {
      mock = vi.fn(async () => fails(sampleFailure({ title: `The test gave no answer for ${name}` })));
      made.set(name, mock);
    }
    return mock;
  },
});

/** For `vi.mock("../ipc/bindings", async () => (await import("../ipc/testing")).fakeBindings())`. */
export async function fakeBindings(): Promise<{ commands: Fake; freshness: typeof Bindings.freshness }> {
  const real = await vi.importActual<typeof Bindings>("./bindings");
  return { commands: fake, freshness: real.freshness };
}

/** Forgets answers and calls; testSetup.ts does it before each test. */
export function resetFake(): void {
  made.clear();
}

export function ok<T>(data: T): { status: "ok"; data: T } {
  return { status: "ok", data };
}

export function fails(error: Bindings.Failure): { status: "error"; error: Bindings.Failure } {
  return { status: "error", error };
}

type Kind = Bindings.Failure["kind"];

/** A failure with a full explanation; say only what the test is about. */
export function sampleFailure(
  change: Partial<Bindings.Explanation> & { kind?: Kind; fields?: Bindings.FieldProblem[] } = {},
): Bindings.Failure {
  const { kind = "refused", fields = [], ...words } = change;
  const explanation: Bindings.Explanation = {
    layer: "providerKey",
    title: "Cohere refused the key",
    meaning: "The provider did not accept the key Databricks sent along, so there is no answer.",
    cause: "The secret llm-keys/cohere-key holds a key that Cohere has switched off.",
    whoCanFix: "Someone who may write to the secret scope llm-keys.",
    notRescued: "Fallback covers 429 and 5xx only.",
    next: { kind: "tryAgain", label: "Try again" },
    trail: [
      { label: "Your sign-in", state: "passed" },
      { label: "Provider key", state: "stopped" },
      { label: "Model", state: "notReached" },
    ],
    raw: {
      status: 401,
      body: '{"error":"invalid api token"}',
      requestId: "7c1e-04af",
      seconds: 0.3,
      attempts: 1,
    },
    ...words,
  };
  switch (kind) {
    case "invalid":
      return { kind, fields, explanation };
    case "throttled":
      return { kind, retryAfterSeconds: 20, explanation };
    case "keychain":
      return { kind, state: "locked", explanation };
    default:
      return { kind, explanation };
  }
}

export const sandbox: Bindings.Workspace = {
  id: "sandbox",
  name: "Sandbox",
  host: "http://127.0.0.1:4000",
  kind: "sandbox",
  environment: "sandbox",
  cloud: null,
  user: "you@sandbox.local",
  credential: "notNeeded",
  color: "slate",
  signIn: null,
  expiresAt: null,
  workspaceId: null,
};

export const production: Bindings.Workspace = {
  id: "w1",
  name: "logistics-prod",
  host: "https://adb-5938204771830264.4.azuredatabricks.net",
  kind: "databricks",
  environment: "production",
  cloud: "azure",
  user: "dana.okafor@meridian-freight.com",
  credential: "kept",
  color: "berry",
  signIn: "accessToken",
  expiresAt: null,
  workspaceId: "5938204771830264",
};

export const appInfo: Bindings.AppInfo = {
  version: "0.1.0",
  dataFolder: "/home/dana/.local/share/gatewright",
  logFile: "/home/dana/.local/share/gatewright/log.txt",
  keychain: { state: "ok", store: "Secret Service", message: "The keychain is unlocked." },
  notices: [],
  settings: { theme: "system", textSize: "normal", motion: "system", proxy: null, caFile: null },
  proxyInUse: null,
  caProblem: null,
  dataBytes: 4_612_000,
};

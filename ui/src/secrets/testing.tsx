// Scopes, keys and rotations for this room's tests, the room in a window of its own, and a core that inspects a value by a
// few simple rules. Never imported by the app.
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { createQueryClient } from "../ipc/queryClient";
import { fake, ok, production } from "../ipc/testing";
import { ToastProvider } from "../kit/Toast";
import { CurrentWorkspace } from "../shell/current";
import { Page } from "./Page";
import type { Inspection, KeyInUse, Overview, Rotation, Scope, Use } from "./types";

export function renderRoom(path = "/secrets") {
  const root = createRootRoute({ component: () => <Outlet /> });
  const place = (at: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path: at, component });
  const routeTree = root.addChildren([
    place("/secrets", Page),
    place("/endpoints/$name", () => <h1>Endpoint</h1>),
    place("/settings", () => <h1>Settings</h1>),
  ]);
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree, history });
  const client = createQueryClient();
  const screen = render(
    <QueryClientProvider client={client}>
      <ToastProvider>
        <CurrentWorkspace value={production}>
          <RouterProvider router={router as never} />
        </CurrentWorkspace>
      </ToastProvider>
    </QueryClientProvider>,
  );
  return { ...screen, history, client };
}

/** happy-dom lays nothing out; the list needs to believe in a window of this height. */
export function pretendHeight(height: number): void {
  for (const [name, value] of [
    ["offsetHeight", height],
    ["offsetWidth", 600],
    ["clientHeight", height],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
}

export const use = (endpoint: string, entity: string, change: Partial<Use> = {}): Use => ({
  endpoint,
  entity,
  provider: "anthropic",
  field: "anthropic_api_key",
  task: "llm/v1/chat",
  ...change,
});

export const key = (name: string, uses: Use[] = [], change: Partial<KeyInUse> = {}): KeyInUse => ({
  key: name,
  reference: `{{secrets/llm-keys/${name}}}`,
  updatedAt: Date.now() - 86_400_000,
  uses,
  ...change,
});

export const scope = (name: string, change: Partial<Scope> = {}): Scope => ({
  name,
  backend: "databricks",
  writable: true,
  yourPermission: "manage",
  keys: [],
  problem: null,
  ...change,
});

export function overview(change: Partial<Overview> = {}): Overview {
  return {
    scopes: [
      scope("llm-keys", {
        keys: [
          key("anthropic-key", [
            use("support-assistant-chat", "claude"),
            use("support-assistant-chat", "claude-long"),
            use("contract-extraction", "haiku"),
          ]),
          key("openai-test"),
        ],
      }),
      scope("azure-kv-shared", { backend: "azureKeyVault", writable: false, keys: [key("shared")] }),
    ],
    dangling: [
      {
        reference: "{{secrets/llm-keys/anthropic-eu}}",
        scope: "llm-keys",
        key: "anthropic-eu",
        uses: [use("claims", "claude-eu")],
      },
    ],
    unreadEndpoints: [],
    complete: true,
    ...change,
  };
}

export const rotation = (change: Partial<Rotation> = {}): Rotation => ({
  id: "r1",
  scope: "llm-keys",
  oldKey: "anthropic-key",
  newKey: "anthropic-key-2026-11",
  startedAt: Date.now() - 60_000,
  state: "stored",
  steps: [
    step("storeKey", "done"),
    step("switchEndpoint", "waiting", { endpoint: "contract-extraction" }),
    step("callEntity", "waiting", { endpoint: "contract-extraction", entity: "haiku" }),
  ],
  ...change,
});

export const step = (
  kind: Rotation["steps"][number]["kind"],
  state: Rotation["steps"][number]["state"],
  change: Partial<Rotation["steps"][number]> = {},
): Rotation["steps"][number] => ({
  id: `${kind}-${change.endpoint ?? ""}-${change.entity ?? ""}`,
  kind,
  endpoint: null,
  entity: null,
  state,
  explanation: null,
  milliseconds: null,
  ...change,
});

/** What the core would say about a value, as far as the tests ask. */
export function inspect(value: string, provider: string | null): Inspection {
  const trimmed = value.trim();
  const openai = trimmed.startsWith("sk-") && !trimmed.startsWith("sk-ant-");
  return {
    family: openai ? "openai" : "unknown",
    familyName: openai ? "an OpenAI key" : "",
    lastFour: trimmed.length < 12 ? "" : trimmed.slice(-4),
    characters: trimmed.length,
    trimmed: trimmed === value ? null : "Blanks around it are removed.",
    warning: openai && provider === "anthropic" ? "This does not look like a key of Anthropic." : null,
    problem: trimmed.length > 131_072 ? "Databricks keeps at most 128 KB a key; this is larger." : null,
  };
}

/** A core with the room above, nothing rotating, and an ear for what is typed. */
export function core(change: Partial<Overview> = {}, rotations: Rotation[] = []): void {
  fake.secretsOverview.mockImplementation(async () => ok(overview(change)));
  fake.secretsRotations.mockImplementation(async () => ok(rotations));
  fake.secretsAcls.mockImplementation(async () =>
    ok([
      { principal: "dana.okafor@meridian-freight.com", permission: "manage", you: true },
      { principal: "ml-platform", permission: "read", you: false },
    ]),
  );
  fake.secretsInspect.mockImplementation(async (value, provider) => ok(inspect(value, provider)));
}

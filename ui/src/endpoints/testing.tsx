// Puts a page of this room on a screen for its tests: memory router with the addresses the room leads to, query client,
// toasts, a current workspace. The fake commands come from ipc/testing.ts. Only tests read this file.
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
import axe from "axe-core";
import { expect } from "vitest";
import type { Endpoint, EndpointPage, EndpointRow, Entity } from "../ipc/bindings";
import { createQueryClient } from "../ipc/queryClient";
import { production } from "../ipc/testing";
import { ToastProvider } from "../kit/Toast";
import { CurrentWorkspace } from "../shell/current";
import { Page as CreatePage } from "./create/Page";
import { Page as DetailPage } from "./detail/Page";
import { Page as EditPage } from "./edit/Page";
import { Page as ListPage } from "./Page";
import { Page as RecreatePage } from "./recreate/Page";

export function renderAt(path: string) {
  const root = createRootRoute({ component: () => <Outlet /> });
  const place = (at: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => root, path: at, component });
  const routeTree = root.addChildren([
    place("/endpoints", ListPage),
    place("/endpoints/new", CreatePage),
    place("/endpoints/$name", DetailPage),
    place("/endpoints/$name/edit", EditPage),
    place("/endpoints/$name/recreate", RecreatePage),
    place("/chat", () => <h1>Chat</h1>),
    place("/compare", () => <h1>Compare</h1>),
    place("/completions", () => <h1>Completions</h1>),
    place("/embeddings", () => <h1>Embeddings</h1>),
    place("/connect", () => <h1>Connect</h1>),
    place("/settings", () => <h1>Settings</h1>),
  ]);
  const history = createMemoryHistory({ initialEntries: [path] });
  const router = createRouter({ routeTree, history });
  const client = createQueryClient();
  const screen = render(
    <QueryClientProvider client={client}>
      <ToastProvider>
        <CurrentWorkspace value={production}>
          {/* biome-ignore lint/suspicious/noExplicitAny: the app registers its own router type */}
          <RouterProvider router={router as any} />
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
    ["offsetWidth", 1000],
    ["clientHeight", height],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
  }
}

/** Colours need a real browser; everything else axe knows is checked. */
export async function expectAccessible(container: Element): Promise<void> {
  const { violations } = await axe.run(container, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  expect(
    violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`),
  ).toEqual([]);
}

export function row(change: Partial<EndpointRow> = {}): EndpointRow {
  return {
    name: "support-assistant-chat",
    id: "1",
    task: "llm/v1/chat",
    creator: "dana.okafor",
    state: "ready",
    since: null,
    marks: ["OA", "An"],
    models: ["gpt-4o", "claude"],
    gateway: { usage: true, table: false, limits: true, guardrails: false, fallback: true },
    changedAt: Date.now() - 3_600_000,
    reason: null,
    mine: true,
    external: true,
    tags: [],
    readOnly: null,
    ...change,
  };
}

export function pageOf(rows: EndpointRow[], change: Partial<EndpointPage> = {}): EndpointPage {
  return {
    counts: { all: rows.length, attention: 1, mine: 2, others: 0 },
    matching: rows.length,
    offset: 0,
    rows,
    checkedAt: Date.now(),
    stale: false,
    ...change,
  };
}

export function entity(name: string, share: number, change: Partial<Entity> = {}): Entity {
  return {
    name,
    provider: "openai",
    providerName: "OpenAI",
    mark: "OA",
    model: `${name}-model`,
    task: "llm/v1/chat",
    share,
    state: "Ready",
    stateMessage: null,
    secrets: ["{{secrets/llm-keys/openai}}"],
    settings: [{ label: "Base address", field: "openai_api_base", value: "https://api.openai.com/v1" }],
    ...change,
  };
}

export function endpoint(change: Partial<Endpoint> = {}): Endpoint {
  return {
    name: "support-assistant-chat",
    id: "1",
    task: "llm/v1/chat",
    state: "ready",
    since: null,
    reason: null,
    creator: "dana.okafor",
    createdAt: Date.now() - 86_400_000,
    changedAt: Date.now() - 3_600_000,
    description: "Answers customers",
    permission: "manage",
    tags: [{ key: "cost-center", value: "4410" }],
    gateway: { usage: true, table: false, limits: false, guardrails: false, fallback: true },
    entities: [entity("primary", 80), entity("second", 20)],
    pending: null,
    configVersion: 14,
    fallback: true,
    stamp: "s1",
    webUrl: "https://example.databricks.com/ml/endpoints/x",
    readOnly: null,
    raw: '{\n  "name": "support-assistant-chat"\n}',
    ...change,
  };
}

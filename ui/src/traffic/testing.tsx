// What the tests of this room share: an endpoint of two entities, its Traffic tab with cache and router, and the core's
// streams. Never imported by the app.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import type { Mock } from "vitest";
import type { Endpoint, Entity, TrafficDraft, Workspace } from "../ipc/bindings";
import { fake, ok } from "../ipc/testing";
import { ToastProvider } from "../kit/Toast";
import { CurrentWorkspace } from "../shell/current";
import { TrafficTab } from "./TrafficTab";

/** The core says something on the stream of the last call of a command. */
export function heard(command: Mock, news: unknown): void {
  const told = command.mock.lastCall?.at(-1) as { onMessage: (news: unknown) => void };
  act(() => told.onMessage(news));
}

/** An answer that comes when the test says so. */
export function later<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

export function draftOf(openai: number): TrafficDraft | null {
  const shares = [
    { entity: "openai", percent: openai },
    { entity: "claude", percent: 100 - openai },
  ];
  return { shares, locked: [], savedAt: 1 };
}

const entity = (name: string, share: number): Entity => ({
  name,
  share,
  provider: "openai",
  providerName: "OpenAI",
  mark: "OA",
  model: "gpt-4o",
  task: "llm/v1/chat",
  state: "READY",
  stateMessage: null,
  secrets: [],
  settings: [],
});
export const endpoint: Endpoint = {
  name: "support-chat",
  id: "1",
  task: "llm/v1/chat",
  state: "ready",
  since: null,
  reason: null,
  creator: "dana",
  createdAt: 1,
  changedAt: 1,
  description: "",
  permission: "manage",
  tags: [],
  entities: [entity("openai", 70), entity("claude", 30)],
  gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: true },
  pending: null,
  configVersion: 14,
  fallback: true,
  stamp: "stamp-14",
  webUrl: "",
  raw: "{}",
  readOnly: null,
};

export async function showTab(workspace: Workspace, shown: Endpoint = endpoint, above: ReactNode = null) {
  if (!fake.trafficDraftGet.getMockImplementation()) fake.trafficDraftGet.mockResolvedValue(ok(null));
  fake.trafficDraftDiscard.mockResolvedValue(ok(null));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = createRouter({
    routeTree: createRootRoute({
      component: () => (
        <>
          {above}
          <TrafficTab endpoint={shown} />
        </>
      ),
    }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  const view = render(
    <QueryClientProvider client={client}>
      <CurrentWorkspace value={workspace}>
        <ToastProvider>
          <RouterProvider router={router as never} />
        </ToastProvider>
      </CurrentWorkspace>
    </QueryClientProvider>,
  );
  await screen.findByRole("table", { name: "Shares and fallback order" });
  return { ...view, user: userEvent.setup(), client };
}

// Conversations for this room's tests, the page in a window of its own, and an answer the test writes word by word.
// Never imported by the app.
import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactElement } from "react";
import type {
  Answer,
  AnswerEvent,
  Ask,
  Chat,
  Endpoint,
  EndpointRow,
  Entity,
  RawCall,
  Turn,
  Workspace,
} from "../ipc/bindings";
import { createQueryClient } from "../ipc/queryClient";
import { fake, ok, sandbox } from "../ipc/testing";
import { ToastProvider } from "../kit/Toast";
import { CurrentWorkspace } from "../shell/current";

export function answer(change: Partial<Answer>): Answer {
  return {
    id: "a1",
    outcome: "complete",
    text: "Dear Frau Lindqvist, your pallet is late.",
    reasoning: null,
    finishReason: "stop",
    servedBy: "openai-gpt4o",
    providerName: "OpenAI",
    share: 70,
    position: 0,
    firstWordMs: 400,
    totalMs: 1900,
    promptTokens: 20,
    completionTokens: 74,
    reasoningTokens: null,
    estimatedTokens: false,
    requestId: "7c1e-04af",
    clientRequestId: "gw-1",
    startedAt: 1_795_000_000_000,
    masked: false,
    failure: null,
    model: "gpt-4o",
    cachedTokens: null,
    choices: [],
    toolCalls: [],
    guardrails: [],
    breakdown: null,
    fromCache: null,
    cost: {
      amount: 0.004,
      currency: "EUR",
      estimated: false,
      words: "0.4 ct",
      source: "price list of 2026-11",
    },
    notes: [],
    ...change,
  };
}

export function turn(id: string, prompt: string, ...answers: Answer[]): Turn {
  return {
    id,
    prompt,
    answers,
    parent: null,
    branches: { at: 0, of: 1, turns: [id] },
    attachments: [],
    variables: [],
    shown: null,
    promptFrom: null,
  };
}

export function raw(change: Partial<RawCall>): RawCall {
  return {
    method: "POST",
    path: "/serving-endpoints/support-assistant-chat/invocations",
    requestHeaders: [["content-type", "application/json"]],
    sent: '{"messages":[{"role":"user","content":"Hello"}],"stream":true}',
    status: 200,
    responseHeaders: [["served-model-name", "openai-gpt4o"]],
    received: '{"id":"x"}',
    ...change,
  };
}

/** A conversation of so many turns, each answered. */
export function longChat(turns: number): Chat {
  return chat({
    turns: Array.from({ length: turns }, (_, at) =>
      turn(`t${at}`, `Question ${at}`, answer({ id: `a${at}`, text: `Answer ${at} **in words**.` })),
    ),
  });
}

export function chat(change: Partial<Chat>): Chat {
  return {
    id: "c1",
    title: "Delayed pallet",
    endpoint: "support-assistant-chat",
    entity: null,
    kind: "chat",
    recorded: true,
    starred: false,
    options: {
      temperature: null,
      maxTokens: null,
      system: "",
      stream: true,
      extra: [],
      stop: [],
      n: null,
      useCache: "off",
    },
    turns: [],
    draft: "",
    draftAttachments: [],
    updatedAt: 1_795_000_000_000,
    ...change,
  };
}

export function entity(name: string, providerName: string, share: number): Entity {
  return {
    name,
    provider: providerName.toLowerCase(),
    providerName,
    mark: providerName.slice(0, 2),
    model: `${name}-model`,
    task: "llm/v1/chat",
    share,
    state: "READY",
    stateMessage: null,
    secrets: [],
    settings: [],
  };
}

export function endpoint(change: Partial<Endpoint> = {}): Endpoint {
  return {
    name: "support-assistant-chat",
    id: "e1",
    task: "llm/v1/chat",
    state: "ready",
    since: null,
    reason: null,
    creator: "dana",
    createdAt: null,
    changedAt: null,
    description: "",
    permission: "manage",
    tags: [],
    gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: true },
    entities: [entity("openai-gpt4o", "OpenAI", 70), entity("anthropic-claude-sonnet", "Anthropic", 30)],
    pending: null,
    configVersion: 1,
    fallback: true,
    stamp: "s1",
    webUrl: "",
    readOnly: null,
    raw: "{}",
    ...change,
  };
}

export function row(name: string, change: Partial<EndpointRow> = {}): EndpointRow {
  return {
    name,
    id: name,
    task: "llm/v1/chat",
    creator: "dana",
    state: "ready",
    since: null,
    marks: ["OA"],
    models: ["gpt-4o"],
    gateway: { usage: false, table: false, limits: false, guardrails: false, fallback: false },
    changedAt: null,
    reason: null,
    mine: true,
    external: true,
    tags: [],
    readOnly: null,
    ...change,
  };
}

/** Draws a page at an address, with everything it stands in. Other addresses show their own path. */
export function renderAt(path: string, page: ReactElement, workspace: Workspace = sandbox) {
  const root = createRootRoute({ component: Outlet });
  const chatRoute = createRoute({ getParentRoute: () => root, path: "/chat", component: () => page });
  const elsewhere = createRoute({
    getParentRoute: () => root,
    path: "$",
    component: () => <p>another page</p>,
  });
  const router = createRouter({
    routeTree: root.addChildren([chatRoute, elsewhere]),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  const client = createQueryClient();
  const drawn = render(
    <QueryClientProvider client={client}>
      <ToastProvider>
        <CurrentWorkspace value={workspace}>
          <RouterProvider router={router as never} />
        </CurrentWorkspace>
      </ToastProvider>
    </QueryClientProvider>,
  );
  return { ...drawn, client, router };
}

/** One asked question: what was asked, and the ways to answer it. */
export type Asked = { ask: Ask; say: (event: AnswerEvent) => void; settle: (answer: Answer) => void };

/** From now on each question waits in the list this returns until the test answers it. */
export function answerByHand(): Asked[] {
  const asked: Asked[] = [];
  fake.playgroundAsk.mockImplementation(
    (ask, events) =>
      new Promise((resolve) => {
        asked.push({ ask, say: (event) => events.onmessage(event), settle: (answer) => resolve(ok(answer)) });
      }),
  );
  return asked;
}

/** The core of a workspace with one endpoint and one conversation. */
export function coreWith(conversation: Chat, of: Endpoint = endpoint()): void {
  const { id, title, entity: asked, updatedAt, turns } = conversation;
  fake.playgroundChats.mockResolvedValue(
    ok([
      {
        ...{ id, title, endpoint: conversation.endpoint, entity: asked, updatedAt, turns: turns.length },
        ...{ starred: conversation.starred, recorded: conversation.recorded },
      },
    ]),
  );
  fake.playgroundChat.mockResolvedValue(ok(conversation));
  fake.endpointsGet.mockResolvedValue(ok(of));
  fake.endpointsList.mockResolvedValue(
    ok({
      counts: { all: 1, attention: 0, mine: 1, others: 0 },
      matching: 1,
      offset: 0,
      rows: [row(of.name)],
      checkedAt: 0,
      stale: false,
    }),
  );
  fake.playgroundSaveDraft.mockResolvedValue(ok(null));
  fake.playgroundSaveOptions.mockResolvedValue(ok(null));
  fake.playgroundStop.mockResolvedValue(ok(null));
  fake.playgroundShow.mockResolvedValue(ok(null));
  fake.playgroundDefaults.mockResolvedValue(
    ok({
      temperature: { min: 0, max: 2, default: null, accepted: true },
      maxTokens: { needed: false, default: null },
      notes: [],
      images: "yes",
      streams: true,
    }),
  );
}

/** An answer that has no word yet. */
export const waiting = (change: Partial<Answer> = {}) =>
  answer({
    outcome: "waiting",
    text: "",
    firstWordMs: null,
    totalMs: null,
    completionTokens: null,
    finishReason: null,
    ...change,
  });
export const box = () => screen.findByRole<HTMLTextAreaElement>("textbox", { name: "Message" });
export const nth = (asked: Asked[], at: number): Asked => {
  const one = asked[at];
  if (!one) throw new Error(`Question ${at} was not asked.`);
  return one;
};
/** Lets the next frame be drawn. */
export async function frame(): Promise<void> {
  await act(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  });
}
export async function ask(text: string): Promise<void> {
  await userEvent.type(await box(), `${text}{Enter}`);
}

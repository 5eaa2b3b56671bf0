// Answers the UI's commands from the fixture in world.ts, through the same door Tauri's own script uses. What it does not
// know is answered with a failure naming the command.
import type { AppInfo, Endpoint, ListEndpoints, Share, WorkspaceList } from "../src/ipc/bindings";
import { chats } from "./chats";
import { compare } from "./compare";
import { completionPage, completions } from "./completions";
import { edits } from "./edits";
import { embeddings } from "./embeddings";
import { gateway } from "./gateway";
import { finishedDraft, handoff } from "./handoff";
import { history } from "./history";
import { library } from "./prompts";
import { secrets } from "./secrets";
import { traffic } from "./traffic";
import { workspaces } from "./workspaces";
import * as world from "./world";

type Args = Record<string, unknown>;
type Sink<T> = { onmessage: (message: T) => void };
type Door = {
  invoke: (name: string, args?: Args) => Promise<unknown>;
  transformCallback: (callback?: unknown) => number;
  unregisterCallback: () => void;
  convertFileSrc: (path: string) => string;
};

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

export function install(wishes: URLSearchParams): void {
  const theme = wishes.get("theme");
  if (theme === "light" || theme === "dark") world.info.settings.theme = theme;
  if (theme) document.documentElement.dataset.theme = theme;
  const workspace = wishes.get("workspace");
  if (workspace) world.workspaces.current = workspace;
  if (wishes.get("state") === "empty") world.rows.length = 0;
  if (wishes.has("many")) world.manyRows(Number(wishes.get("many")));
  if (wishes.has("notice")) world.info.notices.push(world.notice);
  const size = wishes.get("size");
  if (size) world.info.settings.textSize = size as typeof world.info.settings.textSize;
  const failing = new Set(wishes.getAll("fail"));
  const signedOut = wishes.has("signedout");
  let callbacks = 0;
  const door: Door = {
    transformCallback: () => ++callbacks,
    unregisterCallback: () => undefined,
    convertFileSrc: (path) => path,
    invoke: async (name, args = {}) => {
      await pause(15);
      if (signedOut && name.startsWith("endpoints_")) throw world.failure("signedOut");
      if (failing.has(name)) throw world.failure("refused");
      const answer = ANSWERS[name];
      if (!answer) throw world.failure("unexpected", `The made-up core has no answer for ${name}`);
      return structuredClone(await answer(args));
    },
  };
  Object.assign(window, { __TAURI_INTERNALS__: door });
}

const ANSWERS: Record<string, (args: Args) => unknown> = {
  app_info: (): AppInfo => world.info,
  passport_waiting: () => null,
  app_dismiss_notice: ({ id }) => {
    world.info.notices = world.info.notices.filter((one) => one.id !== id);
    return null;
  },
  app_check_keychain: () => world.info.keychain,
  app_open_link: () => null,
  workspaces_list: (): WorkspaceList => world.workspaces,
  workspaces_check_host: ({ text }) => world.checkHost(String(text)),
  workspaces_switch: ({ id }) => {
    world.workspaces.current = String(id);
    return world.workspaces.workspaces.find((one) => one.id === id);
  },
  workspaces_remove: ({ id }) => {
    world.workspaces.workspaces = world.workspaces.workspaces.filter((one) => one.id !== id);
    world.workspaces.current = "sandbox";
    return world.workspaces;
  },
  workspaces_identity: () => ({
    user: "dana.okafor@meridian-freight.com",
    displayName: "Dana Okafor",
    admin: false,
    groups: ["ml-platform"],
  }),
  workspaces_reset_sandbox: () => null,
  providers_list: () => world.providers,
  secrets_scopes: () => world.scopes,
  secrets_keys: ({ scope }) => world.keys(String(scope)),
  secrets_store: ({ secret }) => {
    const { scope, key, value } = secret as { scope: string; key: string; value: string };
    return {
      scope,
      key,
      reference: `{{secrets/${scope}/${key}}}`,
      lastFour: value.slice(-4),
      characters: value.length,
      trimmed: false,
    };
  },
  ...traffic,
  ...compare,
  ...completions,
  ...library,
  ...edits,
  ...embeddings,
  ...history,
  ...gateway,
  ...handoff,
  ...secrets,
  ...workspaces,
  endpoints_list: ({ query }) => world.page(query as ListEndpoints),
  endpoints_splits: ({ names }) => (names as string[]).map(world.split),
  endpoints_get: ({ name }): Endpoint => world.endpoint(String(name)),
  endpoints_check_name: ({ name }) =>
    world.rows.some((row) => row.name === name)
      ? {
          path: "name",
          message: "An endpoint of this name exists already. Choose another name.",
          blocks: true,
        }
      : null,
  endpoints_review: ({ draft }) => ({
    problems: [],
    calls: [{ title: "Create the endpoint", method: "POST", path: "/api/2.0/serving-endpoints" }],
    body: JSON.stringify(draft, null, 2),
    sentence: "Of 100 requests, 80 go to the first entity and 20 to the second.",
  }),
  endpoints_create: async ({ draft }) => {
    await pause(900);
    return { ...world.endpoint("contract-extraction"), name: (draft as { name: string }).name };
  },
  endpoints_watch: async ({ name, progress }) => {
    for (let seconds = 1; seconds <= 4; seconds++) {
      await pause(700);
      (progress as Sink<unknown>).onmessage({
        state: "creating",
        seconds,
        message: "Waiting for the provider",
        entities: [],
      });
    }
    return { ...world.endpoint("support-assistant-chat"), name };
  },
  endpoints_delete: () => null,
  endpoints_facets: () => world.facets(),
  endpoints_views: () => [],
  endpoints_view_save: ({ name, query }) => [{ name, query, savedAt: Date.now() }],
  endpoints_view_delete: () => [],
  endpoints_metrics: () => ({
    readAt: Date.now(),
    lines: [
      { name: "request_count_total", labels: [], value: 103 },
      { name: "request_4xx_count_total", labels: [], value: 2 },
      { name: "request_5xx_count_total", labels: [], value: 1 },
      ...[100, 500, 1000, 2500].map((le, at) => ({
        name: "request_latency_ms_bucket",
        labels: [{ name: "le", value: String(le) }],
        value: [4, 40, 80, 103][at] ?? 0,
      })),
    ],
  }),
  endpoints_uses: () => ({
    uses: [
      { text: "front-desk-router calls it: served entity support.", endpoint: "front-desk-router" },
      { text: "It was asked 112 times in the last minute.", endpoint: null },
      { text: "3 chats with it here; what was said stays readable.", endpoint: null },
    ],
    unknown: [
      "Programs, notebooks, jobs and dashboards that call it, and endpoints of other workspaces, cannot be seen from here. With usage tracking on, the system tables name who asked.",
    ],
  }),
  endpoints_history: () => [
    { at: Date.now() - 7_200_000, state: "ready", reason: null },
    { at: Date.now() - 7_300_000, state: "readyUpdateFailed", reason: "Missing key `llm-keys/anthropic-eu`" },
  ],
  endpoints_bulk_tag: ({ names }) =>
    (names as string[]).map((name) => ({ name, outcome: "done", explanation: null })),
  endpoints_draft_get: () =>
    new URLSearchParams(location.hash.slice(1)).has("draft")
      ? { draft: finishedDraft(), step: "review", savedAt: Date.now() }
      : null,
  endpoints_draft_save: () => Date.now(),
  endpoints_draft_discard: () => null,
  traffic_review: ({ change }) => world.trafficReview(change as { endpoint: string; shares: Share[] }),
  traffic_apply: async ({ change }) => {
    await pause(800);
    return world.endpoint((change as { endpoint: string }).endpoint);
  },
  traffic_draft_get: () => null,
  traffic_draft_save: () => null,
  traffic_draft_discard: () => null,
  ...chats,
  playground_chat: ({ id }) => completionPage(id) ?? chats.playground_chat?.({ id }),
};

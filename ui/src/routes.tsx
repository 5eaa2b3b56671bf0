// Every address of the app and the page it shows. The list of endpoints is in the first chunk, because it is the first
// screen; all other rooms are loaded when they are opened.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";
import { Page as EndpointsPage } from "./endpoints/Page";
import { PageFailed, PageLoading, PageMissing } from "./shell/PageStates";
import { Root } from "./shell/Root";

type Given = Record<string, unknown>;
// The router reads ?q=123 as a number; every search of ours is text.
const text = (given: unknown): string | undefined =>
  (typeof given === "string" || typeof given === "number") && given !== "" ? String(given) : undefined;

// What the words in an address mean is the room's matter; here they are only text.
export type EndpointsSearch = {
  view?: string | undefined;
  q?: string | undefined;
  sort?: string | undefined;
  provider?: string | undefined;
  state?: string | undefined;
  task?: string | undefined;
  creator?: string | undefined;
  tag?: string | undefined;
};
export type EndpointSearch = {
  tab?: string | undefined;
  change?: string | undefined;
  do?: string | undefined;
};
export type EditSearch = {
  part?: string | undefined;
  review?: string | undefined;
};
export type ActivitySearch = { change?: string | undefined };
// `run` is one message of a comparison, `chat` a conversation that belongs to one, `prompt` a message to begin with.
export type CompareSearch = {
  compare?: string | undefined;
  run?: string | undefined;
  chat?: string | undefined;
  endpoint?: string | undefined;
  prompt?: string | undefined;
  from?: string | undefined;
};
export type EmbeddingsSearch = {
  endpoint?: string | undefined;
  run?: string | undefined;
  view?: string | undefined;
};
export type CompletionsSearch = {
  endpoint?: string | undefined;
  entity?: string | undefined;
  chat?: string | undefined;
  at?: string | undefined;
};
export type HistoryPlaceSearch = {
  q?: string | undefined;
  endpoint?: string | undefined;
  entity?: string | undefined;
  kind?: string | undefined;
  when?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  only?: string | undefined;
};
export type ChatSearch = {
  endpoint?: string | undefined;
  entity?: string | undefined;
  chat?: string | undefined;
  at?: string | undefined;
};

export type SecretsSearch = {
  scope?: string | undefined;
  key?: string | undefined;
  do?: string | undefined;
  view?: string | undefined;
  q?: string | undefined;
};

const rootRoute = createRootRoute({ component: Root, notFoundComponent: PageMissing });

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/endpoints", replace: true });
  },
});

const endpointsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/endpoints",
  validateSearch: (given: Given): EndpointsSearch => ({
    view: text(given.view),
    q: text(given.q),
    sort: text(given.sort),
    provider: text(given.provider),
    state: text(given.state),
    task: text(given.task),
    creator: text(given.creator),
    tag: text(given.tag),
  }),
  component: EndpointsPage,
});

const newEndpointRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/endpoints/new",
  validateSearch: (given: Given): { step?: string | undefined } => ({ step: text(given.step) }),
  component: lazyRouteComponent(() => import("./endpoints/create/Page"), "Page"),
});

const endpointRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/endpoints/$name",
  validateSearch: (given: Given): EndpointSearch => ({
    tab: text(given.tab),
    change: text(given.change),
    do: text(given.do),
  }),
  component: lazyRouteComponent(() => import("./endpoints/detail/Page"), "Page"),
});

const editRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/endpoints/$name/edit",
  validateSearch: (given: Given): EditSearch => ({ part: text(given.part), review: text(given.review) }),
  component: lazyRouteComponent(() => import("./endpoints/edit/Page"), "Page"),
});

const recreateRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/endpoints/$name/recreate",
  component: lazyRouteComponent(() => import("./endpoints/recreate/Page"), "Page"),
});

const activityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/activity",
  validateSearch: (given: Given): ActivitySearch => ({ change: text(given.change) }),
  component: lazyRouteComponent(() => import("./activity/Page"), "Page"),
});

const chatRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/chat",
  validateSearch: (given: Given): ChatSearch => ({
    endpoint: text(given.endpoint),
    entity: text(given.entity),
    chat: text(given.chat),
    at: text(given.at),
  }),
  component: lazyRouteComponent(() => import("./playground/Page"), "Page"),
});

const compareRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/compare",
  validateSearch: (given: Given): CompareSearch => ({
    compare: text(given.compare),
    run: text(given.run),
    chat: text(given.chat),
    endpoint: text(given.endpoint),
    prompt: text(given.prompt),
    from: text(given.from),
  }),
  component: lazyRouteComponent(() => import("./compare/Page"), "Page"),
});

const embeddingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/embeddings",
  validateSearch: (given: Given): EmbeddingsSearch => ({
    endpoint: text(given.endpoint),
    run: text(given.run),
    view: text(given.view),
  }),
  component: lazyRouteComponent(() => import("./embeddings/Page"), "Page"),
});

const completionsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/completions",
  validateSearch: (given: Given): CompletionsSearch => ({
    endpoint: text(given.endpoint),
    entity: text(given.entity),
    chat: text(given.chat),
    at: text(given.at),
  }),
  component: lazyRouteComponent(() => import("./completions/Page"), "Page"),
});

const historyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/history",
  validateSearch: (given: Given): HistoryPlaceSearch => ({
    q: text(given.q),
    endpoint: text(given.endpoint),
    entity: text(given.entity),
    kind: text(given.kind),
    when: text(given.when),
    from: text(given.from),
    to: text(given.to),
    only: text(given.only),
  }),
  component: lazyRouteComponent(() => import("./history/Page"), "Page"),
});

const promptsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/prompts",
  validateSearch: (given: Given): { prompt?: string | undefined } => ({ prompt: text(given.prompt) }),
  component: lazyRouteComponent(() => import("./prompts/Page"), "Page"),
});

const secretsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/secrets",
  validateSearch: (given: Given): SecretsSearch => ({
    scope: text(given.scope),
    key: text(given.key),
    do: text(given.do),
    view: text(given.view),
    q: text(given.q),
  }),
  component: lazyRouteComponent(() => import("./secrets/Page"), "Page"),
});

const connectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/connect",
  validateSearch: (given: Given): { host?: string | undefined } => ({ host: text(given.host) }),
  component: lazyRouteComponent(() => import("./workspaces/ConnectPage"), "ConnectPage"),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/settings",
  component: lazyRouteComponent(() => import("./settings/Page"), "Page"),
});

const routeTree = rootRoute.addChildren([
  indexRoute,
  endpointsRoute,
  newEndpointRoute,
  endpointRoute,
  editRoute,
  recreateRoute,
  activityRoute,
  secretsRoute,
  chatRoute,
  compareRoute,
  completionsRoute,
  embeddingsRoute,
  historyRoute,
  promptsRoute,
  connectRoute,
  settingsRoute,
]);

export function createAppRouter(history?: RouterHistory) {
  return createRouter({
    routeTree,
    ...(history ? { history } : {}),
    defaultPendingComponent: PageLoading,
    defaultErrorComponent: PageFailed,
    defaultNotFoundComponent: PageMissing,
    defaultPendingMs: 150,
    defaultPreload: "intent",
    scrollRestoration: false,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

// Renders one page as the app would: at an address, in a workspace, with a cache, toasts and a router. For tests only.
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
import type { ReactNode } from "react";
import type { Workspace } from "../ipc/bindings";
import { createQueryClient } from "../ipc/queryClient";
import { appInfo, sandbox } from "../ipc/testing";
import { ToastProvider } from "../kit/Toast";
import { appKeys, CurrentWorkspace, workspaceKeys } from "./current";

type Options = { path?: string; workspace?: Workspace };

const PATHS = [
  "/",
  "/endpoints",
  "/endpoints/new",
  "/endpoints/$name",
  "/endpoints/$name/edit",
  "/endpoints/$name/recreate",
  "/secrets",
  "/activity",
  "/chat",
  "/compare",
  "/completions",
  "/embeddings",
  "/history",
  "/prompts",
  "/connect",
  "/settings",
] as const;

/**
 * Every address shows the same page (drawn anew when the place changes), so that a test can follow a click by
 * `router.state.location`.
 */
export async function renderPage(
  page: ReactNode,
  { path = "/endpoints", workspace = sandbox }: Options = {},
) {
  const queryClient = createQueryClient();
  queryClient.setDefaultOptions({
    queries: { ...queryClient.getDefaultOptions().queries, gcTime: Number.POSITIVE_INFINITY },
  });
  queryClient.setQueryData(workspaceKeys.list, { current: workspace.id, workspaces: [workspace] });
  queryClient.setQueryData(appKeys.info, appInfo);

  const shown = () => <CurrentWorkspace value={workspace}>{page}</CurrentWorkspace>;
  const root = createRootRoute({ component: Outlet, notFoundComponent: shown });
  const children = PATHS.map((each) =>
    createRoute({ getParentRoute: () => root, path: each, component: shown }),
  );
  const router = createRouter({
    routeTree: root.addChildren(children),
    history: createMemoryHistory({ initialEntries: [path] }),
  });
  await router.load();
  const view = render(
    <QueryClientProvider client={queryClient}>
      <ToastProvider>
        <RouterProvider router={router as never} />
      </ToastProvider>
    </QueryClientProvider>,
  );
  return { ...view, router, queryClient };
}

// Starts the window: theme, caches, routes. What the first screen shows was asked for before this code was loaded
// (public/first-paint.js), so that it is drawn once, with its content.
import "./theme/index.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { NOTHING } from "./endpoints/filters";
import { endpointKeys } from "./endpoints/queries";
import { type FirstScreen, firstScreen } from "./ipc/firstScreen";
import { createQueryClient } from "./ipc/queryClient";
import { ToastProvider } from "./kit/Toast";
import { createAppRouter } from "./routes";
import { appInfoQuery, workspacesQuery } from "./shell/current";
import { showLooks } from "./theme/theme";

/** After this the frame is drawn without waiting any longer, and asks for itself. */
const PATIENCE_MS = 250;

const queryClient = createQueryClient();
const router = createAppRouter();
const root = document.getElementById("root");
if (!root) throw new Error("index.html has lost its #root.");

// The route is found before anything is drawn, otherwise the first drawing is an empty one.
const [first] = await Promise.all([firstScreen(PATIENCE_MS), router.load()]);
if (first) keep(first);
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <ToastProvider>
      <RouterProvider router={router} />
    </ToastProvider>
  </QueryClientProvider>,
);

function keep({ info, workspaces, list }: FirstScreen): void {
  showLooks(info.settings);
  queryClient.setQueryData(appInfoQuery.queryKey, info);
  queryClient.setQueryData(workspacesQuery.queryKey, workspaces);
  if (!list) return;
  const { offset, limit: _limit, refresh: _refresh, ...asked } = list.query;
  queryClient.setQueryData(endpointKeys.list({ ...NOTHING, ...asked }, offset), list.page);
  for (const split of list.splits) queryClient.setQueryData(endpointKeys.split(split.name), split);
}

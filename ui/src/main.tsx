// Starts the window: theme, caches, routes. The first questions to the core are asked before React draws anything, so that
// their answers and the first frame arrive together.
import "./theme/index.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./ipc/queryClient";
import { ToastProvider } from "./kit/Toast";
import { createAppRouter } from "./routes";
import { appInfoQuery, workspacesQuery } from "./shell/current";

const queryClient = createQueryClient();
void queryClient.prefetchQuery(workspacesQuery);
void queryClient.prefetchQuery(appInfoQuery);

const router = createAppRouter();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has lost its #root.");
createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <ToastProvider>
      <RouterProvider router={router} />
    </ToastProvider>
  </QueryClientProvider>,
);

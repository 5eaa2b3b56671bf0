// Starts the window: theme, caches, routes. The first questions to the core are asked before React draws anything, so that
// their answers and the first frame arrive together.
import "./theme/index.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { readListSearch } from "./endpoints/address";
import { endpointPageQuery } from "./endpoints/queries";
import { createQueryClient } from "./ipc/queryClient";
import { ToastProvider } from "./kit/Toast";
import { createAppRouter } from "./routes";
import { appInfoQuery, currentOf, workspacesQuery } from "./shell/current";

const queryClient = createQueryClient();
void queryClient.prefetchQuery(appInfoQuery);
void queryClient
  .fetchQuery(workspacesQuery)
  .then((list) => {
    // The list is on its way while React draws the frame. A real workspace waits for the frame: opening it may ask the
    // keychain, and nothing may stand before the first paint.
    if (currentOf(list)?.kind !== "sandbox" || !["/", "/endpoints"].includes(location.pathname)) return;
    return queryClient.prefetchQuery(endpointPageQuery(readListSearch({}), 0));
  })
  // The frame asks again and shows what is wrong.
  .catch(() => {});

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

// Which workspaces there are, which one is open, and how to change to another. What the app knows of itself (version,
// keychain, settings) is asked here too, because every place of the shell shows a part of it.
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createContext, use } from "react";
import { commands, type Workspace, type WorkspaceList } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { forgetWorkspace } from "../ipc/queryClient";
import { closeAllPanels } from "./panels";
import { signInSettled } from "./session";

export const workspaceKeys = { all: ["workspaces"] as const, list: ["workspaces", "list"] as const };
export const appKeys = { info: ["app", "info"] as const };

export const workspacesQuery = queryOptions({
  queryKey: workspaceKeys.list,
  queryFn: () => unwrap(commands.workspacesList()),
  staleTime: Number.POSITIVE_INFINITY,
});

export const appInfoQuery = queryOptions({
  queryKey: appKeys.info,
  queryFn: () => unwrap(commands.appInfo()),
  staleTime: Number.POSITIVE_INFINITY,
});

export const CurrentWorkspace = createContext<Workspace | null>(null);

/** The workspace every page inside the frame is about. */
export function useWorkspace(): Workspace {
  const workspace = use(CurrentWorkspace);
  if (!workspace) throw new Error("useWorkspace is only for pages inside the frame.");
  return workspace;
}

export function useAppInfo() {
  return useQuery(appInfoQuery).data ?? null;
}

export function currentOf(list: WorkspaceList): Workspace | null {
  return list.workspaces.find((one) => one.id === list.current) ?? list.workspaces[0] ?? null;
}

/** As they are numbered: real ones 1 to 9 in their order, the sandbox 0. */
export function numbered(list: WorkspaceList): { workspace: Workspace; digit: string | null }[] {
  const real = list.workspaces.filter((one) => one.kind !== "sandbox");
  const sandbox = list.workspaces.filter((one) => one.kind === "sandbox");
  return [
    ...real.map((workspace, index) => ({ workspace, digit: index < 9 ? String(index + 1) : null })),
    ...sandbox.map((workspace) => ({ workspace, digit: "0" })),
  ];
}

/** Opens another workspace on its list of endpoints; everything known of the one left is forgotten. */
export function useSwitchWorkspace(): (id: string) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (id) => {
    const workspace = await unwrap(commands.workspacesSwitch(id));
    adopt(client, workspace);
    await navigate({ to: "/endpoints" });
  };
}

/** Takes a workspace the core has just opened for the current one. */
export function adopt(client: ReturnType<typeof useQueryClient>, workspace: Workspace): void {
  client.setQueryData(workspaceKeys.list, (before: WorkspaceList | undefined): WorkspaceList => {
    const others = before?.workspaces ?? [];
    const known = others.some((one) => one.id === workspace.id);
    const workspaces = known
      ? others.map((one) => (one.id === workspace.id ? workspace : one))
      : [...others, workspace];
    return { current: workspace.id, workspaces };
  });
  forgetWorkspace(client);
  closeAllPanels();
  signInSettled();
  // The order is the core's; ask once more in the background.
  void client.invalidateQueries({ queryKey: workspaceKeys.list });
}

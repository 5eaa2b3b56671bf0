// The colours the connected workspaces have already, so that the next one begins with another.
import { useQuery } from "@tanstack/react-query";
import type { WorkspaceColor } from "../ipc/bindings";
import { workspacesQuery } from "../shell/current";

export function useUsedColors(): readonly WorkspaceColor[] {
  const list = useQuery(workspacesQuery).data?.workspaces ?? [];
  return list.filter((one) => one.kind !== "sandbox").map((one) => one.color);
}

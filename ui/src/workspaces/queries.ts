// What the connect page asks of the core: where an address leads, and to be connected.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { type ConnectWorkspace, commands, type HostCheck } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { useToast } from "../kit/Toast";
import { adopt, appKeys } from "../shell/current";
import { keptWords } from "./model";

/** Where the typed address leads; null while nothing is typed or the answer is under way. */
export function useHostCheck(typed: string): HostCheck | null {
  const [text, setText] = useState(typed);
  useEffect(() => {
    const timer = window.setTimeout(() => setText(typed), 150);
    return () => window.clearTimeout(timer);
  }, [typed]);
  const { data } = useQuery({
    queryKey: ["workspaces", "host", text],
    queryFn: () => unwrap(commands.workspacesCheckHost(text), { quiet: true }),
    enabled: text.trim() !== "",
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  return typed.trim() === "" ? null : (data ?? null);
}

export function useConnect() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return useMutation({
    mutationFn: (workspace: ConnectWorkspace) =>
      unwrap(commands.workspacesConnect(workspace), { quiet: true }),
    // The cache of mutations would keep the token for minutes.
    gcTime: 0,
    onSuccess: async (workspace) => {
      adopt(client, workspace);
      void client.invalidateQueries({ queryKey: appKeys.info });
      await navigate({ to: "/endpoints" });
      const kept = workspace.credential !== "sessionOnly";
      toast({
        tone: kept ? "ready" : "warning",
        title: `Connected to ${workspace.name}`,
        object: keptWords(workspace.credential),
      });
    },
  });
}

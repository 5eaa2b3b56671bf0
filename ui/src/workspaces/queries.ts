// What the connect page asks of the core: where an address leads, what there is to sign in with, and to be connected.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import {
  type ConnectWorkspace,
  commands,
  type HostCheck,
  type SignInChoices,
  type Workspace,
} from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { useToast } from "../kit/Toast";
import { adopt, appKeys } from "../shell/current";
import { openDoctor } from "../shell/panels";
import { useAttempt } from "./attempt";
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

/** What this computer has to sign in with; looked at anew each time the page opens. */
export function useSignInChoices(): SignInChoices | null {
  const { data } = useQuery({
    queryKey: ["workspaces", "choices"],
    queryFn: () => unwrap(commands.workspacesSignInChoices(), { quiet: true }),
    staleTime: 0,
  });
  return data ?? null;
}

export function useConnect() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const attempt = useAttempt();
  const examine = async ({ id, name }: Workspace): Promise<void> => {
    const { firstLook } = await import("../doctor/firstLook");
    const found = await firstLook(id);
    // The page says it already, as a card with what to do about it.
    const shown = new Set(
      client
        .getQueryCache()
        .findAll({ type: "active" })
        .flatMap(({ state }) => (state.error ? [failureOf(state.error).explanation.title] : [])),
    );
    const [first, ...others] = found.filter((title) => !shown.has(title));
    if (first === undefined) return;
    toast({
      tone: "warning",
      title: others.length === 0 ? first : `${others.length + 1} things in ${name} do not work for you`,
      object: others.length === 0 ? name : `${first}, and more`,
      action: { label: "Open the doctor", onClick: () => openDoctor({ kind: "workspace", id }) },
    });
  };
  const connect = useMutation({
    mutationFn: (workspace: ConnectWorkspace) => {
      const { attempt: name, told } = attempt.begin();
      return unwrap(commands.workspacesConnect(workspace, name, told), { quiet: true });
    },
    // The cache of mutations would keep the secrets for minutes.
    gcTime: 0,
    onSettled: () => attempt.end(),
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
      void examine(workspace);
    },
  });
  return { connect, attempt };
}

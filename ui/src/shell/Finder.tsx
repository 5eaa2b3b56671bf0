// The command palette's contents: places, endpoints of this workspace by name, things to do on the best match, workspaces.
// Loaded when it is first opened.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { commands, type EndpointRow, type Theme, type Workspace, type WorkspaceList } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Palette, type PaletteGroup, type PaletteItem } from "../kit/Palette";
import { StateDot } from "../kit/StatePill";
import { useToast } from "../kit/Toast";
import { numbered, useSwitchWorkspace } from "./current";
import { openAccess, openDoctor } from "./panels";
import { failureWords } from "./said";
import { useSaveSettings } from "./useSaveSettings";
import { whereItIs } from "./workspaceWords";

type Props = { open: boolean; onClose: () => void; list: WorkspaceList; current: Workspace };

export function Finder({ open, onClose, list, current }: Props) {
  const [text, setText] = useState("");
  const typed = text.trim().toLowerCase();
  const search = useSettled(typed, 120);
  const endpoints = useQuery({
    queryKey: ["endpoints", "finder", search],
    queryFn: () =>
      unwrap(
        commands.endpointsList({
          search,
          view: "all",
          sort: "name",
          descending: false,
          offset: 0,
          limit: 6,
          refresh: false,
        }),
      ),
    enabled: open && search !== "",
    placeholderData: keepPreviousData,
  });
  const rows = typed === "" ? [] : (endpoints.data?.rows ?? []);
  const matching = (item: PaletteItem) =>
    typed === "" || `${item.title} ${item.detail ?? ""}`.toLowerCase().includes(typed);
  const places = usePlaces().filter(matching);
  const acts = useActs(current).filter(matching);
  const workspaces = useWorkspaceItems(list, current).filter(matching);
  const lines = useEndpointItems();
  const [best] = rows;
  const groups: PaletteGroup[] = [
    { label: "Endpoints", items: rows.map(lines.open) },
    { label: best ? `On ${best.name}` : "", items: best ? lines.on(best) : [] },
    { label: "Places", items: places },
    { label: "Do", items: acts },
    { label: "Workspaces", items: workspaces },
  ];
  const close = () => {
    setText("");
    onClose();
  };
  const note = endpoints.isError
    ? `Endpoints were not searched: ${failureOf(endpoints.error).explanation.title}.`
    : undefined;
  return (
    <Palette
      open={open}
      onClose={close}
      text={text}
      onText={setText}
      groups={groups}
      place={current.name}
      note={note}
    />
  );
}

function usePlaces(): PaletteItem[] {
  const navigate = useNavigate();
  return [
    {
      id: "p-endpoints",
      title: "Endpoints",
      icon: "endpoints",
      keyHint: "G E",
      run: () => void navigate({ to: "/endpoints" }),
    },
    {
      id: "p-secrets",
      title: "Secrets",
      icon: "key",
      keyHint: "G S",
      run: () => void navigate({ to: "/secrets" }),
    },
    { id: "p-chat", title: "Chat", icon: "chat", keyHint: "G C", run: () => void navigate({ to: "/chat" }) },
    {
      id: "p-settings",
      title: "Settings",
      icon: "settings",
      keyHint: "Ctrl ,",
      run: () => void navigate({ to: "/settings" }),
    },
  ];
}

function useActs(current: Workspace): PaletteItem[] {
  const navigate = useNavigate();
  const save = useSaveSettings();
  const theme = (id: Theme, title: string): PaletteItem => ({
    id: `t-${id}`,
    title,
    icon: "sliders",
    run: () => save.mutate({ theme: id }),
  });
  return [
    {
      id: "a-new",
      title: "New endpoint",
      icon: "plus",
      keyHint: "N",
      run: () => void navigate({ to: "/endpoints/new" }),
    },
    {
      id: "a-key",
      title: "Add a provider key",
      icon: "key",
      run: () => void navigate({ to: "/secrets", search: { do: "add" } }),
    },
    {
      id: "a-connect",
      title: "Connect another workspace",
      icon: "globe",
      run: () => void navigate({ to: "/connect" }),
    },
    {
      id: "a-doctor",
      title: "Check the connection",
      icon: "pulse",
      run: () => openDoctor({ kind: "workspace", id: current.id }),
    },
    { id: "a-access", title: "What may I do here", icon: "shield", run: openAccess },
    theme("light", "Use the light theme"),
    theme("dark", "Use the dark theme"),
    theme("system", "Follow the system's theme"),
  ];
}

function useWorkspaceItems(list: WorkspaceList, current: Workspace): PaletteItem[] {
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  return numbered(list)
    .filter(({ workspace }) => workspace.id !== current.id)
    .map(({ workspace, digit }) => ({
      id: `w-${workspace.id}`,
      title: `Switch to ${workspace.name}`,
      detail: whereItIs(workspace),
      icon: "swap" as const,
      keyHint: digit === null ? undefined : `Ctrl ${digit}`,
      run: () => void switchTo(workspace.id).catch((error: unknown) => toast(failureWords(error))),
    }));
}

function useEndpointItems() {
  const navigate = useNavigate();
  const go = (name: string, tab: "overview" | "traffic") =>
    void navigate({ to: "/endpoints/$name", params: { name }, search: { tab } });
  const open = (row: EndpointRow): PaletteItem => ({
    id: `e-${row.name}`,
    title: row.name,
    detail: row.reason ?? row.models.join(", "),
    mark: <StateDot state={row.state} />,
    hint: "Open",
    run: () => go(row.name, "overview"),
  });
  const on = (row: EndpointRow): PaletteItem[] => [
    {
      id: `s-${row.name}`,
      title: "Show the traffic split",
      icon: "split",
      run: () => go(row.name, "traffic"),
    },
    {
      id: `c-${row.name}`,
      title: "Try it in Chat",
      icon: "chat",
      disabledReason:
        row.task === "llm/v1/embeddings" ? "Embeddings endpoints answer with numbers, not with text." : null,
      run: () => void navigate({ to: "/chat", search: { endpoint: row.name } }),
    },
  ];
  return { open, on };
}

/** The text once it has stood still for a moment. */
function useSettled(text: string, ms: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), ms);
    return () => window.clearTimeout(timer);
  }, [text, ms]);
  return settled;
}

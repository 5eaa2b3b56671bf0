// The command palette: everything one can do (actions.ts), endpoints of this workspace by name, what can be done with the
// best of them or with the one whose page is open. What was run last comes first. Loaded when it is first opened.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { commands, type EndpointRow, type Workspace, type WorkspaceList } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Palette, type PaletteGroup } from "../kit/Palette";
import { StateDot } from "../kit/StatePill";
import { type Action, useActions } from "./actions";
import { useEndpointActions } from "./endpointActions";
import { fitOf } from "./fuzzy";
import { recentIds, remember } from "./recent";

type Props = { open: boolean; onClose: () => void; list: WorkspaceList; current: Workspace };

/** Recent ones shown before anything is typed. */
const RECENT = 5;

export function Finder({ open, onClose, list, current }: Props) {
  const [text, setText] = useState("");
  // ">" looks among things to do only.
  const onlyActs = text.startsWith(">");
  const typed = (onlyActs ? text.slice(1) : text).trim();
  const endpoints = useEndpoints(useSettled(typed.toLowerCase(), 120), open && !onlyActs);
  const rows = typed === "" || onlyActs ? [] : (endpoints.data?.rows ?? []);
  const here = useParams({ strict: false }).name;
  const actsOn = useEndpointActions();
  const openRow = useOpenEndpoint();
  const address = useAddress(typed);
  const [best] = rows;
  const about = best ?? (here === undefined ? undefined : { name: here });
  const all = [...(about ? actsOn(about) : []), ...useActions(list, current, open)];
  const groups: PaletteGroup[] =
    typed === ""
      ? untyped(all)
      : [
          { label: "Address", items: address },
          { label: "Endpoints", items: rows.map((row) => found(openRow(row), typed)) },
          ...fitting(all, typed, best?.name),
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
      groups={groups.map((group) => ({ ...group, items: group.items.map(remembering) }))}
      place={current.name}
      note={note}
    />
  );
}

/** Names of endpoints, workspaces and lists do not outlive the window. */
const KEPT = /^(p\/|a-|s-)/;

function remembering<T extends { id: string; run: () => void }>(item: T): T {
  return {
    ...item,
    run: () => {
      remember(item.id, KEPT.test(item.id));
      item.run();
    },
  };
}

function grouped(actions: Action[]): PaletteGroup[] {
  const groups = new Map<string, Action[]>();
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action]);
  return [...groups].map(([label, items]) => ({ label, items }));
}

/** Before anything is typed: what was run last, then everything in its place. */
function untyped(all: Action[]): PaletteGroup[] {
  const recent = recentIds()
    .flatMap((id) => all.find((action) => action.id === id) ?? [])
    .slice(0, RECENT);
  return [{ label: "Recent", items: recent }, ...grouped(all.filter((action) => !recent.includes(action)))];
}

/** What fits, the best first within its group and the best group first; what was run lately weighs more. */
function fitting(all: Action[], typed: string, best: string | undefined): PaletteGroup[] {
  const recent = recentIds();
  const scored = all.flatMap((action) => {
    const score = scoreOf(action, typed);
    if (score === null && !(best && action.group === `On ${best}`)) return [];
    const place = recent.indexOf(action.id);
    return [{ action: found(action, typed), score: (score ?? 0) + (place < 0 ? 0 : 15 - place) }];
  });
  return grouped(scored.sort((a, b) => b.score - a.score).map((one) => one.action));
}

/** The title counts most; other words people look for it by lead there too. */
function scoreOf(action: Action, typed: string): number | null {
  const title = fitOf(action.title, typed);
  if (title) return title.score;
  const others = fitOf(`${action.title} ${action.detail ?? ""} ${action.words ?? ""}`, typed);
  return others && others.score / 2;
}

function found<T extends { title: string }>(item: T, typed: string): T & { found?: number[] } {
  const at = fitOf(item.title, typed)?.at;
  return at ? { ...item, found: at } : item;
}

function useEndpoints(search: string, on: boolean) {
  return useQuery({
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
    enabled: on && search !== "",
    placeholderData: keepPreviousData,
  });
}

function useOpenEndpoint(): (row: EndpointRow) => Action {
  const navigate = useNavigate();
  return (row) => ({
    id: `e-${row.name}`,
    group: "Endpoints",
    title: row.name,
    detail: row.reason ?? row.models.join(", "),
    mark: <StateDot state={row.state} />,
    hint: "Open",
    run: () => void navigate({ to: "/endpoints/$name", params: { name: row.name }, search: {} }),
  });
}

/** An address that was copied in this app leads back to where it was copied. */
function useAddress(typed: string): Action[] {
  const navigate = useNavigate();
  if (!/^\/(endpoints|secrets|activity|chat|settings|connect)\b/.test(typed)) return [];
  const go = () => void navigate({ href: typed });
  return [
    { id: "address", group: "Address", title: "Go to this address", detail: typed, icon: "arrow", run: go },
  ];
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

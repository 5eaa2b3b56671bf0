// Everything one can do from anywhere, for the command palette: places, acts of each room, preferences, workspaces. An act
// that a page does itself is reached by that page's address. Endpoints have their own (endpointActions.tsx).
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { writeListSearch } from "../endpoints/address";
import { askedOf, viewsOptions } from "../endpoints/views";
import type { Motion, TextSize, Theme, Workspace, WorkspaceList } from "../ipc/bindings";
import type { PaletteItem } from "../kit/Palette";
import { useToast } from "../kit/Toast";
import { numbered, useSwitchWorkspace } from "./current";
import { openAccess, openDoctor, openImport, openPassport, openReset, openShortcuts } from "./panels";
import { failureWords } from "./said";
import { askSignIn } from "./session";
import { useSaveSettings } from "./useSaveSettings";
import { whereItIs } from "./workspaceWords";

/** An act with the other words people look for it by. */
export type Action = PaletteItem & { words?: string; group: string };

export function useActions(list: WorkspaceList, current: Workspace, open: boolean): Action[] {
  return [
    ...usePlaces(),
    ...useRoomActions(current),
    ...useSavedLists(open),
    ...usePreferences(),
    ...useWorkspaceActions(list, current),
  ];
}

function usePlaces(): Action[] {
  const navigate = useNavigate();
  const place = (
    to:
      | "/endpoints"
      | "/secrets"
      | "/activity"
      | "/chat"
      | "/compare"
      | "/completions"
      | "/embeddings"
      | "/history"
      | "/prompts"
      | "/settings",
    title: string,
    icon: NonNullable<PaletteItem["icon"]>,
    keyHint: string,
    words: string,
  ): Action => ({
    id: `p${to}`,
    group: "Places",
    title,
    icon,
    keyHint,
    words,
    run: () => void navigate({ to }),
  });
  return [
    place("/endpoints", "Endpoints", "endpoints", "G E", "list serving models"),
    place("/secrets", "Secrets", "key", "G S", "keys scopes credentials"),
    place("/activity", "Activity", "history", "G A", "ledger changes undo restore"),
    place("/chat", "Chat", "chat", "G C", "playground prompt try"),
    place("/compare", "Compare", "compare", "G M", "models side by side blind vote difference"),
    {
      ...place("/completions", "Completions", "pencil", "", "playground prompt continue text stop"),
      keyHint: undefined,
    },
    place("/history", "History", "clock", "G H", "search past prompts answers conversations found starred"),
    place("/embeddings", "Embeddings", "table", "G B", "vectors similarity cosine texts compare meaning"),
    {
      ...place("/prompts", "Prompts", "book", "", "library saved templates variables folders versions"),
      keyHint: undefined,
    },
    place("/settings", "Settings", "settings", "Ctrl ,", "preferences options network keychain"),
  ];
}

function useRoomActions(current: Workspace): Action[] {
  const navigate = useNavigate();
  const act = (
    id: string,
    title: string,
    icon: PaletteItem["icon"],
    words: string,
    run: () => void,
  ): Action => ({
    id: `a-${id}`,
    group: "Do",
    title,
    icon,
    words,
    run,
  });
  const list = (view: string) => () => void navigate({ to: "/endpoints", search: { view } });
  return [
    {
      ...act(
        "new",
        "New endpoint",
        "plus",
        "create add model provider",
        () => void navigate({ to: "/endpoints/new" }),
      ),
      keyHint: "N",
    },
    act("import", "Import an endpoint", "download", "json yaml bundle paste handoff draft", openImport),
    act("passport", "Open a passport", "file", "share file endpoint colleague", () => openPassport()),
    act(
      "attention",
      "Endpoints that need attention",
      "warning",
      "failed not ready broken",
      list("attention"),
    ),
    act("mine", "My endpoints", "user", "owner created by me", list("mine")),
    act(
      "others",
      "Endpoints of other kinds",
      "endpoints",
      "foundation models custom read-only",
      list("others"),
    ),
    act(
      "key",
      "Add a provider key",
      "key",
      "secret token api",
      () => void navigate({ to: "/secrets", search: { do: "add" } }),
    ),
    act(
      "scope",
      "New secret scope",
      "folder",
      "create",
      () => void navigate({ to: "/secrets", search: { do: "scope" } }),
    ),
    act(
      "keys-look",
      "Keys that need a look",
      "warning",
      "unused missing wrong rotate",
      () => void navigate({ to: "/secrets", search: { view: "look" } }),
    ),
    act(
      "connect",
      "Connect another workspace",
      "globe",
      "sign in add databricks profile token",
      () => void navigate({ to: "/connect" }),
    ),
    ...(current.kind === "sandbox"
      ? [act("reset", "Reset the sandbox", "undo", "start over clean", openReset)]
      : [
          act("sign-in", `Sign in to ${current.name} again`, "unlock", "token login renew", () =>
            askSignIn(current.id),
          ),
        ]),
    act("doctor", "Check the connection", "pulse", "doctor diagnose network proxy", () =>
      openDoctor({ kind: "workspace", id: current.id }),
    ),
    act("access", "What may I do here", "shield", "permissions rights groups who am i", openAccess),
    { ...act("keys", "Keyboard shortcuts", "info", "help hotkeys", openShortcuts), keyHint: "?" },
  ];
}

/** Lists of endpoints with a name. Asked for when the palette opens. */
function useSavedLists(open: boolean): Action[] {
  const navigate = useNavigate();
  const views = useQuery({ ...viewsOptions, enabled: open });
  return (views.data ?? []).map((view) => ({
    id: `v-${view.name}`,
    group: "Saved lists",
    title: view.name,
    icon: "filter" as const,
    words: "list of endpoints filter",
    run: () => void navigate({ to: "/endpoints", search: writeListSearch(askedOf(view)) }),
  }));
}

function usePreferences(): Action[] {
  const save = useSaveSettings();
  const prefer = (id: string, title: string, words: string, run: () => void): Action => ({
    id: `s-${id}`,
    group: "Preferences",
    title,
    words,
    icon: "sliders",
    run,
  });
  const theme = (value: Theme, title: string) =>
    prefer(`theme-${value}`, title, "colour dark light appearance", () => save.mutate({ theme: value }));
  const size = (value: TextSize, title: string) =>
    prefer(`size-${value}`, title, "font larger smaller zoom", () => save.mutate({ textSize: value }));
  const motion = (value: Motion, title: string) =>
    prefer(`motion-${value}`, title, "animation", () => save.mutate({ motion: value }));
  return [
    theme("light", "Use the light theme"),
    theme("dark", "Use the dark theme"),
    theme("system", "Follow the system's theme"),
    size("small", "Small text"),
    size("normal", "Normal text"),
    size("large", "Large text"),
    size("larger", "Larger text"),
    motion("reduced", "Less motion"),
    motion("system", "Motion as the system has it"),
  ];
}

function useWorkspaceActions(list: WorkspaceList, current: Workspace): Action[] {
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  return numbered(list)
    .filter(({ workspace }) => workspace.id !== current.id)
    .map(({ workspace, digit }) => ({
      id: `w-${workspace.id}`,
      group: "Workspaces",
      title: `Switch to ${workspace.name}`,
      detail: whereItIs(workspace),
      words: workspace.host,
      icon: "swap" as const,
      keyHint: digit === null ? undefined : `Ctrl ${digit}`,
      run: () => void switchTo(workspace.id).catch((error: unknown) => toast(failureWords(error))),
    }));
}

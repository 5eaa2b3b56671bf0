// What one can do with an endpoint from anywhere, for the command palette: open it at any of its parts, edit it, try it,
// delete it. What is not possible stays listed with the reason; the page itself asks before anything is changed.
import { useNavigate } from "@tanstack/react-router";
import { copyText } from "../kit/clipboard";
import type { IconName } from "../kit/Icon";
import { useToast } from "../kit/Toast";
import type { Action } from "./actions";
import { placeToTry, ROOM_WORDS } from "./trying";

/** As much of an endpoint as the palette knows: a line of the list, or only its name. */
export type Known = { name: string; task?: string | null; readOnly?: string | null };

const TABS: { tab: string; title: string; icon: IconName; words: string }[] = [
  { tab: "overview", title: "Open the overview", icon: "endpoints", words: "details metrics history" },
  {
    tab: "traffic",
    title: "Show the traffic split",
    icon: "split",
    words: "edit weights ramp observe bench drill",
  },
  {
    tab: "gateway",
    title: "Show the AI Gateway",
    icon: "shield",
    words: "limits guardrails inference table usage",
  },
  { tab: "access", title: "Show who may use it", icon: "user", words: "permissions access groups" },
  { tab: "activity", title: "Show its activity", icon: "history", words: "changes restore undo ledger" },
  {
    tab: "handoff",
    title: "Copy it as code",
    icon: "code",
    words: "handoff terraform curl python bundle cli sql json",
  },
];

export function useEndpointActions(): (endpoint: Known) => Action[] {
  const navigate = useNavigate();
  const toast = useToast();
  return ({ name, task = null, readOnly = null }) => {
    const group = `On ${name}`;
    const to = placeToTry(task);
    const { title, icon, words } = ROOM_WORDS[to];
    const act = (id: string, title: string, icon: IconName, words: string, run: () => void): Action => ({
      id: `on-${id}-${name}`,
      group,
      title,
      icon,
      words,
      run,
    });
    const tabs = TABS.map(({ tab, title, icon, words }) =>
      act(
        tab,
        title,
        icon,
        words,
        () => void navigate({ to: "/endpoints/$name", params: { name }, search: { tab } }),
      ),
    );
    const copyName = async () => {
      const done = await copyText(name);
      toast(
        done
          ? { tone: "ready", title: "Name copied", object: name }
          : { tone: "failed", title: "The clipboard did not take it." },
      );
    };
    // The page asks before anything happens.
    const asking = (what: "copy" | "delete") => () =>
      void navigate({ to: "/endpoints/$name", params: { name }, search: { do: what } });
    return [
      ...tabs,
      {
        ...act(
          "edit",
          "Edit it",
          "pencil",
          "change models tags notifications entities",
          () => void navigate({ to: "/endpoints/$name/edit", params: { name }, search: {} }),
        ),
        disabledReason: readOnly,
      },
      act("try", title, icon, words, () => void navigate({ to, search: { endpoint: name } })),
      ...(to === "/chat"
        ? [
            act(
              "compare",
              "Compare its models",
              "compare",
              "side by side columns",
              () => void navigate({ to: "/compare", search: { endpoint: name } }),
            ),
          ]
        : []),
      {
        ...act("clone", "Make a copy of it", "copy", "clone duplicate another workspace", asking("copy")),
        disabledReason: readOnly,
      },
      {
        ...act(
          "recreate",
          "Make it again under its name",
          "refresh",
          "recreate description owner creator left delete",
          () => void navigate({ to: "/endpoints/$name/recreate", params: { name } }),
        ),
        disabledReason: readOnly,
      },
      act("copy", "Copy its name", "copy", "clipboard", () => void copyName()),
      act("delete", "Delete it", "trash", "remove", asking("delete")),
    ];
  };
}

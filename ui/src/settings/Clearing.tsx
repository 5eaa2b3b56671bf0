// The question before local data is cleared: what goes, what stays, and a word to type, because it does not come back.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ClearData, commands, type KeptData } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { ConfirmByName } from "../kit/ConfirmByName";
import { useToast } from "../kit/Toast";
import { counted } from "./words";

type Props = { what: ClearData; kept: KeptData | null; onClose: () => void; onCleared: () => void };

const WORDS: Record<ClearData, { title: string; action: string; done: string; name: string }> = {
  drafts: {
    title: "Clear all drafts on this computer?",
    action: "Clear drafts",
    done: "The drafts are cleared",
    name: "drafts",
  },
  conversations: {
    title: "Clear all conversations on this computer?",
    action: "Clear conversations",
    done: "The conversations are cleared",
    name: "conversations",
  },
  everything: {
    title: "Clear everything Gatewright keeps on this computer?",
    action: "Clear everything",
    done: "Everything is cleared",
    name: "everything",
  },
};

export function Clearing({ what, kept, onClose, onCleared }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const words = WORDS[what];
  const clear = useMutation({
    mutationFn: () => unwrap(commands.appClearData(what)),
    onSuccess: async () => {
      onCleared();
      toast({ tone: "ready", title: words.done, object: "Nothing was changed in Databricks." });
      if (what === "everything") {
        await navigate({ to: "/endpoints" });
        await client.resetQueries();
      } else await client.invalidateQueries();
    },
  });
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={words.title}
      name={words.name}
      action={words.action}
      keep="Keep them"
      busy={clear.isPending}
      busyLabel="Clearing"
      onConfirm={() => clear.mutate()}
      failure={clear.isError ? clear.error : null}
    >
      {sentence(what, kept)}
    </ConfirmByName>
  );
}

function sentence(what: ClearData, kept: KeptData | null): string {
  switch (what) {
    case "drafts":
      return `${kept ? counted(kept.drafts, "draft") : "Drafts"} of endpoints, splits, messages and prompts, in every workspace. What was applied stays.`;
    case "conversations":
      return `${kept ? counted(kept.conversations, "conversation") : "Conversations"} of the playground with all answers, in every workspace.`;
    case "everything":
      return `${kept ? counted(kept.workspaces, "workspace") : "Workspaces"} with their sign-ins, all drafts and conversations, the saved prompts, the settings, the log and what was made in the sandbox. Nothing changes in Databricks.`;
  }
}

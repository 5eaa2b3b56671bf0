// Putting pictures to the message being typed: checked here so that a refusal comes at once, kept by the core, which checks
// again. One at a time, in the order they were given.
import { useQueryClient } from "@tanstack/react-query";
import { type DragEvent, useState } from "react";
import { type Chat, commands, type Defaults } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import type { Conversation } from "./conversation";
import { base64Of, refusal, requestBytes } from "./picture";
import { changeChat, playgroundKeys } from "./queries";
import { problemsOf } from "./words";

export type Attaching = {
  add: (files: readonly File[]) => Promise<void>;
  remove: (id: string) => Promise<void>;
  busy: boolean;
  /** Why no picture can be added at all, or null. */
  refused: string | null;
  /** True where it is not known whether the model reads pictures. */
  unsure: boolean;
  /** What went wrong with the last picture, or null. */
  problem: string | null;
  forget: () => void;
};

export function useAttaching(
  chat: Chat,
  conversation: Conversation,
  images: Defaults["images"] | undefined,
): Attaching {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const refused = images === "no" ? "This model does not read pictures." : null;

  const addOne = async (file: File) => {
    const now = client.getQueryData<Chat>(playgroundKeys.chat(chat.id)) ?? chat;
    const why = refusal(file, requestBytes(now, conversation.draft()));
    if (why !== null) return setProblem(why);
    const base64 = await base64Of(file);
    const made = await unwrap(commands.playgroundAttach(chat.id, file.name || "picture", file.type, base64));
    changeChat(client, chat.id, (known) => ({
      ...known,
      draftAttachments: [...known.draftAttachments, made],
    }));
  };

  const add = async (files: readonly File[]) => {
    if (refused !== null) return setProblem(refused);
    setProblem(null);
    setBusy(true);
    try {
      for (const file of files) await addOne(file);
    } catch (error) {
      setProblem(said(error));
    } finally {
      setBusy(false);
    }
  };

  const remove = async (id: string) => {
    try {
      await unwrap(commands.playgroundDetach(id));
      changeChat(client, chat.id, (known) => ({
        ...known,
        draftAttachments: known.draftAttachments.filter((one) => one.id !== id),
      }));
    } catch (error) {
      setProblem(said(error));
    }
  };

  return {
    add,
    remove,
    busy,
    refused,
    unsure: images === "unknown",
    problem,
    forget: () => setProblem(null),
  };
}

/** Why the core refused a picture: what is wrong with it where that is known. */
function said(error: unknown): string {
  const failure = failureOf(error);
  return problemsOf(failure)[0] ?? failure.explanation.title;
}

/** Files may be dropped anywhere on the talk; while they hang above it, it says so. */
export function useDrop(attaching: Attaching) {
  const [over, setOver] = useState(false);
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy";
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        setOver(false);
        void attaching.add([...event.dataTransfer.files]);
      },
    },
  };
}

// What goes on on one page of completions: the prompt and the options being typed and saved, one question at a time, its
// words as they come, and stopping it. What was asked goes on in the core when the page is left.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  type AnswerEvent,
  type Ask,
  type Chat,
  type ChatOptions,
  commands,
  type Failure,
} from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";
import { DelayedSave } from "../playground";
import { running, turnFor } from "./model";
import { asking, change, completionKeys, withAnswer, withText } from "./queries";

export type Completing = {
  prompt: string;
  setPrompt: (text: string) => void;
  setOptions: (options: ChatOptions) => void;
  /** Why typing is not saved, or null. */
  unsaved: Failure | null;
  busy: boolean;
  stopping: boolean;
  failure: Failure | null;
  send: () => void;
  again: (turnId: string, prompt: string) => void;
  stop: () => void;
};

export function useCompleting(chat: Chat): Completing {
  const client = useQueryClient();
  const [prompt, setPrompt] = useState(chat.draft === "" ? (chat.turns.at(-1)?.prompt ?? "") : chat.draft);
  const [state, setState] = useState<{ asking: boolean; stopping: boolean; failure: Failure | null }>({
    asking: false,
    stopping: false,
    failure: null,
  });
  const saving = useSaving(chat.id);
  const onItsWay = running(chat.turns);
  const busy = state.asking || onItsWay !== null;
  const ask = async (turnId: string | null, text: string) => {
    setState({ asking: true, stopping: false, failure: null });
    asking.add(chat.id);
    try {
      // Further choices have to wait for each other, so words are shown as they come only where there is one.
      saving.options.set({ ...chat.options, stream: (chat.options.n ?? 1) === 1 });
      await saving.options.flush();
      let own = turnId ?? "";
      const events = channel<AnswerEvent>((event) => {
        if (event.kind === "text")
          change(client, chat.id, (now) => withText(now, event.answerId, event.text));
        if (event.kind !== "started" && event.kind !== "finished") return;
        own = event.turnId;
        change(client, chat.id, (now) => withAnswer(now, event.turnId, text, event.answer));
      });
      const asked: Ask = {
        chatId: chat.id,
        turnId,
        prompt: text,
        editOf: null,
        attachments: [],
        variables: [],
        promptFrom: null,
      };
      const answer = await unwrap(commands.playgroundAsk(asked, events));
      if (own !== "") change(client, chat.id, (now) => withAnswer(now, own, text, answer));
      setState({ asking: false, stopping: false, failure: null });
    } catch (error) {
      setState({ asking: false, stopping: false, failure: failureOf(error) });
    }
    asking.delete(chat.id);
    void client.invalidateQueries({ queryKey: completionKeys.list });
    void client.invalidateQueries({ queryKey: completionKeys.one(chat.id) });
  };
  return {
    prompt,
    setPrompt: (text) => {
      setPrompt(text);
      saving.prompt.set(text);
    },
    setOptions: (options) => {
      change(client, chat.id, (now) => ({ ...now, options }));
      saving.options.set(options);
    },
    unsaved: saving.problem,
    busy,
    stopping: busy && state.stopping,
    failure: state.failure,
    send: () => {
      if (!busy && prompt.trim() !== "") void ask(turnFor(chat.turns, prompt), prompt);
    },
    again: (turnId, text) => {
      if (!busy) void ask(turnId, text);
    },
    stop: () => {
      if (onItsWay === null || state.stopping) return;
      setState((now) => ({ ...now, stopping: true }));
      unwrap(commands.playgroundStop(onItsWay.id), { quiet: true }).catch(() =>
        setState((now) => ({ ...now, stopping: false })),
      );
    },
  };
}

function useSaving(id: string) {
  const [problem, setProblem] = useState<Failure | null>(null);
  const [savers] = useState(() => {
    const settled = (error: unknown) => setProblem(error === null ? null : failureOf(error));
    return {
      prompt: new DelayedSave<string>(
        async (text) => void (await unwrap(commands.playgroundSaveDraft(id, text), { quiet: true })),
        settled,
      ),
      options: new DelayedSave<ChatOptions>(
        async (options) => void (await unwrap(commands.playgroundSaveOptions(id, options), { quiet: true })),
        settled,
      ),
    };
  });
  const latest = useRef(savers);
  useEffect(() => {
    const leaving = latest.current;
    return () => {
      for (const save of [leaving.prompt, leaving.options]) save.flush().catch(() => undefined);
    };
  }, []);
  return { ...savers, problem };
}

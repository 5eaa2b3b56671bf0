// One conversation on the page: head with endpoint and who answers, the talk, the composer, and at the side (a drawer in
// a narrow window) the options and the last call. What the buttons in an answer lead to is decided here.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Answer, Chat as ChatData, NextStepKind, Turn } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { IconButton } from "../kit/IconButton";
import { useToast } from "../kit/Toast";
import { VisuallyHidden } from "../kit/VisuallyHidden";
import { useWorkspace } from "../shell/current";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import styles from "./Chat.module.css";
import { Composer } from "./Composer";
import { type Conversation, useConversation } from "./conversation";
import { History } from "./History";
import { raised } from "./length";
import { isRunning } from "./model";
import { endpointQuery, startChat } from "./queries";
import { Side, type SideTab, useNarrow } from "./Side";
import type { Stick } from "./stick";
import { Target } from "./Target";
import { type TurnActs, Turns } from "./Turns";
import { destination } from "./words";

export function Chat({ chat }: { chat: ChatData }) {
  const conversation = useConversation(chat);
  const endpoint = useQuery(endpointQuery(chat.endpoint)).data;
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const stick = useRef<Stick | null>(null);
  const side = useSide();
  const [history, setHistory] = useState(false);
  const startNew = useNewChat(chat, area);
  const acts = useActs(chat, conversation, area, side);
  useKey("n", startNew);
  useLeaving(conversation, area);
  const open = (id: string | undefined) => {
    setHistory(false);
    void navigate({ to: "/chat", search: id === undefined ? {} : { chat: id } });
  };

  return (
    <>
      <header className={styles.head}>
        <VisuallyHidden>
          <h1>Chat</h1>
        </VisuallyHidden>
        <Target chat={chat} endpoint={endpoint} />
        <div className={styles.headEnd}>
          <Button variant="quiet" icon="history" onClick={() => setHistory(true)}>
            History
          </Button>
          <Button icon="plus" onClick={startNew}>
            New chat
          </Button>
          {side.narrow && (
            <IconButton variant="plain" icon="panel" label="Options" onClick={() => side.show("options")} />
          )}
        </div>
      </header>
      <div className={styles.page} data-narrow={side.narrow || undefined}>
        <section className={styles.talk} aria-label="Talk">
          <Turns chat={chat} conversation={conversation} acts={acts} stick={stick} />
          <Composer
            conversation={conversation}
            goesTo={destination(workspace.kind, endpoint?.entities ?? [], chat.entity)}
            area={area}
            onSent={() => stick.current?.toEnd()}
          />
        </section>
        <Side
          chat={chat}
          endpoint={endpoint}
          answer={lookedAt(chat, side.call)}
          state={side}
          onOptions={(options) => conversation.setOptions(options)}
        />
      </div>
      <History
        open={history}
        onClose={() => setHistory(false)}
        current={chat.id}
        onOpen={open}
        onDeleted={(id) => id === chat.id && open(undefined)}
      />
    </>
  );
}

export type SideState = {
  tab: SideTab;
  narrow: boolean;
  /** Only in a narrow window, where the side is a drawer. */
  open: boolean;
  /** The answer whose call is looked at; null means the newest. */
  call: string | null;
  show: (tab: SideTab, call?: string | null) => void;
  close: () => void;
};

function useSide(): SideState {
  const narrow = useNarrow();
  const [state, setState] = useState<{ tab: SideTab; open: boolean; call: string | null }>({
    tab: "options",
    open: false,
    call: null,
  });
  return {
    ...state,
    narrow,
    show: (tab, call = null) => setState({ tab, open: true, call }),
    close: () => setState((now) => ({ ...now, open: false })),
  };
}

function lookedAt(chat: ChatData, id: string | null): Answer | null {
  const all = chat.turns.flatMap((turn) => turn.answers);
  return all.find((answer) => answer.id === id) ?? chat.turns.at(-1)?.answers.at(-1) ?? null;
}

type Area = RefObject<HTMLTextAreaElement | null>;

/** The cursor stands in the box when the page opens; what is typed is saved when it closes. */
function useLeaving(conversation: Conversation, area: Area): void {
  useEffect(() => {
    area.current?.focus();
    return () => conversation.leave();
  }, [conversation, area]);
}

function useNewChat(chat: ChatData, area: Area): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return () => {
    if (chat.turns.length === 0) return area.current?.focus();
    startChat(client, chat.endpoint, chat.entity).then(
      (id) => void navigate({ to: "/chat", search: { chat: id } }),
      (error: unknown) => toast({ tone: "failed", title: failureOf(error).explanation.title }),
    );
  };
}

function useActs(chat: ChatData, conversation: Conversation, area: Area, side: SideState): TurnActs {
  const navigate = useNavigate();
  const toast = useToast();
  const toEndpoint = () =>
    void navigate({ to: "/endpoints/$name", params: { name: chat.endpoint }, search: {} });
  const raise = (used: number | null) => {
    const maxTokens = raised(chat.options.maxTokens, used);
    conversation.setOptions({ ...chat.options, maxTokens });
    side.show("options");
    toast({ tone: "info", title: `Length is now ${maxTokens.toLocaleString("en-US")} tokens` });
  };
  const step = useNextStep({ chooseSecret: toEndpoint, editEndpoint: toEndpoint });

  const onNext = (kind: NextStepKind, turn: Turn | null) => {
    if (kind === "raiseLength") return raise(turn?.answers.at(-1)?.completionTokens ?? null);
    if (kind !== "tryAgain" && kind !== "waitAndRetry" && kind !== "reload") return step(kind);
    if (turn) void conversation.ask(turn.id, turn.prompt);
    else conversation.send();
  };
  return {
    onNext,
    onNote: (action, _turn, answer) => {
      if (action === "raiseLength") raise(answer.completionTokens);
      if (action === "continue" && !isRunning(conversation.request()))
        void conversation.ask(null, "Continue.");
    },
    details: (_turn, answer) => side.show("lastCall", answer.id),
    starter: (text) => {
      conversation.setDraft(text);
      area.current?.focus();
    },
  };
}

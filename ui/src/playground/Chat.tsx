// One conversation on the page: head with endpoint and who answers, the talk, the composer, and at the side (a drawer in
// a narrow window) the options and the last call. What the buttons in an answer lead to is decided here.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Answer, Chat as ChatData, Endpoint, NextStepKind, Turn } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { IconButton } from "../kit/IconButton";
import { useToast } from "../kit/Toast";
import { VisuallyHidden } from "../kit/VisuallyHidden";
import { useWorkspace } from "../shell/current";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import { useCopy } from "./AnswerMenu";
import styles from "./Chat.module.css";
import { ChatMenu } from "./ChatMenu";
import { Composer } from "./Composer";
import { type Conversation, useConversation, useDraft, useValues } from "./conversation";
import { engineerNote } from "./engineer";
import { History } from "./History";
import { raised } from "./length";
import { isRunning, shownAnswer } from "./model";
import { Preview } from "./Preview";
import { PromptPicker, SavePrompt, takePrompt } from "./Prompts";
import {
  defaultsQuery,
  endpointQuery,
  openBranch,
  passportOf,
  rawQuery,
  showVersion,
  startChat,
} from "./queries";
import { RawDialog } from "./RawDialog";
import { Side, type SideTab, useNarrow } from "./Side";
import type { Stick } from "./stick";
import { Target } from "./Target";
import { type TurnActs, Turns } from "./Turns";
import { useAttaching, useDrop } from "./useAttaching";
import { focusVariable } from "./VariablesPanel";
import { filled } from "./variables";
import { destination, STARTERS } from "./words";

export function Chat({ chat, at }: { chat: ChatData; at: string | null }) {
  const conversation = useConversation(chat);
  const endpoint = useQuery(endpointQuery(chat.endpoint)).data;
  const known = useQuery(defaultsQuery(chat.endpoint, chat.entity)).data;
  const workspace = useWorkspace();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const stick = useRef<Stick | null>(null);
  const side = useSide();
  const [raw, setRaw] = useState<Answer | null>(null);
  const [over, setOver] = useState<"preview" | "prompts" | "savePrompt" | null>(null);
  const attaching = useAttaching(chat, conversation, known?.images);
  const drop = useDrop(attaching);
  const showRaw = (answer: Answer) => setRaw(answer);
  const acts = useActs(chat, conversation, area, side, showRaw);
  useLeaving(conversation, area);
  const entities = endpoint?.entities ?? [];
  const goesTo = destination(workspace.kind, entities, chat.entity);
  const send = () => {
    conversation.send();
    stick.current?.toEnd();
  };

  return (
    <>
      <Head
        chat={chat}
        conversation={conversation}
        endpoint={endpoint}
        side={side}
        area={area}
        onPreview={() => setOver("preview")}
        onSavePrompt={() => setOver("savePrompt")}
      />
      <div className={styles.page} data-narrow={side.narrow || undefined}>
        <section className={styles.talk} aria-label="Talk" {...drop.handlers}>
          <Turns
            chat={chat}
            conversation={conversation}
            entities={entities.map((one) => one.name)}
            acts={acts}
            stick={stick}
            at={at}
            starters={STARTERS}
          />
          <Composer
            chat={chat}
            conversation={conversation}
            attaching={attaching}
            goesTo={goesTo}
            area={area}
            onSend={send}
            onMissing={(name) => {
              side.show("options");
              focusVariable(name);
            }}
            onPrompts={() => setOver("prompts")}
          />
          {drop.over && <p className={styles.drop}>Let go to add the picture to your message.</p>}
        </section>
        <Side
          chat={chat}
          conversation={conversation}
          endpoint={endpoint}
          answer={lookedAt(chat, side.call)}
          state={side}
          onOptions={(options) => conversation.setOptions(options)}
          onRaw={showRaw}
        />
      </div>
      {raw !== null && <RawDialog answer={raw} onClose={() => setRaw(null)} />}
      {over === "prompts" && (
        <PromptPicker
          onClose={() => setOver(null)}
          onTake={(prompt) => {
            takePrompt(conversation, chat, prompt);
            setOver(null);
          }}
        />
      )}
      {over === "savePrompt" && (
        <SaveTyped chat={chat} conversation={conversation} onClose={() => setOver(null)} />
      )}
      {over === "preview" && (
        <PreviewTyped chat={chat} conversation={conversation} goesTo={goesTo} onClose={() => setOver(null)} />
      )}
    </>
  );
}

type TypedProps = { chat: ChatData; conversation: Conversation; onClose: () => void };

/** What stands in the box as a saved prompt, or the last message when the box is empty. */
function SaveTyped({ chat, conversation, onClose }: TypedProps) {
  const draft = useDraft(conversation).trim();
  return <SavePrompt chat={chat} template={draft || (chat.turns.at(-1)?.prompt ?? "")} onClose={onClose} />;
}

function PreviewTyped({ chat, conversation, goesTo, onClose }: TypedProps & { goesTo: string }) {
  const { prompt } = filled(useDraft(conversation), useValues(conversation));
  return <Preview chat={chat} prompt={prompt} goesTo={goesTo} onClose={onClose} />;
}

type HeadProps = {
  chat: ChatData;
  conversation: Conversation;
  endpoint: Endpoint | undefined;
  side: SideState;
  area: Area;
  onPreview: () => void;
  onSavePrompt: () => void;
};

function Head({ chat, conversation, endpoint, side, area, onPreview, onSavePrompt }: HeadProps) {
  const navigate = useNavigate();
  const [history, setHistory] = useState(false);
  const startNew = useNewChat(chat, area);
  useKey("n", startNew);
  const open = (id: string | undefined) => {
    setHistory(false);
    void navigate({ to: "/chat", search: id === undefined ? {} : { chat: id } });
  };
  return (
    <header className={styles.head}>
      <VisuallyHidden>
        <h1>Chat</h1>
      </VisuallyHidden>
      <Target chat={chat} endpoint={endpoint} />
      <div className={styles.headEnd}>
        <ChatMenu chat={chat} onPreview={onPreview} onSavePrompt={onSavePrompt} />
        <Button variant="quiet" icon="history" onClick={() => setHistory(true)}>
          History
        </Button>
        <Button
          icon="compare"
          onClick={() => {
            // What stands in the box goes along, or the last question where nothing does.
            const typed = filled(conversation.draft(), conversation.values()).prompt.trim();
            const prompt = typed !== "" ? typed : chat.turns.at(-1)?.prompt;
            conversation.leave();
            void navigate({ to: "/compare", search: { endpoint: chat.endpoint, prompt, from: chat.id } });
          }}
        >
          Compare
        </Button>
        <Button icon="plus" onClick={startNew}>
          New chat
        </Button>
        {side.narrow && (
          <IconButton variant="plain" icon="panel" label="Options" onClick={() => side.show("options")} />
        )}
      </div>
      <History
        open={history}
        onClose={() => setHistory(false)}
        current={chat.id}
        onOpen={open}
        onDeleted={(id) => id === chat.id && open(undefined)}
      />
    </header>
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
  if (id !== null) {
    for (const turn of chat.turns) for (const answer of turn.answers) if (answer.id === id) return answer;
  }
  return shownAnswer(chat.turns.at(-1)) ?? null;
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

function useActs(
  chat: ChatData,
  conversation: Conversation,
  area: Area,
  side: SideState,
  raw: (answer: Answer) => void,
): TurnActs {
  const navigate = useNavigate();
  const client = useQueryClient();
  const toast = useToast();
  const copy = useCopy();
  const workspace = useWorkspace();
  const toEndpoint = () =>
    void navigate({ to: "/endpoints/$name", params: { name: chat.endpoint }, search: {} });
  const failed = (error: unknown) =>
    void toast({ tone: "failed", title: failureOf(error).explanation.title });
  const raise = (used: number | null) => {
    const maxTokens = raised(chat.options.maxTokens, used);
    conversation.setOptions({ ...chat.options, maxTokens });
    side.show("options");
    toast({ tone: "info", title: `Length is now ${maxTokens.toLocaleString("en-US")} tokens` });
  };
  const step = useNextStep({ chooseSecret: toEndpoint, editEndpoint: toEndpoint });
  const again = (turn: Turn, entity?: string | null) => {
    const { id: turnId, prompt, attachments, variables, promptFrom } = turn;
    const wish = { turnId, prompt, attachments, variables, promptFrom };
    void conversation.ask(entity === undefined ? wish : { ...wish, entity });
  };

  const onNext = (kind: NextStepKind, turn: Turn | null) => {
    if (kind === "raiseLength") return raise(shownAnswer(turn ?? undefined)?.completionTokens ?? null);
    if (kind !== "tryAgain" && kind !== "waitAndRetry" && kind !== "reload") return step(kind);
    if (turn) again(turn);
    else conversation.send();
  };
  return {
    onNext,
    onNote: (action, _turn, answer) => {
      if (action === "raiseLength") raise(answer.completionTokens);
      if (action === "continue" && !isRunning(conversation.request()))
        void conversation.ask({ prompt: "Continue." });
    },
    details: (_turn, answer) => side.show("lastCall", answer.id),
    raw,
    engineer: (turn, answer) => {
      // A call that is not kept, as in an old chat, is left out; so is the passport of an endpoint that is gone.
      const call = client.fetchQuery(rawQuery(answer.id)).catch(() => null);
      Promise.all([call, passportOf(chat, turn)]).then(([raw, passport]) =>
        copy(
          engineerNote({ workspace, chat, turn, answer, raw, passport }),
          "Copied for an engineer, without any sign-in",
        ),
      );
    },
    starter: (text) => {
      conversation.setDraft(text);
      area.current?.focus();
    },
    show: (turn, answerId) => void showVersion(client, chat.id, turn.id, answerId).catch(failed),
    branch: (turnId) => void openBranch(client, chat.id, turnId).catch(failed),
    againWith: again,
  };
}

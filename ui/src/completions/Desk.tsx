// The page at work: whom the prompt goes to, the prompt with its options, what came of it. Ctrl+Enter sends, Esc stops.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Chat, NextStepKind, Turn } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { LiveRegion } from "../kit/LiveRegion";
import { SheetHead } from "../kit/Sheet";
import { TargetSelect } from "../kit/TargetSelect";
import { TextArea } from "../kit/TextArea";
import { useToast } from "../kit/Toast";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import styles from "./Completions.module.css";
import { Earlier } from "./Earlier";
import { otherTask } from "./model";
import { Options } from "./Options";
import { endpointQuery, endpointsQuery, retarget, start } from "./queries";
import { Turns } from "./Turns";
import { type Completing, useCompleting } from "./useCompleting";

/** `at` is the prompt to open at. */
export function Desk({ chat, at }: { chat: Chat; at: string | null }) {
  const navigate = useNavigate();
  const completing = useCompleting(chat);
  const [earlier, setEarlier] = useState(false);
  const area = useRef<HTMLTextAreaElement | null>(null);
  const fresh = useNewPage(chat, area);
  const endpoint = useQuery(endpointQuery(chat.endpoint)).data;
  const other = otherTask(chat.endpoint, endpoint?.task);
  const send = () => other === null && completing.send();
  useKey("mod+enter", send, { when: !completing.busy });
  useKey("n", fresh);
  useEscape(completing.busy, completing.stop);
  const sought = at !== null && chat.turns.some((turn) => turn.id === at);
  useEffect(() => {
    if (!sought) toEnd(area.current);
  }, [sought]);
  const open = (id: string | null) => {
    setEarlier(false);
    void navigate({ to: "/completions", search: id === null ? {} : { chat: id } });
  };
  const why = other !== null ? other.words : completing.prompt.trim() === "" ? "Write a prompt first." : null;
  return (
    <>
      <SheetHead
        title="Completions"
        titleEnd={<Target chat={chat} busy={completing.busy} />}
        actions={
          <>
            <Button variant="quiet" icon="history" onClick={() => setEarlier(true)}>
              Earlier
            </Button>
            <Button icon="plus" onClick={fresh}>
              New page
            </Button>
          </>
        }
      />
      <div className={styles.page}>
        <section className={styles.left} aria-labelledby="completion-prompt">
          <h2 id="completion-prompt">Prompt</h2>
          <TextArea
            ref={area}
            label="Prompt"
            value={completing.prompt}
            onChange={completing.setPrompt}
            rows={7}
            maxRows={18}
            grow
            placeholder="Once upon a time, in a harbour,"
          />
          <div className={styles.between}>
            {completing.unsaved && (
              <span className={styles.unsaved} role="status">
                <Icon name="warning" size={13} />
                Not saved on this computer: {completing.unsaved.explanation.title}
              </span>
            )}
            <SendOrStop completing={completing} why={why} onSend={send} />
          </div>
          <Options options={chat.options} onChange={completing.setOptions} />
        </section>
        <section className={styles.right} aria-label="What came of it">
          <LiveRegion text={completing.busy ? "Waiting for the model" : ""} />
          <Outcome chat={chat} at={at} completing={completing} other={other} area={area} />
        </section>
      </div>
      <Earlier
        open={earlier}
        onClose={() => setEarlier(false)}
        current={chat.id}
        onOpen={open}
        onDeleted={(id) => id === chat.id && open(null)}
      />
    </>
  );
}

/** A prompt is gone on with at its end. */
function toEnd(area: HTMLTextAreaElement | null): void {
  setTimeout(() => {
    area?.focus();
    area?.setSelectionRange(area.value.length, area.value.length);
  }, 0);
}

type OutcomeProps = {
  chat: Chat;
  at: string | null;
  completing: Completing;
  other: ReturnType<typeof otherTask>;
  area: { current: HTMLTextAreaElement | null };
};

function Outcome({ chat, at, completing, other, area }: OutcomeProps) {
  const navigate = useNavigate();
  const toEndpoint = () =>
    void navigate({ to: "/endpoints/$name", params: { name: chat.endpoint }, search: {} });
  const step = useNextStep({ chooseSecret: toEndpoint, editEndpoint: toEndpoint, tryAgain: completing.send });
  const onNext = (kind: NextStepKind, turn: Turn) => {
    if (kind === "raiseLength") {
      completing.setOptions({ ...chat.options, maxTokens: Math.max(512, 2 * (chat.options.maxTokens ?? 0)) });
    } else if (kind === "tryAgain" || kind === "waitAndRetry" || kind === "reload") {
      completing.again(turn.id, turn.prompt);
    } else step(kind);
  };
  const to = other?.to;
  return (
    <>
      {other && (
        <p className={styles.note} data-tone="warning">
          <Icon name="warning" size={15} />
          <span>{other.words}</span>
          {to && (
            <Button size="s" onClick={() => void navigate({ to, search: { endpoint: chat.endpoint } })}>
              {to === "/chat" ? "Try it in Chat" : "Try it in Embeddings"}
            </Button>
          )}
        </p>
      )}
      {completing.failure && <FailureCard failure={completing.failure} onNext={step} />}
      {chat.turns.length === 0 && other === null && (
        <EmptyState
          drawing={<Icon name="pencil" size={40} />}
          title="The model goes on where your prompt ends"
        >
          A completions model has no conversation: it continues a text. Begin one on the left; each prompt
          stands for itself.
        </EmptyState>
      )}
      <Turns
        turns={chat.turns}
        at={at}
        endpoint={chat.endpoint}
        busy={completing.busy}
        onAgain={(turn) => completing.again(turn.id, turn.prompt)}
        onTake={(prompt) => {
          completing.setPrompt(prompt);
          toEnd(area.current);
        }}
        onNext={onNext}
      />
    </>
  );
}

type SendProps = { completing: Completing; why: string | null; onSend: () => void };

function SendOrStop({ completing, why, onSend }: SendProps) {
  if (completing.busy) {
    return (
      <Button
        icon="stop"
        keyHint="Esc"
        busy={completing.stopping}
        busyLabel="Stopping"
        onClick={completing.stop}
      >
        Stop
      </Button>
    );
  }
  return (
    <Button variant="primary" icon="play" keyHint="Ctrl ↵" disabledReason={why} onClick={onSend}>
      Complete
    </Button>
  );
}

function Target({ chat, busy }: { chat: Chat; busy: boolean }) {
  const client = useQueryClient();
  const toast = useToast();
  const endpoints = useQuery(endpointsQuery).data ?? [];
  const entities = useQuery(endpointQuery(chat.endpoint)).data?.entities ?? [];
  return (
    <TargetSelect
      target={{ endpoint: chat.endpoint, entity: chat.entity }}
      onChange={({ endpoint, entity }) => {
        retarget(client, chat.id, endpoint, entity).catch((error: unknown) =>
          toast({ tone: "failed", title: failureOf(error).explanation.title, object: endpoint }),
        );
      }}
      endpoints={endpoints.map((row) => ({ name: row.name, detail: row.models.join(", ") }))}
      entities={entities.map((one) => ({ name: one.name, detail: `${one.providerName} · ${one.model}` }))}
      disabled={busy}
    />
  );
}

function useNewPage(chat: Chat, area: { current: HTMLTextAreaElement | null }): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return () => {
    if (chat.turns.length === 0) return area.current?.focus();
    start(client, chat.endpoint, chat.entity).then(
      (id) => void navigate({ to: "/completions", search: { chat: id } }),
      (error: unknown) => toast({ tone: "failed", title: failureOf(error).explanation.title }),
    );
  };
}

/** Escape stops also while the prompt is being typed, except in a layer above the page, which it closes. */
function useEscape(when: boolean, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    if (!when) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      const layer = '[role="dialog"], [role="menu"], [role="listbox"]';
      if (event.target instanceof Element && event.target.closest(layer)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [when]);
}

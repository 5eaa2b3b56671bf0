// The page Chat. Finds out which conversation the address means, and shows it. `?chat=` opens that one, `?endpoint=`
// (and `entity`) continues the newest one with it or starts one, nothing at all opens the last one used. `?at=` opens a
// conversation around one of its turns.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import type { Chat } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useNextStep } from "../shell/next";
import { Chat as ChatView } from "./Chat";
import { chatQuery, openBranch, resolveChat, type Wanted } from "./queries";

export function Page() {
  const given: Wanted = useSearch({ strict: false });
  if (given.chat)
    return <Opened key={`${given.chat} ${given.at ?? ""}`} id={given.chat} at={given.at ?? null} />;
  return <Resolving wanted={given} />;
}

function Opened({ id, at }: { id: string; at: string | null }) {
  const chat = useQuery(chatQuery(id));
  const navigate = useNavigate();
  const elsewhere = useBranchOf(chat.data, at);
  if (chat.data && elsewhere) return <Loading />;
  if (chat.data) return <ChatView chat={chat.data} at={at} />;
  if (chat.error === null) return <Loading />;
  return (
    <Frame>
      <FailureCard failure={chat.error} onNext={() => void chat.refetch()} />
      <p>
        <Button onClick={() => void navigate({ to: "/chat", search: {}, replace: true })}>
          Open the last chat
        </Button>
      </p>
    </Frame>
  );
}

/** A message that stands on another branch brings that one to sight; true until it has. One that is gone changes nothing. */
function useBranchOf(chat: Chat | undefined, at: string | null): boolean {
  const client = useQueryClient();
  const away = chat !== undefined && at !== null && !chat.turns.some((turn) => turn.id === at);
  const turning = useQuery({
    queryKey: ["playground", "branch", chat?.id ?? null, at],
    queryFn: async () => {
      if (chat && at) await openBranch(client, chat.id, at);
      return at;
    },
    enabled: away,
    // Once: the person may look at another branch afterwards.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    gcTime: 0,
  });
  return away && turning.isFetching;
}

function Resolving({ wanted }: { wanted: Wanted }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  // A question of its own each time: what an address means changes with every chat. StrictMode's second look shares it.
  const found = useQuery({
    queryKey: ["playground", "which", wanted.endpoint ?? null, wanted.entity ?? null],
    queryFn: () => resolveChat(client, wanted),
    staleTime: 0,
    gcTime: 0,
  });
  const next = useNextStep({ tryAgain: () => void found.refetch(), reload: () => void found.refetch() });
  const id = found.isFetching ? undefined : found.data;
  useEffect(() => {
    if (id) void navigate({ to: "/chat", search: { chat: id }, replace: true });
  }, [id, navigate]);
  if (found.error && !found.isFetching) {
    return (
      <Frame>
        <FailureCard failure={found.error} onNext={next} />
      </Frame>
    );
  }
  if (id !== null) return <Loading />;
  return (
    <Frame>
      <EmptyState
        drawing={<Icon name="chat" size={40} />}
        title="Nobody to talk to yet"
        actions={
          <Button variant="primary" icon="plus" onClick={() => void navigate({ to: "/endpoints/new" })}>
            New endpoint
          </Button>
        }
      >
        A chat needs an endpoint that answers chat or completions. This workspace has none that you can see.
      </EmptyState>
    </Frame>
  );
}

function Loading() {
  return (
    <Frame>
      <Pulse lines={4} label="Opening the chat" />
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <SheetHead title="Chat" />
      <SheetBody padded>{children}</SheetBody>
    </>
  );
}

// The page Completions. `?chat=` opens that page of prompts (`at` at one of them), `?endpoint=` (and `entity`) continues the newest one with it or
// starts one, nothing at all opens the last one used.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useNextStep } from "../shell/next";
import { Desk } from "./Desk";
import { chatQuery, resolve } from "./queries";

export function Page() {
  const given: Record<string, unknown> = useSearch({ strict: false });
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  const id = text(given.chat);
  const at = text(given.at);
  if (id !== undefined) return <Opened key={`${id} ${at ?? ""}`} id={id} at={at} />;
  return <Resolving endpoint={text(given.endpoint)} entity={text(given.entity)} />;
}

function Opened({ id, at }: { id: string; at: string | undefined }) {
  const chat = useQuery(chatQuery(id));
  const navigate = useNavigate();
  if (chat.data) return <Desk chat={chat.data} at={at ?? null} />;
  if (chat.error === null) return <Loading />;
  return (
    <Frame>
      <FailureCard failure={chat.error} onNext={() => void chat.refetch()} />
      <p>
        <Button onClick={() => void navigate({ to: "/completions", search: {}, replace: true })}>
          Open the last page
        </Button>
      </p>
    </Frame>
  );
}

function Resolving({ endpoint, entity }: { endpoint: string | undefined; entity: string | undefined }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  // A question of its own each time: what an address means changes with every page. StrictMode's second look shares it.
  const found = useQuery({
    queryKey: ["completions", "which", endpoint ?? null, entity ?? null],
    queryFn: () => resolve(client, { endpoint, entity }),
    staleTime: 0,
    gcTime: 0,
  });
  const next = useNextStep({ tryAgain: () => void found.refetch(), reload: () => void found.refetch() });
  const id = found.isFetching ? undefined : found.data;
  useEffect(() => {
    if (id) void navigate({ to: "/completions", search: { chat: id }, replace: true });
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
        drawing={<Icon name="pencil" size={40} />}
        title="No endpoint completes prompts here"
        actions={
          <>
            <Button variant="primary" icon="chat" onClick={() => void navigate({ to: "/chat" })}>
              Open Chat
            </Button>
            <Button icon="plus" onClick={() => void navigate({ to: "/endpoints/new" })}>
              New endpoint
            </Button>
          </>
        }
      >
        Completions need an endpoint with that task; few providers still offer it. Most models chat instead.
      </EmptyState>
    </Frame>
  );
}

function Loading() {
  return (
    <Frame>
      <Pulse lines={4} label="Opening completions" />
    </Frame>
  );
}

function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <SheetHead title="Completions" />
      <SheetBody padded>{children}</SheetBody>
    </>
  );
}

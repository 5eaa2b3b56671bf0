// Earlier conversations: open one, find one by its title, delete one for good.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { ChatSummary } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { Drawer } from "../kit/Drawer";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import styles from "./History.module.css";
import { chatsQuery, deleteChat } from "./queries";
import { amount } from "./words";

type Props = {
  open: boolean;
  onClose: () => void;
  current: string;
  onOpen: (id: string) => void;
  onDeleted: (id: string) => void;
};

export function History({ open, onClose, current, onOpen, onDeleted }: Props) {
  const chats = useQuery({ ...chatsQuery, enabled: open });
  const navigate = useNavigate();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = chats.data
    ?.filter((chat) => wanted === "" || `${chat.title} ${chat.endpoint}`.toLowerCase().includes(wanted))
    .toSorted((a, b) => b.updatedAt - a.updatedAt);
  return (
    <Drawer open={open} onClose={onClose} title="Chats" width={380}>
      <div className={styles.body}>
        <TextInput
          type="text"
          role="searchbox"
          icon="search"
          size="m"
          label="Find a chat"
          placeholder="Find a chat"
          value={search}
          onChange={setSearch}
        />
        <LinkButton
          size="s"
          onClick={() => void navigate({ to: "/history", search: wanted === "" ? {} : { q: search.trim() } })}
        >
          Search in all messages
        </LinkButton>
        {chats.isPending && <Pulse lines={4} />}
        {chats.error && <FailureCard failure={chats.error} compact />}
        {shown?.length === 0 && (
          <p className={styles.empty}>
            {wanted === "" ? "No chats yet." : `No chat has “${search}” in its title.`}
          </p>
        )}
        <ul className={styles.list}>
          {shown?.map((chat) => (
            <Line
              key={chat.id}
              chat={chat}
              current={chat.id === current}
              onOpen={() => onOpen(chat.id)}
              onDeleted={() => onDeleted(chat.id)}
            />
          ))}
        </ul>
      </div>
    </Drawer>
  );
}

function Line({
  chat,
  current,
  onOpen,
  onDeleted,
}: {
  chat: ChatSummary;
  current: boolean;
  onOpen: () => void;
  onDeleted: () => void;
}) {
  const [asking, setAsking] = useState(false);
  const title = chat.title === "" ? "New chat" : chat.title;
  return (
    <li className={styles.line} data-current={current || undefined}>
      <button type="button" className={styles.open} aria-current={current} onClick={onOpen}>
        <b>
          {chat.starred && <Icon name="star" size={13} label="Starred" />} {title}
        </b>
        <small>
          {chat.entity ?? chat.endpoint} · {amount(chat.turns, "message", "messages")}
          {chat.recorded ? "" : " · not recorded"} · <RelativeTime ms={chat.updatedAt} />
        </small>
      </button>
      <IconButton size="s" icon="trash" label={`Delete ${title}`} onClick={() => setAsking(true)} />
      {asking && <Sure id={chat.id} onDeleted={onDeleted} onKeep={() => setAsking(false)} />}
    </li>
  );
}

function Sure({ id, onDeleted, onKeep }: { id: string; onDeleted: () => void; onKeep: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await deleteChat(client, id);
      onDeleted();
    } catch (error) {
      toast({ tone: "failed", title: failureOf(error).explanation.title });
      setBusy(false);
    }
  };
  return (
    <fieldset className={styles.sure} aria-label="Delete this chat">
      <p>It cannot be brought back.</p>
      <Button size="s" variant="danger" busy={busy} busyLabel="Deleting" onClick={() => void remove()}>
        Delete chat
      </Button>
      <Button size="s" variant="quiet" autoFocus onClick={onKeep}>
        Keep it
      </Button>
    </fieldset>
  );
}

// Pages of completions: open one, delete one for good.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ChatSummary } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { Drawer } from "../kit/Drawer";
import { FailureCard } from "../kit/FailureCard";
import { IconButton } from "../kit/IconButton";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import { useToast } from "../kit/Toast";
import { amount } from "../playground";
import styles from "./Earlier.module.css";
import { listQuery, remove as removePage } from "./queries";

type Props = {
  open: boolean;
  onClose: () => void;
  current: string;
  onOpen: (id: string) => void;
  onDeleted: (id: string) => void;
};

export function Earlier({ open, onClose, current, onOpen, onDeleted }: Props) {
  const pages = useQuery({ ...listQuery, enabled: open });
  return (
    <Drawer open={open} onClose={onClose} title="Pages of completions" width={380}>
      {pages.isPending && <Pulse lines={4} />}
      {pages.error && <FailureCard failure={pages.error} compact />}
      {pages.data?.length === 0 && <p className={styles.empty}>Nothing was completed here yet.</p>}
      <ul className={styles.list}>
        {pages.data?.map((page) => (
          <Line
            key={page.id}
            page={page}
            current={page.id === current}
            onOpen={() => onOpen(page.id)}
            onDeleted={() => onDeleted(page.id)}
          />
        ))}
      </ul>
    </Drawer>
  );
}

type LineProps = { page: ChatSummary; current: boolean; onOpen: () => void; onDeleted: () => void };

function Line({ page, current, onOpen, onDeleted }: LineProps) {
  const client = useQueryClient();
  const toast = useToast();
  const title = page.title === "" ? "New page" : page.title;
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await removePage(client, page.id);
      onDeleted();
    } catch (error) {
      toast({ tone: "failed", title: failureOf(error).explanation.title });
      setBusy(false);
    }
  };
  return (
    <li className={styles.line} data-current={current || undefined}>
      <button type="button" className={styles.open} aria-current={current} onClick={onOpen}>
        <b>{title}</b>
        <small>
          {page.entity ?? page.endpoint} · {amount(page.turns, "prompt", "prompts")} ·{" "}
          <RelativeTime ms={page.updatedAt} />
        </small>
      </button>
      <IconButton size="s" icon="trash" label={`Delete ${title}`} onClick={() => setAsking(true)} />
      {asking && (
        <fieldset className={styles.sure} aria-label="Delete this page">
          <p>It cannot be brought back.</p>
          <Button size="s" variant="danger" busy={busy} busyLabel="Deleting" onClick={() => void remove()}>
            Delete page
          </Button>
          <Button size="s" variant="quiet" autoFocus onClick={() => setAsking(false)}>
            Keep it
          </Button>
        </fieldset>
      )}
    </li>
  );
}

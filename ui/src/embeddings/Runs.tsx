// Comparisons made before: open one, delete one for good.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { EmbeddingRunSummary } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { Drawer } from "../kit/Drawer";
import { FailureCard } from "../kit/FailureCard";
import { IconButton } from "../kit/IconButton";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import { useToast } from "../kit/Toast";
import { amount } from "./model";
import { deleteRun, runsQuery } from "./queries";
import styles from "./Runs.module.css";

type Props = {
  open: boolean;
  onClose: () => void;
  current: string | null;
  onOpen: (id: string) => void;
  onDeleted: (id: string) => void;
};

export function Runs({ open, onClose, current, onOpen, onDeleted }: Props) {
  const runs = useQuery({ ...runsQuery, enabled: open });
  return (
    <Drawer open={open} onClose={onClose} title="Comparisons" width={380}>
      {runs.isPending && <Pulse lines={4} />}
      {runs.error && <FailureCard failure={runs.error} compact />}
      {runs.data?.length === 0 && <p className={styles.empty}>Nothing was compared here yet.</p>}
      <ul className={styles.list}>
        {runs.data?.map((run) => (
          <Line
            key={run.id}
            run={run}
            current={run.id === current}
            onOpen={() => onOpen(run.id)}
            onDeleted={() => onDeleted(run.id)}
          />
        ))}
      </ul>
    </Drawer>
  );
}

type LineProps = { run: EmbeddingRunSummary; current: boolean; onOpen: () => void; onDeleted: () => void };

function Line({ run, current, onOpen, onDeleted }: LineProps) {
  const client = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await deleteRun(client, run.id);
      onDeleted();
    } catch (error) {
      toast({ tone: "failed", title: failureOf(error).explanation.title });
      setBusy(false);
    }
  };
  return (
    <li className={styles.line} data-current={current || undefined}>
      <button type="button" className={styles.open} aria-current={current} onClick={onOpen}>
        <b>{run.title}</b>
        <small>
          {amount(run.texts, "text", "texts")} · {run.endpoints.join(", ")} · <RelativeTime ms={run.at} />
          {run.failed && " · failed"}
        </small>
      </button>
      <IconButton size="s" icon="trash" label={`Delete ${run.title}`} onClick={() => setAsking(true)} />
      {asking && (
        <fieldset className={styles.sure} aria-label="Delete this comparison">
          <p>It cannot be brought back.</p>
          <Button size="s" variant="danger" busy={busy} busyLabel="Deleting" onClick={() => void remove()}>
            Delete comparison
          </Button>
          <Button size="s" variant="quiet" autoFocus onClick={() => setAsking(false)}>
            Keep it
          </Button>
        </fieldset>
      )}
    </li>
  );
}

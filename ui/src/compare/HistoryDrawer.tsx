// Earlier comparisons: begin one, open one, find one by its message, delete one for good.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ComparisonSummary } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { Drawer } from "../kit/Drawer";
import { FailureCard } from "../kit/FailureCard";
import { IconButton } from "../kit/IconButton";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { amount } from "../playground";
import styles from "./Compare.module.css";
import lists from "./Lists.module.css";
import { comparisonsQuery, deleteComparison } from "./queries";

type Props = {
  open: boolean;
  onClose: () => void;
  current: string;
  onNew: () => void;
  /** Undefined: the open one is gone. */
  onOpen: (id: string | undefined) => void;
};

export function HistoryDrawer({ open, onClose, current, onNew, onOpen }: Props) {
  const all = useQuery({ ...comparisonsQuery, enabled: open });
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = all.data?.filter(
    (one) => wanted === "" || `${one.title} ${one.endpoint}`.toLowerCase().includes(wanted),
  );
  return (
    <Drawer open={open} onClose={onClose} title="Comparisons" width={380}>
      <div className={lists.history}>
        <Button
          icon="plus"
          onClick={() => {
            onClose();
            onNew();
          }}
        >
          New comparison
        </Button>
        <TextInput
          type="text"
          role="searchbox"
          icon="search"
          size="m"
          label="Find a comparison"
          placeholder="Find a comparison"
          value={search}
          onChange={setSearch}
        />
        {all.isPending && <Pulse lines={4} />}
        {all.error && <FailureCard failure={all.error} compact />}
        {shown?.length === 0 && (
          <p className={styles.quiet}>
            {wanted === "" ? "No comparisons yet." : `No comparison has “${search}” in its title.`}
          </p>
        )}
        <ul>
          {shown?.map((one) => (
            <Line key={one.id} one={one} current={one.id === current} onOpen={onOpen} />
          ))}
        </ul>
      </div>
    </Drawer>
  );
}

type LineProps = { one: ComparisonSummary; current: boolean; onOpen: (id: string | undefined) => void };

function Line({ one, current, onOpen }: LineProps) {
  const client = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const title = one.title === "" ? "New comparison" : one.title;
  const remove = async () => {
    setBusy(true);
    try {
      await deleteComparison(client, one.id);
      if (current) onOpen(undefined);
    } catch (error) {
      toast({ tone: "failed", title: failureOf(error).explanation.title });
      setBusy(false);
    }
  };
  return (
    <li data-current={current || undefined}>
      <div className={lists.historyLine}>
        <button type="button" aria-current={current} onClick={() => onOpen(one.id)}>
          <b>{title}</b>
          <small>
            {one.endpoint} · {amount(one.columns, "column", "columns")} ·{" "}
            {amount(one.runs, "message", "messages")} · <RelativeTime ms={one.updatedAt} />
          </small>
        </button>
        <IconButton size="s" icon="trash" label={`Delete ${title}`} onClick={() => setAsking(true)} />
      </div>
      {asking && (
        <fieldset className={lists.sure} aria-label="Delete this comparison">
          <p>Its answers and votes cannot be brought back.</p>
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

// Two lines of Settings: how long conversations are kept on this computer, and the cache of answers. Choosing a shorter time
// deletes at once, so it says first how much goes.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type HistoryRetention } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Select } from "../kit/Select";
import { useToast } from "../kit/Toast";
import { CacheLine } from "./CacheLine";
import styles from "./Keeping.module.css";
import { retentionQuery } from "./queries";

const CHOICES = [
  { value: "never", label: "Until I delete them" },
  { value: "365", label: "For a year" },
  { value: "90", label: "For 90 days" },
  { value: "30", label: "For 30 days" },
  { value: "7", label: "For 7 days" },
];

export function Keeping() {
  return (
    <section className={styles.section} aria-labelledby="history">
      <h2 id="history">History and cache</h2>
      <Retention />
      <CacheLine />
    </section>
  );
}

const daysOf = (choice: string): number | null => (choice === "never" ? null : Number(choice));

function Retention() {
  const known = useQuery(retentionQuery);
  const client = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState<number | null>(null);
  const set = useMutation({
    mutationFn: (days: number | null) => unwrap(commands.historyRetentionSet(days)),
    onSuccess: (kept) => {
      setAsking(null);
      client.setQueryData(retentionQuery.queryKey, kept);
      changedBy(client, "history_retention_set");
      toast({ tone: "ready", title: saidWords(kept) });
    },
  });
  const choose = (choice: string) => {
    const days = daysOf(choice);
    if (days !== null && older(known.data, days) > 0) setAsking(days);
    else set.mutate(days);
  };
  const going = asking === null ? 0 : older(known.data, asking);
  return (
    <div className={styles.row}>
      <span className={styles.words}>
        <span className={styles.name}>Keep conversations</span>
        <small>
          What is older goes by itself, from the files too. Conversations with a star or with unsent text
          stay.
        </small>
        {known.isError && <FailureNote failure={known.error} onNext={() => void known.refetch()} />}
        {set.isError && asking === null && <FailureNote failure={set.error} />}
      </span>
      <Select
        size="m"
        label="Keep conversations"
        className={styles.choice}
        value={known.data ? String(known.data.days ?? "never") : null}
        placeholder="Reading"
        disabled={!known.data || set.isPending}
        options={CHOICES}
        onChange={choose}
      />
      <Dialog
        open={asking !== null}
        onClose={() => setAsking(null)}
        busy={set.isPending}
        title={`Keep conversations for ${asking} days?`}
        actions={
          <>
            <Button autoFocus onClick={() => setAsking(null)}>
              Keep them all
            </Button>
            <Button
              variant="dangerSolid"
              busy={set.isPending}
              busyLabel="Deleting"
              onClick={() => set.mutate(asking)}
            >
              Delete what is older
            </Button>
          </>
        }
      >
        <p>
          {going === 1 ? "One conversation is" : `${going.toLocaleString("en")} conversations are`} older and
          go at once, in every workspace. They cannot be brought back.
        </p>
        {set.isError && <FailureNote failure={set.error} />}
      </Dialog>
    </div>
  );
}

const older = (known: HistoryRetention | undefined, days: number): number =>
  known?.older.find((one) => one.days === days)?.conversations ?? 0;

const saidWords = (kept: HistoryRetention): string =>
  kept.days === null
    ? "Conversations are kept until you delete them"
    : `Conversations are kept for ${kept.days} days`;

// The cache of answers in Settings: how many answers can come from it, since when, and clearing it in one click. It is chosen in
// a chat's options; here it is only looked at and emptied.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { RelativeTime } from "../kit/RelativeTime";
import { useToast } from "../kit/Toast";
import styles from "./Keeping.module.css";

export function CacheLine() {
  const client = useQueryClient();
  const toast = useToast();
  const state = useQuery({
    queryKey: ["cache", "state"],
    queryFn: () => unwrap(commands.cacheState()),
    staleTime: 0,
  });
  const clear = useMutation({
    mutationFn: () => unwrap(commands.cacheClear()),
    onSuccess: () => {
      changedBy(client, "cache_clear");
      toast({ tone: "ready", title: "The cache is empty", object: "Conversations keep their answers." });
    },
  });
  const entries = state.data?.entries;
  return (
    <div className={styles.row}>
      <span className={styles.words}>
        <span className={styles.name}>Answers from the cache</span>
        <small>
          {entries === undefined && "Reading"}
          {entries === 0 && "No answer is remembered. A chat uses the cache only when its options say so."}
          {entries !== undefined && entries > 0 && (
            <>
              {entries === 1 ? "1 answer" : `${entries.toLocaleString("en")} answers`} can come from it, the
              oldest <RelativeTime ms={state.data?.oldestAt ?? null} />. They are those of your conversations
              and go with them.
            </>
          )}
        </small>
        {state.isError && <FailureNote failure={state.error} onNext={() => void state.refetch()} />}
        {clear.isError && <FailureNote failure={clear.error} />}
      </span>
      <Button
        size="s"
        busy={clear.isPending}
        busyLabel="Clearing"
        disabledReason={entries === 0 ? "The cache is empty." : null}
        onClick={() => clear.mutate()}
      >
        Clear the cache
      </Button>
    </div>
  );
}

// The changes of state this app has seen of an endpoint. Databricks keeps no such list: what happened while the app was
// closed is missing, and the card says so. Shown on the overview; meant to be loaded when it is.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Card } from "../kit/Card";
import { CodeWords } from "../kit/CodeWords";
import { FailureNote } from "../kit/FailureNote";
import { LinkButton } from "../kit/LinkButton";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import { StatePill } from "../kit/StatePill";
import styles from "./Facts.module.css";
import { endpointKeys } from "./queries";

const SHOWN = 6;

export function HistoryCard({ name }: { name: string }) {
  const [all, setAll] = useState(false);
  const history = useQuery({
    queryKey: endpointKeys.history(name),
    queryFn: () => unwrap(commands.endpointsHistory(name)),
  });
  const seen = history.data ?? [];
  const shown = all ? seen : seen.slice(0, SHOWN);
  return (
    <Card title="States seen" actions={<span className={styles.when}>by this app, while it was open</span>}>
      {history.isPending && <Pulse lines={2} />}
      {history.isError && <FailureNote failure={history.error} onNext={() => void history.refetch()} />}
      {history.data && seen.length === 0 && (
        <p className={styles.quiet}>No change seen yet: it was ready every time this app looked.</p>
      )}
      {shown.length > 0 && (
        <ol className={styles.seen} aria-label="States seen, the latest first">
          {shown.map((one) => (
            <li key={`${one.at} ${one.state}`}>
              <span className={styles.at}>
                <RelativeTime ms={one.at} />
              </span>
              <StatePill state={one.state} />
              {one.reason && (
                <span className={styles.why}>
                  <CodeWords text={one.reason} />
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {seen.length > shown.length && (
        <LinkButton size="s" onClick={() => setAll(true)}>
          {`Show ${seen.length - shown.length} earlier ones`}
        </LinkButton>
      )}
    </Card>
  );
}

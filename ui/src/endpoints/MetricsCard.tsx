// What an endpoint counted in the last minute: calls, refusals, failures, waiting times. Databricks keeps no more than that
// minute, so it is read once a minute while it is in sight. Shown on the overview; meant to be loaded when it is.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Card } from "../kit/Card";
import { FailureNote } from "../kit/FailureNote";
import { LinkButton } from "../kit/LinkButton";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import styles from "./Facts.module.css";
import { boundWords, type Counts, countsOf, metricWords } from "./metrics";
import { endpointKeys } from "./queries";

const MINUTE_MS = 60_000;

export function MetricsCard({ name }: { name: string }) {
  const metrics = useQuery({
    queryKey: endpointKeys.metrics(name),
    queryFn: () => unwrap(commands.endpointsMetrics(name)),
    staleTime: MINUTE_MS,
    refetchInterval: MINUTE_MS,
  });
  const counts = metrics.data ? countsOf(metrics.data.lines) : null;
  return (
    <Card
      title="Last minute"
      actions={
        metrics.data && (
          <span className={styles.when}>
            counted by Databricks, read <RelativeTime ms={metrics.data.readAt} />
          </span>
        )
      }
    >
      {counts && <Figures counts={counts} />}
      {!counts && metrics.isPending && <Pulse lines={2} />}
      {metrics.isError && <FailureNote failure={metrics.error} onNext={() => void metrics.refetch()} />}
    </Card>
  );
}

function Figures({ counts }: { counts: Counts }) {
  const [all, setAll] = useState(false);
  if (counts.calls === null && counts.others.length === 0)
    return <p className={styles.quiet}>Nothing was counted. That is normal for an endpoint nobody calls.</p>;
  const figure = (value: number | null) => (value === null ? "not counted" : value.toLocaleString("en"));
  return (
    <>
      <dl className={styles.figures}>
        <Figure label="Calls" value={figure(counts.calls)} />
        <Figure label="Refused, 4xx" value={figure(counts.refused)} />
        <Figure label="Failed, 5xx" value={figure(counts.failed)} bad={(counts.failed ?? 0) > 0} />
        <Figure label="Half of them took" value={boundWords(counts.half)} />
        <Figure label="95 of 100 took" value={boundWords(counts.most)} />
      </dl>
      {counts.others.length > 0 && !all && (
        <LinkButton size="s" onClick={() => setAll(true)}>
          {`Show ${counts.others.length} more`}
        </LinkButton>
      )}
      {all && (
        <dl className={styles.lines}>
          {counts.others.map((line) => (
            <div key={metricWords(line)}>
              <dt>{metricWords(line)}</dt>
              <dd>{line.value.toLocaleString("en")}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Figure({ label, value, bad = false }: { label: string; value: string; bad?: boolean }) {
  return (
    <div data-bad={bad || undefined}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}

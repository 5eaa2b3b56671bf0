// Calls every served entity of many endpoints once, four endpoints at a time: who works, how fast, how ready each fallback
// is. What a bench is, is the core's; this goes through the endpoints. Loaded by MarkBar.tsx.
import { useEffect, useRef, useState } from "react";
import { type Bench, commands, type Failure } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { channel } from "../ipc/host";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { duration } from "../kit/time";
import styles from "./Bulk.module.css";
import { type Benched, benchWords, inTurns } from "./benching";
import { counted } from "./model";

const TOGETHER = 4;

type Props = { names: string[]; onClose: () => void };

export function BulkBench({ names, onClose }: Props) {
  const { results, running, begin, stop } = useBenches(names);
  const begun = results.size > 0 || running;
  const close = (): void => {
    stop();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      width={760}
      title={`Call every entity of ${counted(names.length, "endpoint", "endpoints")}`}
      actions={
        <>
          <Button onClick={close}>{running ? "Stop and close" : "Close"}</Button>
          {running ? (
            <Button icon="stop" onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button variant="primary" icon="play" onClick={begin}>
              {begun ? "Call them again" : "Call them"}
            </Button>
          )}
        </>
      }
    >
      {begun ? (
        <>
          <p role="status" className={styles.say}>
            {`${[...results.values()].filter((one) => one.ended).length} of ${names.length} done`}
          </p>
          <Results names={names} results={results} />
        </>
      ) : (
        <p className={styles.say}>
          Each served entity gets one short call, past the split, paid for like any request. Four endpoints
          are called at a time. Nothing is changed.
        </p>
      )}
    </Dialog>
  );
}

/** Ends with the dialog: what was begun is stopped, so that nobody pays for calls nobody sees. */
function useBenches(names: string[]) {
  const [results, setResults] = useState<ReadonlyMap<string, Benched>>(new Map());
  const [running, setRunning] = useState(false);
  const stopped = useRef(false);
  const runs = useRef(new Set<string>());
  const hear = (name: string, change: Partial<Benched>): void =>
    setResults((now) => {
      const before = now.get(name) ?? { bench: null, failure: null, ended: false };
      return new Map(now).set(name, { ...before, ...change });
    });
  const one = async (name: string): Promise<void> => {
    if (stopped.current) return;
    const run = crypto.randomUUID();
    runs.current.add(run);
    hear(name, {});
    try {
      const told = channel((bench: Bench) => hear(name, { bench }));
      hear(name, { bench: await unwrap(commands.trafficBench(name, run, told)), ended: true });
    } catch (error) {
      const failure: Failure = failureOf(error);
      hear(name, { failure, ended: true });
    } finally {
      runs.current.delete(run);
    }
  };
  const begin = async (): Promise<void> => {
    stopped.current = false;
    setResults(new Map());
    setRunning(true);
    await inTurns(names, TOGETHER, one);
    setRunning(false);
  };
  const stop = (): void => {
    stopped.current = true;
    for (const run of runs.current) void commands.trafficBenchStop(run);
  };
  useEffect(() => {
    const current = runs.current;
    return () => {
      stopped.current = true;
      for (const run of current) void commands.trafficBenchStop(run);
    };
  }, []);
  return { results, running, begin: () => void begin(), stop };
}

function Results({ names, results }: { names: string[]; results: ReadonlyMap<string, Benched> }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label="What became of each endpoint">
        <thead>
          <tr>
            <th scope="col">Endpoint</th>
            <th scope="col">Entity</th>
            <th scope="col">Answered</th>
            <th scope="col">First word</th>
            <th scope="col">All</th>
            <th scope="col">Readiness</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <Lines key={name} name={name} benched={results.get(name)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Lines({ name, benched }: { name: string; benched: Benched | undefined }) {
  const rows = benched?.bench?.rows ?? [];
  const score = benched?.bench?.readiness?.score;
  const head = (
    <th scope="row" rowSpan={Math.max(1, rows.length)}>
      {name}
    </th>
  );
  if (rows.length === 0)
    return (
      <tr>
        {head}
        <td colSpan={5} data-bad={benched?.failure ? true : undefined}>
          {benched?.failure ? benched.failure.explanation.title : benched ? "Calling" : "Waiting"}
        </td>
      </tr>
    );
  return rows.map((row, place) => (
    <tr key={row.entity}>
      {place === 0 && head}
      <td>{row.entity}</td>
      <td data-bad={row.state === "failed" || undefined} title={row.explanation?.cause}>
        {benchWords(row)}
      </td>
      <td className={styles.cell}>{row.firstWordMs === null ? "–" : duration(row.firstWordMs)}</td>
      <td className={styles.cell}>{row.totalMs === null ? "–" : duration(row.totalMs)}</td>
      {place === 0 && (
        <td className={styles.cell} rowSpan={rows.length}>
          {score === undefined ? "–" : `${score} of 100`}
        </td>
      )}
    </tr>
  ));
}

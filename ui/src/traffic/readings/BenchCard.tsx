// The bench: every served entity called directly, at the same time, with one short question. Who works and why not, how
// fast, and how ready the fallback is. What an answer means is the core's; the health column of the split comes from it.

import type { Bench, BenchRow } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { FailureCard } from "../../kit/FailureCard";
import { FailureNote } from "../../kit/FailureNote";
import { Glyph } from "../../kit/Icon";
import { LiveRegion } from "../../kit/LiveRegion";
import { RelativeTime } from "../../kit/RelativeTime";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import { duration } from "../../kit/time";
import { useNextStep } from "../../shell/next";
import styles from "./Bench.module.css";
import cards from "./Cards.module.css";
import type { useBench } from "./runs";

type Props = {
  count: number;
  places: ReadonlyMap<string, number>;
  bench: ReturnType<typeof useBench>;
  disabledReason: string | null;
};

export function BenchCard({ count, places, bench: { run, begin, stop }, disabledReason }: Props) {
  const onNext = useNextStep({ tryAgain: begin });
  const news = run?.news ?? null;
  const busy = run?.running === true;
  const calls = count === 1 ? "1 short call" : `${count} short calls`;
  return (
    <section className={cards.card} aria-label="Every entity, called directly">
      <header>
        <h3>Every entity, called directly</h3>
        {run && !busy && news && (
          <span className={cards.quiet}>
            <RelativeTime ms={run.endedAt} />
          </span>
        )}
        <span className={cards.actions}>
          {busy ? (
            <Button size="s" icon="stop" onClick={stop}>
              Stop
            </Button>
          ) : (
            <Button size="s" icon={run ? "refresh" : "play"} disabledReason={disabledReason} onClick={begin}>
              {run ? "Call them again" : "Call every entity"}
            </Button>
          )}
        </span>
      </header>
      <div className={cards.body}>
        {!news && !run?.failure && (
          <p className={cards.words}>
            Says which entity works, how fast it is, and whether it could step in for another. It sends{" "}
            {calls} at the same time, past the split, each paid for like any request.
          </p>
        )}
        {run?.failure && <FailureNote failure={run.failure} onNext={onNext} />}
        {news && (
          <div className={styles.sides}>
            <Times rows={news.rows} places={places} />
            {!busy && news.readiness && <Readiness readiness={news.readiness} />}
          </div>
        )}
        <LiveRegion text={news && !busy ? inWords(news) : ""} />
      </div>
    </section>
  );
}

function inWords({ rows, readiness }: Bench): string {
  const working = rows.filter((row) => row.state === "ok").length;
  const ready = readiness ? ` Readiness ${readiness.score} of 100.` : "";
  return `${working} of ${rows.length} entities answered.${ready}`;
}

const GLYPHS = {
  waiting: "waiting",
  running: "updating",
  ok: "ready",
  failed: "failed",
  stopped: "unknown",
} as const;
const WORDS = {
  waiting: "waiting",
  running: "being called",
  ok: "works",
  failed: "failed",
  stopped: "not waited for",
} as const;

function Times({ rows, places }: { rows: readonly BenchRow[]; places: ReadonlyMap<string, number> }) {
  const failed = rows.filter((row) => row.state === "failed" && row.explanation);
  return (
    <div className={styles.times}>
      <table className={styles.table} aria-label="Answers of every entity">
        <thead>
          <tr>
            <th scope="col">Served entity</th>
            <th scope="col" className={styles.number}>
              First word
            </th>
            <th scope="col" className={styles.number}>
              Total
            </th>
            <th scope="col" className={styles.number}>
              Tokens
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.entity}>
              <th scope="row">
                <span className={styles.entity} data-state={row.state}>
                  <Glyph name={GLYPHS[row.state]} label={WORDS[row.state]} />
                  <Swatch index={swatchIndex(places.get(row.entity) ?? 0)} />
                  <span className={styles.cut} title={row.entity}>
                    {row.entity}
                  </span>
                </span>
              </th>
              {row.state === "failed" ? (
                <td colSpan={3} className={styles.wrong}>
                  {row.explanation?.title ?? "It did not answer."}
                </td>
              ) : (
                <>
                  <Took ms={row.firstWordMs} />
                  <Took ms={row.totalMs} />
                  <td className={styles.number}>{row.tokens ?? ""}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {failed.map((row) => (
        <details key={row.entity} className={styles.why}>
          <summary>Why {row.entity} does not work</summary>
          {row.explanation && (
            <FailureCard failure={{ kind: "refused", explanation: row.explanation }} compact />
          )}
        </details>
      ))}
    </div>
  );
}

function Took({ ms }: { ms: number | null }) {
  return <td className={styles.number}>{ms === null ? "" : duration(ms)}</td>;
}

function Readiness({ readiness: { score, lines } }: { readiness: NonNullable<Bench["readiness"]> }) {
  const tone = score >= 80 ? "ready" : score >= 50 ? "warning" : "failed";
  return (
    <section className={styles.readiness} aria-label="Readiness of the fallback">
      <p className={styles.score} data-tone={tone}>
        <b>{score}</b> of 100
        <span>Ready to step in</span>
      </p>
      <ul>
        {lines.map(({ ok, text }) => (
          <li key={text} data-ok={ok || undefined}>
            <Glyph name={ok ? "ready" : "notReady"} label={ok ? "fine" : "missing"} />
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

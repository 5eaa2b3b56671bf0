// The observed split: N small calls counted by who answered, drawn against what is configured. Count and cost are said
// before anything is sent. The drawing has a table behind it for readers. The numbers are the core's.
import { useQuery } from "@tanstack/react-query";
import { type CSSProperties, useState } from "react";
import { commands, type Observed, type ObservedCount } from "../../ipc/bindings";
import { unwrap } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { classes } from "../../kit/classes";
import { FailureNote } from "../../kit/FailureNote";
import { LiveRegion } from "../../kit/LiveRegion";
import { MiddleEllipsis } from "../../kit/MiddleEllipsis";
import { RelativeTime } from "../../kit/RelativeTime";
import { Segmented } from "../../kit/Segmented";
import { swatchClass, swatchIndex } from "../../kit/Swatch";
import { useNextStep } from "../../shell/next";
import cards from "./Cards.module.css";
import styles from "./Observed.module.css";
import type { useObserved } from "./runs";

const AMOUNTS = ["50", "100", "200", "500"] as const;
type Amount = (typeof AMOUNTS)[number];

type Live = readonly { name: string; share: number }[];

type Props = {
  endpoint: string;
  /** The shares as they are now. */
  live: Live;
  places: ReadonlyMap<string, number>;
  observing: ReturnType<typeof useObserved>;
  disabledReason: string | null;
};

export function ObservedCard({ endpoint, live, places, observing, disabledReason }: Props) {
  const [again, setAgain] = useState(false);
  const onNext = useNextStep();
  const { run, begin, stop } = observing;
  const news = run?.news ?? null;
  const asking = !run || again;
  return (
    <section className={cards.card} aria-label="Observed split">
      <header>
        <h3>Observed split</h3>
        {run && !run.running && news && (
          <span className={cards.quiet}>
            {news.done} calls, <RelativeTime ms={run.endedAt} />
          </span>
        )}
        <span className={cards.actions}>
          {run?.running && (
            <Button size="s" icon="stop" onClick={stop}>
              Stop
            </Button>
          )}
          {run && !run.running && !again && (
            <Button size="s" icon="refresh" disabledReason={disabledReason} onClick={() => setAgain(true)}>
              Check again
            </Button>
          )}
        </span>
      </header>
      <div className={cards.body}>
        {asking && !run?.running && (
          <Before
            endpoint={endpoint}
            disabledReason={disabledReason}
            onCancel={again ? () => setAgain(false) : null}
            onBegin={(calls) => {
              setAgain(false);
              begin(calls);
            }}
          />
        )}
        {run?.running && <Progress news={news} />}
        {run?.failure && !again && <FailureNote failure={run.failure} onNext={onNext} />}
        {news && news.done > 0 && !again && (
          <Result
            news={news}
            places={places}
            running={run?.running === true}
            changed={hasChanged(news, live)}
          />
        )}
      </div>
    </section>
  );
}

type BeforeProps = {
  endpoint: string;
  disabledReason: string | null;
  onBegin: (calls: number) => void;
  onCancel: (() => void) | null;
};

function Before({ endpoint, disabledReason, onBegin, onCancel }: BeforeProps) {
  const [amount, setAmount] = useState<Amount>("100");
  const calls = Number(amount);
  const cost = useQuery({
    queryKey: ["traffic", "observe-cost", endpoint, calls],
    queryFn: () => unwrap(commands.trafficObserveCost(endpoint, calls), { quiet: true }),
  });
  return (
    <>
      <p className={cards.words}>Sends short calls to the live endpoint and counts who answers.</p>
      <div className={styles.choose}>
        <Segmented<Amount>
          size="s"
          label="How many calls"
          value={amount}
          onChange={setAmount}
          options={AMOUNTS.map((value) => ({ value, label: value }))}
        />
        <Button size="s" icon="play" disabledReason={disabledReason} onClick={() => onBegin(calls)}>
          Send {amount} calls
        </Button>
        {onCancel && (
          <Button size="s" variant="quiet" onClick={onCancel}>
            Keep the last result
          </Button>
        )}
      </div>
      <p className={cards.small} aria-live="polite">
        {cost.data?.sentence ?? (cost.error ? "What it would cost could not be worked out." : " ")}
      </p>
    </>
  );
}

function Progress({ news }: { news: Observed | null }) {
  const done = news?.done ?? 0;
  const calls = news?.calls ?? 0;
  return (
    <div className={styles.progress}>
      <progress aria-label="Calls answered" value={done} max={Math.max(1, calls)} />
      <span>{calls === 0 ? "Sending the first call" : `${done} of ${calls} calls`}</span>
    </div>
  );
}

/** Whether the split is another one by now than the one that was counted against. */
function hasChanged(news: Observed, live: Live): boolean {
  const now = new Map(live.map(({ name, share }) => [name, share]));
  return (
    news.counts.length !== live.length || news.counts.some((one) => now.get(one.entity) !== one.configured)
  );
}

const VERDICTS_OF_BEFORE = {
  fits: { tone: "neutral", words: "Agreed with the split of that time, which has changed since." },
  differs: { tone: "neutral", words: "Differed from the split of that time, which has changed since." },
  tooFew: { tone: "neutral", words: "Too few calls to tell; the split has changed since." },
} as const;

const VERDICTS = {
  fits: { tone: "ready", words: "Agrees with the live split." },
  differs: { tone: "failed", words: "Differs from the live split." },
  tooFew: { tone: "neutral", words: "Too few calls to tell." },
} as const;

type ResultProps = {
  news: Observed;
  places: ReadonlyMap<string, number>;
  running: boolean;
  changed: boolean;
};

function Result({ news, places, running, changed }: ResultProps) {
  const verdict = (changed ? VERDICTS_OF_BEFORE : VERDICTS)[news.verdict];
  return (
    <>
      <ul className={styles.rows} aria-hidden="true">
        {news.counts.map((count) => (
          <Line
            key={count.entity}
            {...count}
            look={swatchClass(swatchIndex(places.get(count.entity) ?? 0))}
          />
        ))}
      </ul>
      <Twin news={news} />
      {!running && (
        <p className={cards.words}>
          <b data-tone={verdict.tone}>{verdict.words}</b> {news.sentence}{" "}
          {news.unnamed > 0 && `${news.unnamed} answers did not say who they are from. `}
          The upright mark is what {changed ? "was" : "is"} configured, the band where the true share lies 95
          times of 100.
        </p>
      )}
      {!running && news.explanation && (
        <FailureNote failure={{ kind: "refused", explanation: news.explanation }} />
      )}
      <LiveRegion text={running ? "" : `${verdict.words} ${news.sentence}`} />
    </>
  );
}

function Line({ entity, configured, observed, low, high, look }: ObservedCount & { look: string }) {
  const place = {
    "--low": `${low}%`,
    "--band": `${Math.max(0, high - low)}%`,
    "--seen": `${observed}%`,
    "--set": `${configured}%`,
  } as CSSProperties;
  return (
    <li className={styles.line}>
      <span className={styles.name}>
        <MiddleEllipsis text={entity} tail={4} />
      </span>
      <span className={classes(styles.track, look)} style={place}>
        <i className={styles.band} />
        <i className={styles.mark} />
        <i className={styles.dot} />
      </span>
      <span className={styles.number}>{Math.round(observed)} %</span>
    </li>
  );
}

function Twin({ news }: { news: Observed }) {
  const failed = news.counts.some((count) => count.failed > 0);
  return (
    <table className={cards.hidden} aria-label="Configured against observed shares">
      <thead>
        <tr>
          <th scope="col">Served entity</th>
          <th scope="col">Configured</th>
          <th scope="col">Observed</th>
          <th scope="col">95 % interval</th>
          {failed && <th scope="col">Failed calls</th>}
        </tr>
      </thead>
      <tbody>
        {news.counts.map(({ entity, configured, observed, low, high, failed: count }) => (
          <tr key={entity}>
            <th scope="row">{entity}</th>
            <td>{configured} %</td>
            <td>{Math.round(observed)} %</td>
            <td>{`${Math.round(low)} to ${Math.round(high)} %`}</td>
            {failed && <td>{count}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

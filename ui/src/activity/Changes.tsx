// The list of changes and the chosen one beside it; in a narrow window one of the two. Used by the page and the tab.
import { useState } from "react";
import type { Change } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Glyph } from "../kit/Icon";
import { Pulse } from "../kit/Spinner";
import { useNow } from "../kit/useNow";
import { useNextStep } from "../shell/next";
import styles from "./Activity.module.css";
import {
  clockTime,
  dayWord,
  hasReplaced,
  needsDecision,
  ORIGIN_WORDS,
  STATE_GLYPHS,
  STATE_WORDS,
} from "./model";
import { ChangePanel } from "./Panel";
import { PAGE, useChanges } from "./queries";

type Props = {
  /** Null for the whole workspace. */
  endpoint: string | null;
  chosen: string | null;
  onChoose: (id: string | null) => void;
};

export function Changes({ endpoint, chosen, onChoose }: Props) {
  const [limit, setLimit] = useState(PAGE);
  const query = useChanges(endpoint, limit);
  const onNext = useNextStep({ tryAgain: () => void query.refetch(), reload: () => void query.refetch() });
  const known = query.data;
  if (!known) {
    return (
      <div className={styles.alone}>
        {query.isError ? <FailureCard failure={query.error} onNext={onNext} /> : <Pulse lines={8} />}
      </div>
    );
  }
  if (known.entries.length === 0 && !chosen) {
    return (
      <EmptyState title="Nothing has been changed from here yet">
        Every change this app makes is kept here with what stood there before, so that it can be put back.
        Changes made elsewhere are not listed.
      </EmptyState>
    );
  }
  return (
    <div
      className={styles.both}
      data-open={chosen !== null || undefined}
      data-under={endpoint === null ? "head" : "tabs"}
    >
      <div className={styles.list}>
        <Days changes={known.entries} endpoint={endpoint} chosen={chosen} onChoose={onChoose} />
        {known.total > known.entries.length && (
          <p className={styles.older}>
            <Button
              size="s"
              busy={query.isPlaceholderData}
              busyLabel="Reading"
              onClick={() => setLimit(limit + PAGE)}
            >
              Show older
            </Button>
            <span>
              {known.entries.length.toLocaleString("en")} of {known.total.toLocaleString("en")}
            </span>
          </p>
        )}
      </div>
      {chosen && (
        <ChangePanel
          key={chosen}
          id={chosen}
          showEndpoint={endpoint === null}
          onClose={() => onChoose(null)}
        />
      )}
    </div>
  );
}

type DaysProps = {
  changes: readonly Change[];
  endpoint: string | null;
  chosen: string | null;
  onChoose: (id: string) => void;
};

function Days({ changes, endpoint, chosen, onChoose }: DaysProps) {
  const now = useNow(60_000);
  const days: { day: string; changes: Change[] }[] = [];
  for (const change of changes) {
    const day = dayWord(change.startedAt, now);
    const last = days.at(-1);
    if (last?.day === day) last.changes.push(change);
    else days.push({ day, changes: [change] });
  }
  return days.map(({ day, changes: ofDay }) => (
    <section key={day} aria-label={day}>
      <h2 className={styles.day}>{day}</h2>
      <ul className={styles.lines}>
        {ofDay.map((change) => (
          <li key={change.id}>
            <button
              type="button"
              className={styles.line}
              aria-current={change.id === chosen || undefined}
              onClick={() => onChoose(change.id)}
            >
              <span className={styles.mark} data-tone={STATE_GLYPHS[change.state]}>
                <Glyph name={STATE_GLYPHS[change.state]} size={15} label={STATE_WORDS[change.state]} />
              </span>
              <span className={styles.what}>
                <b title={change.title}>{change.title}</b>
                <small>
                  {[endpoint === null ? change.endpoint : null, change.who].filter(Boolean).join(" · ")}
                </small>
              </span>
              <span
                className={styles.origin}
                data-warn={needsDecision(change) || hasReplaced(change) || undefined}
              >
                {hasReplaced(change)
                  ? "Replaced another update"
                  : change.state === "done"
                    ? ORIGIN_WORDS[change.origin]
                    : STATE_WORDS[change.state]}
              </span>
              <time dateTime={new Date(change.startedAt).toISOString()}>{clockTime(change.startedAt)}</time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}

// What was found, under the days it was asked on: the prompt, the answer the words are in, who answered; a star, and deleting
// the whole conversation.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { commands, type Excerpt, type HistoryHit } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Glyph, Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { useToast } from "../kit/Toast";
import { absoluteTime } from "../kit/time";
import { DeleteOne } from "./DeleteOne";
import styles from "./History.module.css";
import {
  clockTime,
  dayWord,
  goalOf,
  idOf,
  KIND_ICONS,
  KIND_WORDS,
  OUTCOME_WORDS,
  piecesOf,
  titleOf,
  unmarked,
} from "./model";
import { drawStar } from "./queries";

type Props = { hits: readonly HistoryHit[]; now: number; waiting: boolean };

export function Hits({ hits, now, waiting }: Props) {
  const [doomed, setDoomed] = useState<HistoryHit | null>(null);
  const days: { day: string; hits: HistoryHit[] }[] = [];
  for (const hit of hits) {
    const day = dayWord(hit.at, now);
    const last = days.at(-1);
    if (last?.day === day) last.hits.push(hit);
    else days.push({ day, hits: [hit] });
  }
  return (
    <div className={styles.list} data-waiting={waiting || undefined}>
      {days.map(({ day, hits: ofDay }) => (
        <section key={`${day} ${ofDay[0]?.turnId ?? ofDay[0]?.placeId}`} aria-label={day}>
          <h2 className={styles.day}>{day}</h2>
          <ul className={styles.lines}>
            {ofDay.map((hit) => (
              <Line key={hit.turnId ?? hit.placeId} hit={hit} onDelete={() => setDoomed(hit)} />
            ))}
          </ul>
        </section>
      ))}
      {doomed && <DeleteOne hit={doomed} onClose={() => setDoomed(null)} />}
    </div>
  );
}

function Line({ hit, onDelete }: { hit: HistoryHit; onDelete: () => void }) {
  const navigate = useNavigate();
  const goal = goalOf(hit);
  const title = titleOf(hit);
  const outcome = hit.outcome === null ? undefined : OUTCOME_WORDS[hit.outcome];
  const who = hit.servedBy ?? hit.entity;
  return (
    <li className={styles.line}>
      <button
        type="button"
        className={styles.open}
        onClick={() => {
          if (goal) void navigate(goal);
        }}
      >
        <span className={styles.mark}>
          <Icon name={KIND_ICONS[hit.kind]} size={15} label={KIND_WORDS[hit.kind]} />
        </span>
        <span className={styles.what}>
          <span className={styles.prompt}>
            <Marked excerpt={hit.prompt} />
          </span>
          {hit.answer.text !== "" && (
            <span className={styles.answer}>
              <Marked
                excerpt={hit.kind === "chat" || hit.kind === "compare" ? unmarked(hit.answer) : hit.answer}
              />
            </span>
          )}
          <span className={styles.about}>
            {outcome && (
              <span className={styles.outcome} data-tone={outcome.glyph}>
                <Glyph name={outcome.glyph} size={12} /> {outcome.word}
              </span>
            )}
            <span>{hit.endpoint}</span>
            {who !== null && <span>{who}</span>}
            {hit.answers > 1 && <span>{hit.answers.toLocaleString("en")} answers</span>}
            {hit.prompt.text !== title && <span>in “{title}”</span>}
          </span>
        </span>
        <time dateTime={new Date(hit.at).toISOString()} title={absoluteTime(hit.at)}>
          {clockTime(hit.at)}
        </time>
      </button>
      <span className={styles.acts}>
        {hit.chatId !== null && <Star chatId={hit.chatId} starred={hit.starred} title={title} />}
        <IconButton
          size="s"
          icon="trash"
          label={`Delete ${title}`}
          disabledReason={idOf(hit) === null ? "Nothing of it is left to delete." : null}
          onClick={onDelete}
        />
      </span>
    </li>
  );
}

function Star({ chatId, starred, title }: { chatId: string; starred: boolean; title: string }) {
  const client = useQueryClient();
  const toast = useToast();
  const flip = async () => {
    drawStar(client, chatId, !starred);
    try {
      await unwrap(commands.playgroundStar(chatId, !starred));
      changedBy(client, "playground_star");
    } catch (error) {
      drawStar(client, chatId, starred);
      toast({ tone: "failed", title: failureOf(error).explanation.title });
    }
  };
  return (
    <IconButton
      size="s"
      icon="star"
      className={styles.star}
      pressed={starred}
      label={`Keep ${title}`}
      onClick={() => void flip()}
    />
  );
}

function Marked({ excerpt }: { excerpt: Excerpt }) {
  return piecesOf(excerpt).map((piece) =>
    piece.found ? <mark key={piece.at}>{piece.text}</mark> : <span key={piece.at}>{piece.text}</span>,
  );
}

// The numbers around a comparison: how many numbers a text became, how long they are, what the call took, the longest text.
import type { ReactNode } from "react";
import type { EmbeddingPicture, EmbeddingSide } from "../ipc/bindings";
import { Icon } from "../kit/Icon";
import { PriceNotKnown } from "../playground";
import styles from "./Facts.module.css";
import { amount, count, letter, normWords, seconds } from "./model";

export function Facts({ side, picture }: { side: EmbeddingSide; picture: EmbeddingPicture }) {
  const texts = picture.norms.length;
  const norms = normWords(picture.norms);
  const over = side.tokenLimit !== null && side.longestTokens > side.tokenLimit;
  return (
    <dl className={styles.facts}>
      <Fact name="Numbers per text" value={count(picture.dimensions)} />
      <Fact name="Length of the lists" value={norms.value} note={norms.note} />
      <Fact
        name={`${side.calls === 1 ? "One call" : `${count(side.calls)} calls`} for ${amount(texts, "text", "texts")}`}
        value={side.totalMs === null ? "not known" : seconds(side.totalMs)}
        note={
          side.tokens !== null &&
          `${side.estimatedTokens ? "≈ " : ""}${amount(side.tokens, "token", "tokens")}`
        }
      />
      <Fact
        name="Cost"
        value={side.cost?.words ?? "unknown"}
        note={
          side.cost ? (
            <span title={side.cost.source}>by the price of {side.cost.source.slice(-DATE)}</span>
          ) : (
            <PriceNotKnown servedBy={side.servedBy} endpoint={side.endpoint} onlySent />
          )
        }
      />
      <Fact
        name={`Longest text, ${letter(side.longestText)}`}
        value={`≈ ${amount(side.longestTokens, "token", "tokens")}`}
        warning={over}
        note={
          side.tokenLimit === null
            ? "limit of this model not known"
            : `limit of this model is ${count(side.tokenLimit)}`
        }
      />
    </dl>
  );
}

/** Where a price is from ends with the day it was written down: 2026-11-23. */
const DATE = 10;

type FactProps = { name: string; value: string; note?: ReactNode; warning?: boolean };

function Fact({ name, value, note, warning = false }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{value}</b>
        {note && (
          <small data-warning={warning || undefined}>
            {warning && <Icon name="warning" size={13} />}
            {note}
          </small>
        )}
      </dd>
    </div>
  );
}

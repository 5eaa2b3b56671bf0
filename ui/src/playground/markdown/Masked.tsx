// The spots a rule of the gateway masked, marked in an answer. Which they are comes from the gateway's own account
// (`MaskedSpots`), never from how a word looks: a model may write <EMAIL> by itself.
import { createContext, Fragment, type ReactNode, use } from "react";
import styles from "./Markdown.module.css";

const Spots = createContext<readonly string[]>([]);
export const MaskedSpots = Spots.Provider;

// Placeholders stand in brackets of some kind; words without one need no second look.
const BRACKET = /[<[({*]/u;

export function spotted(text: string): ReactNode {
  return BRACKET.test(text) ? <Spotted text={text} /> : text;
}

function Spotted({ text }: { text: string }) {
  const spots = use(Spots);
  if (spots.length === 0) return text;
  return cut(text, spots).map((part) =>
    part.masked ? (
      <mark key={part.at} className={styles.masked} title="Hidden by a rule of the gateway">
        {part.text}
      </mark>
    ) : (
      <Fragment key={part.at}>{part.text}</Fragment>
    ),
  );
}

type Part = { at: number; text: string; masked: boolean };

function cut(text: string, spots: readonly string[]): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (;;) {
    const found = nearest(text, spots, end);
    if (found === null) break;
    if (found.at > end) parts.push({ at: end, text: text.slice(end, found.at), masked: false });
    parts.push({ at: found.at, text: found.spot, masked: true });
    end = found.at + found.spot.length;
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), masked: false });
  return parts;
}

function nearest(text: string, spots: readonly string[], from: number) {
  let best: { at: number; spot: string } | null = null;
  for (const spot of spots) {
    const at = text.indexOf(spot, from);
    if (at >= 0 && (best === null || at < best.at)) best = { at, spot };
  }
  return best;
}

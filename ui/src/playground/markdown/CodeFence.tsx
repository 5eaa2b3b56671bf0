// A block of code: its language, a way to copy it, and the text in chunks that are drawn once, line by line with inks.
// Text in elements, never markup. Long blocks go without inks past the first part.
import { memo } from "react";
import { CopyButton } from "../../kit/CopyButton";
import { clean } from "./clean";
import { grammarOf, type Inside, inkLine } from "./inkCode";
import styles from "./Markdown.module.css";

type Props = { lang: string; chunks: readonly string[] };

/** Past so many chunks of some 4,000 characters nobody reads by colour, and the elements would weigh. */
const INKED_CHUNKS = 16;

export const CodeFence = memo(function CodeFence({ lang, chunks }: Props) {
  const name = clean(lang).split(/[\s{]/u)[0]?.slice(0, 24) ?? "";
  const inked = grammarOf(name) !== null;
  return (
    <figure className={styles.code} aria-label={name === "" ? "Code" : `Code in ${name}`}>
      <figcaption>
        <span>{name}</span>
        <CopyButton text={() => clean(chunks.join(""))} label="Copy code" iconOnly />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard. */}
      <pre tabIndex={0}>
        {chunks.map((chunk, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: chunks are only ever added at the end.
          <Chunk key={at} text={chunk} language={inked && at < INKED_CHUNKS ? name : null} />
        ))}
      </pre>
    </figure>
  );
});

const Chunk = memo(function Chunk({ text, language }: { text: string; language: string | null }) {
  const shown = clean(text.endsWith("\n") ? text.slice(0, -1) : text);
  const grammar = language === null ? null : grammarOf(language);
  if (language === null || grammar === null) return <code>{shown}</code>;
  const lines = shown.split("\n");
  let inside: Inside = null;
  return (
    <code>
      {lines.map((line, at) => {
        const before = inside;
        inside = inkLine(line, grammar, before).inside;
        const end = at === lines.length - 1 ? "" : "\n";
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number; lines are only ever added.
        return <Line key={at} text={line + end} language={language} inside={before} />;
      })}
    </code>
  );
});

type LineProps = { text: string; language: string; inside: Inside };

/** Drawn again only when its own text changes: of a block being written that is the last line. */
const Line = memo(function Line({ text, language, inside }: LineProps) {
  const grammar = grammarOf(language);
  if (grammar === null) return text;
  return inkLine(text, grammar, inside).parts.map((part) =>
    part.ink === undefined ? (
      part.text
    ) : (
      <span key={part.at} data-ink={part.ink}>
        {part.text}
      </span>
    ),
  );
});

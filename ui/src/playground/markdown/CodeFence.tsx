// A block of code: its language, a way to copy it, and the text in chunks that are drawn once. Text only, never marked up.
import { memo } from "react";
import { CopyButton } from "../../kit/CopyButton";
import { clean } from "./clean";
import styles from "./Markdown.module.css";

type Props = { lang: string; chunks: readonly string[] };

export const CodeFence = memo(function CodeFence({ lang, chunks }: Props) {
  const name = clean(lang).split(/[\s{]/u)[0]?.slice(0, 24) ?? "";
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
          <Chunk key={at} text={chunk} />
        ))}
      </pre>
    </figure>
  );
});

const Chunk = memo(function Chunk({ text }: { text: string }) {
  return <code>{clean(text.endsWith("\n") ? text.slice(0, -1) : text)}</code>;
});

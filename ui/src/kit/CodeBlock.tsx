// Text in lines with numbers; code gets four inks. Lines can be marked (the focused field's) or wrong. Never a secret.
import { type CSSProperties, useMemo } from "react";
import styles from "./CodeBlock.module.css";
import { CopyButton } from "./CopyButton";
import { inkLine, type Language } from "./inks";

type Props = {
  text: string;
  label: string;
  language?: Language | undefined;
  marked?: readonly number[] | undefined;
  wrong?: readonly number[] | undefined;
  copy?: boolean | undefined;
  /** Pixels, or a length that goes with the window. */
  maxHeight?: number | string | undefined;
};

/** Above this the inks are left out: colouring a 4 MB answer would freeze the window. */
const INK_LIMIT = 60_000;
const SHOW_LIMIT = 400_000;

export function CodeBlock({
  text,
  label,
  language = "json",
  marked = [],
  wrong = [],
  copy = true,
  maxHeight,
}: Props) {
  const shown = text.length > SHOW_LIMIT ? text.slice(0, SHOW_LIMIT) : text;
  const lines = useMemo(() => shown.split("\n"), [shown]);
  const inked = language !== "plain" && shown.length <= INK_LIMIT;
  const style: CSSProperties | undefined = maxHeight === undefined ? undefined : { maxHeight };
  return (
    <div className={styles.place}>
      <section
        className={styles.scroll}
        style={style}
        data-copy={copy || undefined}
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard.
        tabIndex={0}
      >
        <pre className={styles.code}>
          {lines.map((line, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its number.
              key={index}
              className={styles.line}
              data-marked={marked.includes(index + 1) || undefined}
              data-wrong={wrong.includes(index + 1) || undefined}
            >
              {inked
                ? inkLine(line, language).map((part) => (
                    <i key={part.at} data-ink={part.ink}>
                      {part.text}
                    </i>
                  ))
                : line}
              {"\n"}
            </span>
          ))}
        </pre>
        {shown !== text && (
          <p className={styles.rest}>
            The rest is left out here. Copy it to see all {text.length.toLocaleString("en")} characters.
          </p>
        )}
      </section>
      {copy && (
        <div className={styles.copy}>
          <CopyButton text={text} label="Copy" iconOnly />
        </div>
      )}
    </div>
  );
}

// A long name that shortens in its middle, so that both ends stay readable; the full name on hover and when copied.
import styles from "./MiddleEllipsis.module.css";

export function MiddleEllipsis({ text, tail = 12 }: { text: string; tail?: number | undefined }) {
  if (text.length <= tail * 2) {
    return (
      <span className={styles.whole} title={text}>
        {text}
      </span>
    );
  }
  return (
    <span className={styles.middle} title={text}>
      <span className={styles.start}>{text.slice(0, -tail)}</span>
      <span className={styles.end}>{text.slice(-tail)}</span>
    </span>
  );
}

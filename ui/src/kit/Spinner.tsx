// Waiting: a ring with a name, or grey lines in the place of what is coming.
import { Glyph } from "./Icon";
import styles from "./Spinner.module.css";

export function Spinner({
  label = "Loading",
  size = 16,
}: {
  label?: string | undefined;
  size?: number | undefined;
}) {
  return (
    <span role="status" className={styles.spinner}>
      <Glyph name="updating" size={size} label={label} />
    </span>
  );
}

const WIDTHS = ["64%", "88%", "72%", "52%", "80%"];

export function Pulse({
  lines = 3,
  label = "Loading",
}: {
  lines?: number | undefined;
  label?: string | undefined;
}) {
  return (
    <div role="status" aria-label={label} className={styles.pulse}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity, only an order.
        <span key={line} style={{ width: WIDTHS[line % WIDTHS.length] }} />
      ))}
    </div>
  );
}

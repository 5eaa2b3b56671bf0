// The colour and pattern of a served entity, by its position in the endpoint (1 to 8), never by provider.
import { classes } from "./classes";
import styles from "./Swatch.module.css";

export type SwatchIndex = number | "standby";

/** 0-based position of an entity → 1 to 8; the ninth begins again. */
export function swatchIndex(position: number): number {
  return (position % 8) + 1;
}

/** Class that sets --c (colour), --p (pattern) and --ink for own drawings: `background: var(--p) var(--c)`. */
export function swatchClass(index: SwatchIndex): string {
  return (index === "standby" ? styles.standby : styles[`c${index}`]) ?? "";
}

export function Swatch({ index, size = 12 }: { index: SwatchIndex; size?: number | undefined }) {
  return (
    <span
      aria-hidden="true"
      className={classes(styles.swatch, swatchClass(index))}
      style={{ width: size, height: size }}
    />
  );
}

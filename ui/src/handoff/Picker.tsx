// One group of formats as a list of radio buttons: a name and what it is. Two groups share one choice, so in the other
// group nothing is chosen. Used by the Handoff tab.
import { useId } from "react";
import type { HandoffFormat } from "../ipc/bindings";
import type { FormatWords } from "./formats";
import styles from "./Handoff.module.css";

type Props = {
  title: string;
  formats: readonly FormatWords[];
  value: HandoffFormat;
  onChange: (format: HandoffFormat) => void;
};

export function Picker({ title, formats, value, onChange }: Props) {
  const id = useId();
  return (
    <div role="radiogroup" aria-labelledby={`${id}-title`} className={styles.picker}>
      <h2 id={`${id}-title`} className={styles.title}>
        {title}
      </h2>
      {formats.map((one) => (
        <label key={one.value} className={styles.format} data-chosen={one.value === value || undefined}>
          <input
            type="radio"
            name={`${id}-format`}
            className={styles.input}
            value={one.value}
            checked={one.value === value}
            aria-describedby={`${id}-${one.value}`}
            aria-label={one.label}
            onChange={() => onChange(one.value)}
          />
          <span>{one.label}</span>
          <span id={`${id}-${one.value}`} className={styles.detail}>
            {one.detail}
          </span>
        </label>
      ))}
    </div>
  );
}

// The colour a person tells a workspace by: six marks, each with its name. The browser's own radio buttons inside, which
// bring the arrow keys. A colour never says anything alone: the environment stays a word.
import { useId } from "react";
import type { WorkspaceColor } from "../ipc/bindings";
import styles from "./ColorChoice.module.css";
import { useGroupName } from "./fieldContext";

export const COLOR_WORDS: Record<WorkspaceColor, string> = {
  petrol: "Petrol",
  berry: "Berry",
  amber: "Amber",
  violet: "Violet",
  moss: "Moss",
  slate: "Slate",
};
export const COLORS = Object.keys(COLOR_WORDS) as readonly WorkspaceColor[];

type Props = {
  value: WorkspaceColor;
  onChange: (value: WorkspaceColor) => void;
  label?: string | undefined;
};

export function ColorChoice({ value, onChange, label }: Props) {
  const name = useGroupName(label);
  const group = useId();
  return (
    <div {...name} role="radiogroup" className={styles.row}>
      {COLORS.map((color) => (
        <label
          key={color}
          className={styles.pill}
          title={COLOR_WORDS[color]}
          data-checked={color === value || undefined}
        >
          <input
            type="radio"
            className={styles.input}
            name={group}
            value={color}
            checked={color === value}
            aria-label={COLOR_WORDS[color]}
            onChange={() => onChange(color)}
          />
          <span className={styles.mark} style={{ "--mark": `var(--workspace-${color})` } as never} />
        </label>
      ))}
      <span className={styles.word} aria-hidden="true">
        {COLOR_WORDS[value]}
      </span>
    </div>
  );
}

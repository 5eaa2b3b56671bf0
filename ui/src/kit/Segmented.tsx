// Changes a value: two to five short choices side by side, of which one holds. To change what one looks at, use Tabs.
// The browser's own radio buttons inside: it stands on the first screen, and they bring the arrow keys with them.
import { type KeyboardEvent, type ReactNode, useId } from "react";
import { classes } from "./classes";
import { useGroupName } from "./fieldContext";
import styles from "./Segmented.module.css";

type Props<T extends string> = {
  value: T;
  onChange: (value: T) => void;
  options: readonly {
    value: T;
    label: ReactNode;
    count?: number | undefined;
    disabledReason?: string | null | undefined;
  }[];
  label?: string | undefined;
  size?: "s" | "m" | undefined;
  className?: string | undefined;
};

export function Segmented<T extends string>({
  value,
  onChange,
  options,
  label,
  size = "m",
  className,
}: Props<T>) {
  const name = useGroupName(label);
  const group = useId();
  return (
    <div
      {...name}
      role="radiogroup"
      className={classes(styles.seg, size === "s" && styles.s, className)}
      onKeyDown={keepArrows}
    >
      {options.map((option) => (
        <label
          key={option.value}
          title={option.disabledReason ?? undefined}
          className={styles.part}
          data-checked={option.value === value || undefined}
          data-disabled={Boolean(option.disabledReason) || undefined}
        >
          <input
            type="radio"
            className={styles.input}
            name={group}
            value={option.value}
            checked={option.value === value}
            disabled={Boolean(option.disabledReason)}
            onChange={() => onChange(option.value)}
          />
          {option.label}
          {option.count !== undefined && (
            <span className={styles.count}>{option.count.toLocaleString("en")}</span>
          )}
        </label>
      ))}
    </div>
  );
}

/** The arrows move inside; they are no key of the page. */
function keepArrows(event: KeyboardEvent): void {
  if (event.key.startsWith("Arrow")) event.stopPropagation();
}

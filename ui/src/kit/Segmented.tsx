// Changes a value: two to five short choices side by side, of which one holds. To change what one looks at, use Tabs.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";
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
  return (
    <RadioGroup<T>
      {...name}
      value={value}
      onValueChange={(next) => onChange(next)}
      className={classes(styles.seg, size === "s" && styles.s, className)}
    >
      {options.map((option) => (
        <Radio.Root
          key={option.value}
          value={option.value}
          disabled={Boolean(option.disabledReason)}
          title={option.disabledReason ?? undefined}
          className={styles.part}
        >
          {option.label}
          {option.count !== undefined && (
            <span className={styles.count}>{option.count.toLocaleString("en")}</span>
          )}
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}

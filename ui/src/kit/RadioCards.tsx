// One of a few things that need a line of explanation each. One column is one joined list; more columns are cards.
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { type ReactNode, useId } from "react";
import { classes } from "./classes";
import { useGroupName } from "./fieldContext";
import { Icon, type IconName } from "./Icon";
import styles from "./RadioCards.module.css";

export type RadioCard<T extends string> = {
  value: T;
  title: ReactNode;
  detail?: ReactNode;
  mark?: ReactNode;
  icon?: IconName | undefined;
  end?: ReactNode;
  disabledReason?: string | null | undefined;
  body?: ReactNode;
};

type Props<T extends string> = {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly RadioCard<T>[];
  label?: string | undefined;
  columns?: 1 | 2 | 3 | 4 | undefined;
  className?: string | undefined;
};

export function RadioCards<T extends string>({
  value,
  onChange,
  options,
  label,
  columns = 1,
  className,
}: Props<T>) {
  const name = useGroupName(label);
  return (
    <RadioGroup<T | null>
      {...name}
      value={value}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
      className={classes(columns === 1 ? styles.list : styles.cards, className)}
      style={columns === 1 ? undefined : { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {options.map((option) => (
        <Card key={option.value} option={option} chosen={option.value === value} />
      ))}
    </RadioGroup>
  );
}

function Card<T extends string>({ option, chosen }: { option: RadioCard<T>; chosen: boolean }) {
  const id = useId();
  const detail = option.disabledReason ?? option.detail;
  return (
    <div className={styles.card} data-chosen={chosen || undefined}>
      <Radio.Root
        value={option.value}
        disabled={Boolean(option.disabledReason)}
        aria-labelledby={`${id}-t`}
        aria-describedby={detail ? `${id}-d` : undefined}
        className={styles.row}
      >
        <span className={styles.radio} data-chosen={chosen || undefined} />
        {option.mark}
        {option.icon && <Icon name={option.icon} />}
        <span className={styles.words}>
          <span id={`${id}-t`} className={styles.title}>
            {option.title}
          </span>
          {detail && (
            <span id={`${id}-d`} className={styles.detail}>
              {detail}
            </span>
          )}
        </span>
        {option.end}
      </Radio.Root>
      {chosen && option.body && <div className={styles.body}>{option.body}</div>}
    </div>
  );
}

// A closed list: one of a few values, chosen by pointer, arrows or by typing its beginning. Where the API allows free
// text, use Combobox.

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Select as Base } from "@base-ui/react/select";
import { classes } from "./classes";
import { useControl } from "./fieldContext";
import { Icon, type IconName } from "./Icon";
import list from "./list.module.css";
import styles from "./Select.module.css";

export type SelectOption<T extends string> = {
  value: T;
  label: string;
  detail?: string | undefined;
  icon?: IconName | undefined;
  disabledReason?: string | null | undefined;
};

type Props<T extends string> = {
  value: T | null;
  onChange: (value: T) => void;
  options: readonly SelectOption<T>[];
  placeholder?: string | undefined;
  size?: "m" | "l" | undefined;
  label?: string | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
};

export function Select<T extends string>({
  value,
  onChange,
  options,
  placeholder = "Choose",
  size = "l",
  label,
  disabled = false,
  className,
}: Props<T>) {
  const control = useControl({ label });
  const chosen = options.find((option) => option.value === value);
  return (
    <CSPProvider disableStyleElements>
      <Base.Root
        value={value}
        disabled={disabled}
        onValueChange={(next: T | null) => {
          if (next !== null) onChange(next);
        }}
      >
        <Base.Trigger
          {...control}
          className={classes(styles.select, size === "m" && styles.m, className)}
          data-wrong={control["aria-invalid"] || undefined}
        >
          {chosen?.icon && <Icon name={chosen.icon} size={14} />}
          <Base.Value>
            {() => (
              <span className={chosen ? styles.value : styles.placeholder}>
                {chosen?.label ?? placeholder}
              </span>
            )}
          </Base.Value>
          <Icon name="upDown" size={14} className={styles.mark} />
        </Base.Trigger>
        <Base.Portal>
          <Base.Positioner
            className={list.positioner}
            sideOffset={4}
            alignItemWithTrigger={false}
            align="start"
          >
            <Base.Popup className={list.popup}>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  disabled={Boolean(option.disabledReason)}
                  className={list.item}
                >
                  {option.icon && <Icon name={option.icon} size={14} />}
                  <span className={list.words}>
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {(option.disabledReason ?? option.detail) && (
                      <span className={list.detail}>{option.disabledReason ?? option.detail}</span>
                    )}
                  </span>
                  <Base.ItemIndicator className={list.tick}>
                    <Icon name="check" size={14} />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </CSPProvider>
  );
}

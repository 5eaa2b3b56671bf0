// One line of text. Inside a Field it is labelled and described by it; alone it needs a label.
import type { ComponentProps, ReactNode } from "react";
import { classes } from "./classes";
import { useControl } from "./fieldContext";
import { Icon, type IconName } from "./Icon";
import styles from "./TextInput.module.css";

export type TextInputProps = Omit<ComponentProps<"input">, "value" | "onChange" | "size"> & {
  value: string;
  onChange: (value: string) => void;
  mono?: boolean | undefined;
  size?: "m" | "l" | undefined;
  icon?: IconName | undefined;
  end?: ReactNode;
  locked?: boolean | undefined;
  label?: string | undefined;
};

export function TextInput({
  value,
  onChange,
  mono,
  size = "l",
  icon,
  end,
  locked,
  label,
  id,
  className,
  type = "text",
  ...rest
}: TextInputProps) {
  const control = useControl({ id, label, describedBy: rest["aria-describedby"] });
  return (
    <span
      className={classes(styles.box, size === "m" && styles.m, mono && styles.mono, className)}
      data-wrong={control["aria-invalid"] || undefined}
      data-locked={locked || undefined}
    >
      {icon && <Icon name={icon} size={14} />}
      <input
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        {...rest}
        {...control}
        type={type}
        value={value}
        readOnly={locked || rest.readOnly}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {locked && <Icon name="lock" size={14} label="Cannot be changed" />}
      {end}
    </span>
  );
}

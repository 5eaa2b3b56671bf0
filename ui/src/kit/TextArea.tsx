// Several lines of text. With `grow` it is as high as its text, between rows and maxRows.
import { type ComponentProps, useLayoutEffect, useRef } from "react";
import { classes } from "./classes";
import { useControl } from "./fieldContext";
import styles from "./TextArea.module.css";

type Props = Omit<ComponentProps<"textarea">, "value" | "onChange"> & {
  value: string;
  onChange: (value: string) => void;
  grow?: boolean | undefined;
  maxRows?: number | undefined;
  mono?: boolean | undefined;
  label?: string | undefined;
};

export function TextArea({
  value,
  onChange,
  rows = 3,
  grow = false,
  maxRows = 12,
  mono,
  label,
  id,
  className,
  ref,
  ...rest
}: Props) {
  const control = useControl({ id, label, describedBy: rest["aria-describedby"] });
  const own = useRef<HTMLTextAreaElement | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text that was just drawn.
  useLayoutEffect(() => {
    const area = own.current;
    if (!area || !grow) return;
    const style = getComputedStyle(area);
    const line = Number.parseFloat(style.lineHeight) || 20;
    const around = area.offsetHeight - area.clientHeight + Number.parseFloat(style.paddingTop) * 2;
    area.style.height = "0";
    const wanted = area.scrollHeight + area.offsetHeight - area.clientHeight;
    area.style.height = `${Math.min(Math.max(wanted, rows * line + around), maxRows * line + around)}px`;
  }, [value, grow, rows, maxRows]);

  return (
    <textarea
      spellCheck={false}
      {...rest}
      {...control}
      ref={(area) => {
        own.current = area;
        if (typeof ref === "function") return ref(area);
        if (ref) ref.current = area;
      }}
      rows={rows}
      value={value}
      className={classes(styles.area, mono && styles.mono, className)}
      data-wrong={control["aria-invalid"] || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

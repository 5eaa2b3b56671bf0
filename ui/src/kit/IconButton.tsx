// A button that is only an icon: the label is its name and its tooltip.
import { type ComponentProps, type MouseEvent, useId } from "react";
import { classes } from "./classes";
import { Glyph, Icon, type IconName } from "./Icon";
import styles from "./IconButton.module.css";
import { Tooltip } from "./Tooltip";
import { VisuallyHidden } from "./VisuallyHidden";

export type IconButtonProps = Omit<ComponentProps<"button">, "children"> & {
  label: string;
  icon: IconName;
  size?: "s" | "m" | "l" | undefined;
  variant?: "quiet" | "plain" | undefined;
  busy?: boolean | undefined;
  pressed?: boolean | undefined;
  disabledReason?: string | null | undefined;
};

export function IconButton({
  label,
  icon,
  size = "m",
  variant = "quiet",
  busy = false,
  pressed,
  disabledReason,
  className,
  onClick,
  type = "button",
  ...rest
}: IconButtonProps) {
  const reasonId = useId();
  const off = busy || Boolean(disabledReason);
  return (
    <>
      <Tooltip text={disabledReason ? `${label}: ${disabledReason}` : label}>
        <button
          {...rest}
          type={type}
          aria-label={label}
          aria-pressed={pressed}
          aria-disabled={off || undefined}
          aria-busy={busy || undefined}
          aria-describedby={disabledReason ? reasonId : rest["aria-describedby"]}
          className={classes(styles.button, styles[size], variant === "plain" && styles.plain, className)}
          onClick={off ? (event: MouseEvent) => event.preventDefault() : onClick}
        >
          {busy ? <Glyph name="updating" size={14} /> : <Icon name={icon} />}
        </button>
      </Tooltip>
      {disabledReason && <VisuallyHidden id={reasonId}>{disabledReason}</VisuallyHidden>}
    </>
  );
}

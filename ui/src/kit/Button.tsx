// The button, in four weights and three heights. One primary a view. Off always says why: a disabled reason keeps the
// button reachable by keyboard and is its description. Plain links and icon-only buttons are parts of their own.
import { type ComponentProps, type MouseEvent, type ReactNode, useId } from "react";
import styles from "./Button.module.css";
import { classes } from "./classes";
import { Glyph, Icon, type IconName } from "./Icon";
import { KeyHint } from "./KeyHint";
import { Tooltip } from "./Tooltip";
import { VisuallyHidden } from "./VisuallyHidden";

export type ButtonProps = Omit<ComponentProps<"button">, "children"> & {
  children: ReactNode;
  variant?: "primary" | "plain" | "quiet" | "danger" | "dangerSolid" | undefined;
  size?: "s" | "m" | "l" | undefined;
  busy?: boolean | undefined;
  busyLabel?: string | undefined;
  keyHint?: string | string[] | undefined;
  icon?: IconName | undefined;
  iconEnd?: IconName | undefined;
  disabledReason?: string | null | undefined;
};

export function Button({
  children,
  variant = "plain",
  size = "m",
  busy = false,
  busyLabel,
  keyHint,
  icon,
  iconEnd,
  disabledReason,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const off = busy || Boolean(disabledReason);
  const described = classes(rest["aria-describedby"], disabledReason ? reasonId : null);
  const button = (
    <button
      {...rest}
      type={type}
      className={classes(styles.button, styles[variant], styles[size], className)}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      aria-describedby={described}
      onClick={off ? stop : onClick}
    >
      {busy ? <Glyph name="updating" /> : icon && <Icon name={icon} />}
      {busy ? (busyLabel ?? children) : children}
      {iconEnd && <Icon name={iconEnd} className={styles.end} />}
      {keyHint && !busy && (
        <span aria-hidden="true" className={styles.keys}>
          <KeyHint keys={keyHint} />
        </span>
      )}
    </button>
  );
  if (!disabledReason) return button;
  return (
    <>
      <Tooltip text={disabledReason}>{button}</Tooltip>
      <VisuallyHidden id={reasonId}>{disabledReason}</VisuallyHidden>
    </>
  );
}

function stop(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

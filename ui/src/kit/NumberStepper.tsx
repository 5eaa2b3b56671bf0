// A number one can type, step by buttons, or step by arrow keys (Shift: ten at once). Typing reports every readable
// number and never corrects it; on leaving, what is out of range is brought back and reported by onCommit.
import { type KeyboardEvent, useState } from "react";
import { classes } from "./classes";
import { useControl } from "./fieldContext";
import { Icon } from "./Icon";
import styles from "./NumberStepper.module.css";

type Props = {
  value: number | null;
  onChange: (value: number | null) => void;
  onCommit?: ((value: number | null) => void) | undefined;
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
  unit?: string | undefined;
  locked?: boolean | undefined;
  disabled?: boolean | undefined;
  invalid?: boolean | undefined;
  size?: "m" | "l" | undefined;
  label?: string | undefined;
  placeholder?: string | undefined;
  className?: string | undefined;
};

export function NumberStepper({
  value,
  onChange,
  onCommit,
  min,
  max,
  step = 1,
  unit,
  locked = false,
  disabled = false,
  invalid,
  size = "m",
  label,
  placeholder,
  className,
}: Props) {
  const control = useControl({ label });
  const [typed, setTyped] = useState<string | null>(null);
  const off = locked || disabled;
  const shown = typed ?? (value === null ? "" : String(value));

  const inRange = (n: number) => tidy(Math.min(max ?? n, Math.max(min ?? n, n)));
  const settle = (next: number | null) => {
    setTyped(null);
    if (next !== value) onChange(next);
    onCommit?.(next);
  };
  const by = (amount: number) => {
    if (!off) settle(inRange((value ?? min ?? 0) + amount));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") leave();
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    by((event.key === "ArrowUp" ? 1 : -1) * step * (event.shiftKey ? 10 : 1));
  };
  const leave = () => {
    if (typed === null) return;
    const read = readNumber(typed);
    settle(read === undefined ? value : read === null ? null : inRange(read));
  };

  return (
    <span
      className={classes(styles.stepper, size === "l" && styles.l, className)}
      data-locked={off || undefined}
      data-wrong={invalid || control["aria-invalid"] || undefined}
    >
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Less ${label ?? ""}`.trim()}
        disabled={off}
        onClick={() => by(-step)}
      >
        <Icon name="minus" size={12} />
      </button>
      <input
        {...control}
        role="spinbutton"
        inputMode="decimal"
        autoComplete="off"
        aria-valuenow={value ?? undefined}
        aria-valuemin={min}
        aria-valuemax={max}
        aria-valuetext={value === null ? "empty" : `${value}${unit ? ` ${unit}` : ""}`}
        aria-invalid={invalid || control["aria-invalid"]}
        disabled={disabled}
        readOnly={locked}
        placeholder={placeholder}
        value={shown}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          const read = readNumber(text);
          if (read !== undefined) onChange(read);
        }}
        onBlur={leave}
        onKeyDown={onKeyDown}
      />
      {unit && <em>{unit}</em>}
      <button
        type="button"
        tabIndex={-1}
        aria-label={`More ${label ?? ""}`.trim()}
        disabled={off}
        onClick={() => by(step)}
      >
        <Icon name="plus" size={12} />
      </button>
    </span>
  );
}

/** null: empty. undefined: not a number. A comma is read as a point. */
function readNumber(text: string): number | null | undefined {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return null;
  const number = Number(plain);
  return Number.isFinite(number) ? number : undefined;
}

/** 0.1 + 0.2 is 0.3 here. */
function tidy(n: number): number {
  return Math.round(n * 1e6) / 1e6;
}

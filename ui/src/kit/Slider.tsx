// An amount between two ends that have words. Numbers that matter to the point also get a NumberStepper beside it.
import { Slider as Base } from "@base-ui/react/slider";
import { use } from "react";
import { FieldContext, useControl } from "./fieldContext";
import styles from "./Slider.module.css";

type Props = {
  value: number;
  onChange: (value: number) => void;
  onCommit?: ((value: number) => void) | undefined;
  min: number;
  max: number;
  step: number;
  low: string;
  high: string;
  label?: string | undefined;
  format?: ((value: number) => string) | undefined;
  disabled?: boolean | undefined;
};

export function Slider({
  value,
  onChange,
  onCommit,
  min,
  max,
  step,
  low,
  high,
  label,
  format,
  disabled = false,
}: Props) {
  const control = useControl({ label });
  const labelId = use(FieldContext)?.labelId;
  return (
    <Base.Root
      value={value}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={(next) => onChange(next)}
      onValueCommitted={(next) => onCommit?.(next)}
      className={styles.slider}
    >
      <Base.Control className={styles.control}>
        <Base.Track className={styles.track}>
          <Base.Indicator className={styles.filled} />
          <Base.Thumb
            aria-label={label}
            aria-labelledby={label === undefined ? labelId : undefined}
            aria-describedby={control["aria-describedby"]}
            getAriaValueText={(_, now) => (format ? format(now) : String(now))}
            className={styles.thumb}
          />
        </Base.Track>
      </Base.Control>
      <span className={styles.ends} aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </span>
    </Base.Root>
  );
}

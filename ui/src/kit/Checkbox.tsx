// A tick beside its words; the words are part of the click.
import { Checkbox as Base } from "@base-ui/react/checkbox";
import { type ReactNode, useId } from "react";
import styles from "./Checkbox.module.css";
import { useControl } from "./fieldContext";
import { Icon } from "./Icon";

type Props = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
  label?: string | undefined;
  disabledReason?: string | null | undefined;
};

export function Checkbox({ checked, onChange, children, label, disabledReason }: Props) {
  const textId = useId();
  const control = useControl({ label });
  const box = (
    <Base.Root
      {...control}
      aria-labelledby={children ? textId : undefined}
      checked={checked}
      disabled={Boolean(disabledReason)}
      onCheckedChange={(next) => onChange(next)}
      className={styles.box}
    >
      <Base.Indicator className={styles.tick}>
        <Icon name="check" size={12} />
      </Base.Indicator>
    </Base.Root>
  );
  if (!children) return box;
  return (
    <label className={styles.line} htmlFor={control.id} title={disabledReason ?? undefined}>
      {box}
      <span id={textId}>{children}</span>
    </label>
  );
}

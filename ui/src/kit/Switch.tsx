// On or off, at once. For agreeing to something that is sent later, use Checkbox.
import { Switch as Base } from "@base-ui/react/switch";
import { useId } from "react";
import { useControl } from "./fieldContext";
import styles from "./Switch.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

type Props = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label?: string | undefined;
  disabledReason?: string | null | undefined;
};

export function Switch({ checked, onChange, label, disabledReason }: Props) {
  const reasonId = useId();
  const control = useControl({ label, describedBy: disabledReason ? reasonId : undefined });
  return (
    <span className={styles.place} title={disabledReason ?? undefined}>
      <Base.Root
        {...control}
        checked={checked}
        aria-disabled={disabledReason ? true : undefined}
        readOnly={Boolean(disabledReason)}
        onCheckedChange={(next) => onChange(next)}
        className={styles.switch}
      >
        <Base.Thumb className={styles.thumb} />
      </Base.Root>
      {disabledReason && <VisuallyHidden id={reasonId}>{disabledReason}</VisuallyHidden>}
    </span>
  );
}

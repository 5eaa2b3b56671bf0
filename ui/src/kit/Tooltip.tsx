// Words that appear beside what is pointed at or focused. They add to a name and never are the only one.
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import styles from "./Tooltip.module.css";

type Props = {
  text: ReactNode;
  children: ReactElement;
  side?: "top" | "bottom" | "left" | "right" | undefined;
};

export function Tooltip({ text, children, side = "bottom" }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={450} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup}>{text}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

// The box with a tooltip's words, beside the thing it is about. Only Tooltip.tsx uses it, and loads it when one is wanted.
import { Tooltip as Base } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";
import type { TooltipSide } from "./Tooltip";
import styles from "./Tooltip.module.css";

type Props = {
  anchor: Element;
  side: TooltipSide;
  children: ReactNode;
  /** The pointer rests on the words. */
  onStay: () => void;
  onLeave: () => void;
  onClose: () => void;
};

export function TooltipPopup({ anchor, side, children, onStay, onLeave, onClose }: Props) {
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner anchor={anchor} side={side} sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup} onPointerEnter={onStay} onPointerLeave={onLeave}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

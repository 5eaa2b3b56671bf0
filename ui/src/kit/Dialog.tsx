// For what cannot be taken back, and for the one question that has to be answered first. Its buttons name the act.
// Escape and the backdrop close it unless it is busy. A panel beside the work is Drawer.
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import styles from "./Dialog.module.css";
import { useFocusBack } from "./focusBack";

type Props = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  width?: number | undefined;
  busy?: boolean | undefined;
};

export function Dialog({ open, onClose, title, children, actions, width = 440, busy = false }: Props) {
  const focusBack = useFocusBack(open);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next && !busy) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop data-covers className={styles.scrim} />
        <Base.Viewport className={styles.viewport}>
          <Base.Popup className={styles.dialog} style={{ width }} finalFocus={focusBack}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <div className={styles.body}>{children}</div>
            {actions && <footer className={styles.actions}>{actions}</footer>}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

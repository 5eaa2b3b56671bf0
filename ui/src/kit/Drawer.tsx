// A panel that slides over the right side: what stands beside the work in a wide window, in a narrow one.
import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import styles from "./Drawer.module.css";
import { useFocusBack } from "./focusBack";
import { IconButton } from "./IconButton";

type Props = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  width?: number | undefined;
};

export function Drawer({ open, onClose, title, children, actions, width = 360 }: Props) {
  const focusBack = useFocusBack(open);
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop data-covers className={styles.scrim} />
        <Base.Popup className={styles.drawer} style={{ width }} finalFocus={focusBack}>
          <header className={styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            <IconButton label="Close" icon="cross" onClick={onClose} />
          </header>
          <div className={styles.body}>{children}</div>
          {actions && <footer className={styles.actions}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

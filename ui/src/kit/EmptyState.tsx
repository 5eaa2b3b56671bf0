// A place with nothing in it yet: what it is for in one sentence, the first thing to do, a second one.
import type { ReactNode } from "react";
import styles from "./EmptyState.module.css";

type Props = { title: ReactNode; children: ReactNode; drawing?: ReactNode; actions?: ReactNode };

export function EmptyState({ title, children, drawing, actions }: Props) {
  return (
    <div className={styles.empty}>
      {drawing && <div aria-hidden="true">{drawing}</div>}
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.words}>{children}</div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

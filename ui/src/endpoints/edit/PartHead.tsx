// The head of one part of an edit: what it is, in a sentence what it does, and what can be done with it as a whole.
import type { ReactNode } from "react";
import styles from "./Edit.module.css";

export function PartHead({
  title,
  detail,
  actions,
}: {
  title: string;
  detail?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.heading}>
      <div>
        <h2>{title}</h2>
        {detail && <p>{detail}</p>}
      </div>
      {actions && <div className={styles.row}>{actions}</div>}
    </div>
  );
}

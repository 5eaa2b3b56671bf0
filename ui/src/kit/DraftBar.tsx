// The petrol bar at the foot of a sheet: what is different, in words, and the two ways on.
import type { ReactNode } from "react";
import styles from "./DraftBar.module.css";
import { Tag } from "./Tag";

export function DraftBar({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <section className={styles.bar} aria-label="Draft">
      <Tag tone="accent">Draft</Tag>
      <div className={styles.words}>{children}</div>
      <div className={styles.actions}>{actions}</div>
    </section>
  );
}

// A raised surface with an optional head. Never inside another card.
import type { ReactNode } from "react";
import styles from "./Card.module.css";
import { classes } from "./classes";

type Props = {
  children: ReactNode;
  title?: ReactNode;
  actions?: ReactNode;
  padded?: boolean | undefined;
  className?: string | undefined;
};

export function Card({ children, title, actions, padded = true, className }: Props) {
  return (
    <section className={classes(styles.card, className)}>
      {(title || actions) && (
        <header className={styles.head}>
          <h2>{title}</h2>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      <div className={padded ? styles.body : undefined}>{children}</div>
    </section>
  );
}

// The state of the whole place: sandbox, signed out, offline. At most one at a time.
import type { ReactNode } from "react";
import styles from "./Banner.module.css";
import { Icon, type IconName } from "./Icon";

type Props = {
  tone: "sandbox" | "info" | "warning" | "failed";
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  icon?: IconName | undefined;
};

const ICONS = { sandbox: "flask", info: "info", warning: "warning", failed: "wrong" } as const;

export function Banner({ tone, title, children, actions, icon }: Props) {
  return (
    <section className={styles.banner} data-tone={tone} aria-label="Notice">
      <Icon name={icon ?? ICONS[tone]} />
      <p className={styles.words}>
        <b>{title}</b> {children}
      </p>
      {actions && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}

// One quiet tinted sentence: what is the case and what it means for the person. Used by the panels of this room.
import type { ReactNode } from "react";
import { Icon, type IconName } from "../kit/Icon";
import styles from "./Panel.module.css";

type Tone = "info" | "warning" | "failed" | "ready";
const ICONS: Record<Tone, IconName> = { info: "info", warning: "warning", failed: "wrong", ready: "check" };

export function Note({
  tone = "info",
  icon,
  children,
  actions,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.note} data-tone={tone} role={tone === "failed" ? "alert" : undefined}>
      <Icon name={icon ?? ICONS[tone]} />
      <div>
        <p>{children}</p>
        {actions && <div className={styles.noteActions}>{actions}</div>}
      </div>
    </div>
  );
}

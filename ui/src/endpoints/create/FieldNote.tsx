// One quiet tinted sentence beside a form: what a choice costs, what something else already decided.
import type { ReactNode } from "react";
import { Icon, type IconName } from "../../kit/Icon";
import styles from "./Create.module.css";

type Tone = "info" | "warning" | "failed" | "ready";
const ICONS: Record<Tone, IconName> = { info: "info", warning: "warning", failed: "wrong", ready: "check" };

export function FieldNote({
  tone = "info",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <p className={styles.note} data-tone={tone} role={tone === "failed" ? "alert" : undefined}>
      <Icon name={icon ?? ICONS[tone]} />
      <span>{children}</span>
    </p>
  );
}

// A word with a tint. Environments have their own (EnvironmentTag), states of endpoints too (StatePill).
import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";
import styles from "./Tag.module.css";

export type Tone = "neutral" | "accent" | "ready" | "updating" | "failed" | "warning" | "info";

type Props = { children: ReactNode; tone?: Tone | undefined; icon?: IconName | undefined };

export function Tag({ children, tone = "neutral", icon }: Props) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

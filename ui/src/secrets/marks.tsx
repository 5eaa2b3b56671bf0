// Three small drawings that only this room needs: a scope, a vault that is looked after elsewhere, a reference that leads
// nowhere. They say nothing alone; the words stand beside them.
import type { ReactNode } from "react";
import { Icon } from "../kit/Icon";
import styles from "./Room.module.css";

const DRAWINGS = {
  vault: (
    <>
      <rect x="2.25" y="2.75" width="11.5" height="9.75" rx="1.5" />
      <circle cx="8" cy="7.6" r="2.1" />
      <path d="M8 5.5v-.9M8 10.6v-.9M10.1 7.6h.9M5 7.6h.9M4.5 12.5v1.25M11.5 12.5v1.25" />
    </>
  ),
  unlink: (
    <path d="m9.6 9.9 3-3a2.5 2.5 0 0 0-3.5-3.5l-1 1M6.4 6.1l-3 3a2.5 2.5 0 0 0 3.5 3.5l1-1M4 3l.5 1.5M3 5h1.2M12 13l-.5-1.5M13 11h-1.2" />
  ),
} satisfies Record<string, ReactNode>;

export function Mark({ name }: { name: "folder" | "vault" | "unlink" | "key" }) {
  if (name === "folder" || name === "key") return <Icon name={name} />;
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} className={styles.mark} aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}

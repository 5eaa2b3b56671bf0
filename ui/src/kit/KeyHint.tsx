// Keys as they are printed beside what they do. "Ctrl" prints as ⌘ on macOS. Listening to keys is shell/keys.ts.
import type { ReactNode } from "react";
import styles from "./KeyHint.module.css";

const MAC = /Mac/.test(navigator.userAgent);
const ON_MAC: Record<string, string> = { Ctrl: "⌘", Shift: "⇧", Alt: "⌥" };

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className={styles.kbd}>{children}</kbd>;
}

export function KeyHint({ keys }: { keys: string | string[] }) {
  const list = typeof keys === "string" ? keys.split(" ") : keys;
  return (
    <span className={styles.keys}>
      {list.map((key) => (
        <Kbd key={key}>{MAC ? (ON_MAC[key] ?? key) : key}</Kbd>
      ))}
    </span>
  );
}

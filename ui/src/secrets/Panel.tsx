// The column at the right: a title, a way to close it, and what is known or done about one thing. Escape closes it.
import type { KeyboardEvent, ReactNode } from "react";
import { IconButton } from "../kit/IconButton";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import styles from "./Panel.module.css";

type Props = {
  title: string;
  /** A name is written as code and shortened in the middle. */
  named?: boolean;
  onClose?: (() => void) | undefined;
  children: ReactNode;
};

/** Back to the list, where nothing else has taken the focus from what was closed. */
function focusList(): void {
  setTimeout(() => {
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>('[data-list="keys"] [data-row][tabindex="0"]')?.focus();
  });
}

export function Panel({ title, named = false, onClose, children }: Props) {
  const close = (): void => {
    onClose?.();
    focusList();
  };
  const closeByKey = (event: KeyboardEvent<HTMLElement>): void => {
    // A menu or a list that is open over the panel hears its own Escape.
    if (event.key !== "Escape" || event.defaultPrevented || !onClose) return;
    if (!event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    close();
  };
  return (
    <aside className={styles.panel} aria-label={title} onKeyDown={closeByKey}>
      <header className={styles.head}>
        <h2 className={named ? styles.name : styles.title}>
          {named ? <MiddleEllipsis text={title} /> : title}
        </h2>
        {onClose && <IconButton label="Close" icon="cross" size="s" onClick={close} />}
      </header>
      {children}
    </aside>
  );
}

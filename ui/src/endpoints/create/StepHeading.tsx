// The heading of a step. It takes the focus when its step opens, so that a reader hears where they are; not on the very
// first paint, where the page's own title says it.
import { type ReactNode, useEffect, useRef } from "react";
import styles from "./Create.module.css";

let shownBefore: string | null = null;

/** Call when the flow opens or closes, so that its first heading does not take the focus. */
export function resetHeadings(): void {
  shownBefore = null;
}

export function StepHeading({
  title,
  detail,
  children,
}: {
  title: string;
  detail?: ReactNode;
  children?: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shownBefore !== null && shownBefore !== title) heading.current?.focus({ preventScroll: true });
    shownBefore = title;
  }, [title]);
  return (
    <div className={styles.heading}>
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {detail && <p>{detail}</p>}
      </div>
      {children}
    </div>
  );
}

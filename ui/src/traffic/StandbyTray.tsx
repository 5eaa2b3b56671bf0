// Entities at 0 %: they get no requests but stay in the fallback order, so they wait beside the bar instead of vanishing.
// A chip is woken with its button or by dragging it onto the bar (Esc puts it back); either gives it 1 %.
import { memo, type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { classes } from "../kit/classes";
import { IconButton } from "../kit/IconButton";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { swatchClass, swatchIndex } from "../kit/Swatch";
import styles from "./StandbyTray.module.css";

type Props = {
  entities: readonly string[];
  places: ReadonlyMap<string, number>;
  /** Where a dragged chip may be dropped. */
  target: RefObject<HTMLElement | null>;
  disabledReason?: string | null | undefined;
  onGive: (entity: string) => void;
};

export const StandbyTray = memo(function StandbyTray({
  entities,
  places,
  target,
  disabledReason,
  onGive,
}: Props) {
  return (
    <section className={styles.tray} aria-label="Standby, 0 percent">
      <span className={styles.title}>Standby, 0 %</span>
      <ul className={styles.chips}>
        {entities.map((entity) => (
          <Chip
            key={entity}
            entity={entity}
            look={swatchClass(swatchIndex(places.get(entity) ?? 0))}
            target={target}
            disabledReason={disabledReason}
            onGive={onGive}
          />
        ))}
      </ul>
    </section>
  );
});

type ChipProps = Pick<Props, "target" | "disabledReason" | "onGive"> & { entity: string; look: string };

function Chip({ entity, look, target, disabledReason, onGive }: ChipProps) {
  const from = useRef<{ x: number; y: number } | null>(null);
  const giveUp = useRef<(() => void) | null>(null);
  useEffect(() => () => giveUp.current?.(), []);
  const put = (element: HTMLElement, x: number, y: number) => {
    element.style.translate = x === 0 && y === 0 ? "" : `${x}px ${y}px`;
    element.toggleAttribute("data-carried", x !== 0 || y !== 0);
  };
  const stop = (event: PointerEvent<HTMLElement>, drop: boolean) => {
    if (!from.current) return;
    giveUp.current?.();
    put(event.currentTarget, 0, 0);
    if (drop && isOver(target.current, event)) onGive(entity);
  };
  const carry = (chip: HTMLElement) => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      giveUp.current?.();
      put(chip, 0, 0);
    };
    window.addEventListener("keydown", onKey, true);
    target.current?.setAttribute("data-takes", "");
    giveUp.current = () => {
      from.current = null;
      giveUp.current = null;
      window.removeEventListener("keydown", onKey, true);
      target.current?.removeAttribute("data-takes");
    };
  };
  return (
    <li
      className={styles.chip}
      onPointerDown={(event) => {
        if (disabledReason || event.button !== 0 || (event.target as Element).closest("button")) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture?.(event.pointerId);
        from.current = { x: event.clientX, y: event.clientY };
        carry(event.currentTarget);
      }}
      onPointerMove={(event) => {
        if (from.current)
          put(event.currentTarget, event.clientX - from.current.x, event.clientY - from.current.y);
      }}
      onPointerUp={(event) => stop(event, true)}
      onPointerCancel={(event) => stop(event, false)}
    >
      <i className={classes(styles.mark, look)} aria-hidden="true" />
      <span className={styles.name}>
        <MiddleEllipsis text={entity} tail={8} />
      </span>
      <IconButton
        label={`Give ${entity} 1 percent`}
        icon="plus"
        size="s"
        disabledReason={disabledReason}
        onClick={() => onGive(entity)}
      />
    </li>
  );
}

function isOver(
  element: HTMLElement | null,
  { clientX, clientY }: { clientX: number; clientY: number },
): boolean {
  const box = element?.getBoundingClientRect();
  return Boolean(
    box && clientX >= box.left && clientX <= box.right && clientY >= box.top - 8 && clientY <= box.bottom + 8,
  );
}

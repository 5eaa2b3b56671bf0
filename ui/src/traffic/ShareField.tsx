// The number field of one share: a native number input, because it is the path that works with every assistive technology.
// What is typed counts on Enter or on leaving; a refused number stays there to be corrected. Used by SplitTable.
import { type KeyboardEvent, useState } from "react";
import { classes } from "../kit/classes";
import { Icon } from "../kit/Icon";
import styles from "./ShareField.module.css";

type Props = {
  entity: string;
  percent: number;
  locked: boolean;
  /** The id of the sentence that says why the last number was refused. */
  refusedBy: string | null;
  disabledReason: string | null;
  onType: (entity: string, percent: number) => boolean;
  onStep: (entity: string, by: number) => void;
  onGiveUp: () => void;
};

const STEPS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

export function ShareField({
  entity,
  percent,
  locked,
  refusedBy,
  disabledReason,
  onType,
  onStep,
  onGiveUp,
}: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [editing, setEditing] = useState(false);
  const open = typed !== null && (editing || refusedBy !== null);
  const off = disabledReason !== null;

  const commit = () => {
    if (typed === null) return;
    const asked = typed.trim() === "" ? Number.NaN : Number(typed);
    if (asked === percent || onType(entity, asked)) setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step !== undefined && !off) {
      event.preventDefault();
      setTyped(null);
      onStep(entity, event.shiftKey && Math.abs(step) === 1 ? step * 5 : step);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      commit();
    } else if (event.key === "Escape" && typed !== null) {
      event.stopPropagation();
      setTyped(null);
      onGiveUp();
    }
  };
  const step = (by: number) => {
    setTyped(null);
    if (!off) onStep(entity, by);
  };

  return (
    <span
      className={classes(styles.stepper, locked && styles.locked)}
      data-off={off || undefined}
      data-wrong={refusedBy ? true : undefined}
    >
      {/* The keyboard has its arrow keys in the field; these two are for the pointer. */}
      <button
        type="button"
        tabIndex={-1}
        aria-label={`Less for ${entity}`}
        aria-disabled={off || undefined}
        onClick={() => step(-1)}
      >
        <Icon name="minus" size={12} />
      </button>
      <input
        type="number"
        inputMode="numeric"
        min={0}
        max={100}
        step={1}
        data-share-of={entity}
        aria-label={`Share of ${entity} in percent`}
        aria-invalid={refusedBy ? true : undefined}
        aria-describedby={refusedBy ?? undefined}
        readOnly={off}
        title={disabledReason ?? undefined}
        value={open ? typed : percent}
        onFocus={(event) => {
          if (refusedBy === null) setTyped(null);
          setEditing(true);
          event.currentTarget.select();
        }}
        onBlur={() => {
          if (typed?.trim() === "") setTyped(null);
          else commit();
          setEditing(false);
        }}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <em aria-hidden="true">%</em>
      <button
        type="button"
        tabIndex={-1}
        aria-label={`More for ${entity}`}
        aria-disabled={off || undefined}
        onClick={() => step(1)}
      >
        <Icon name="plus" size={12} />
      </button>
    </span>
  );
}

// The flat picks in the head of the page: a name with an up-down mark that opens a list one can filter. Arrow keys move
// in the list, Enter takes, Escape closes.
import { type ReactNode, useState } from "react";
import { Icon } from "../kit/Icon";
import { Popover } from "../kit/Popover";
import { Pulse } from "../kit/Spinner";
import { TextInput } from "../kit/TextInput";
import styles from "./Picker.module.css";

export type Pick = { value: string; label: string; detail?: string; mark?: ReactNode };

type Props = {
  label: string;
  value: string;
  shown: ReactNode;
  picks: readonly Pick[] | undefined;
  onPick: (value: string) => void;
  search?: { value: string; onChange: (value: string) => void } | undefined;
  empty: string;
};

export function Picker({ label, value, shown, picks, onPick, search, empty }: Props) {
  const [open, setOpen] = useState(false);
  const take = (next: string) => {
    setOpen(false);
    if (next !== value) onPick(next);
  };
  return (
    <Popover
      label={label}
      open={open}
      onOpenChange={setOpen}
      align="start"
      width={340}
      trigger={
        <button type="button" className={styles.pick} aria-label={label}>
          {shown}
          <Icon name="upDown" size={14} />
        </button>
      }
    >
      <div ref={withArrows} className={styles.body}>
        {search && (
          <TextInput
            type="text"
            role="searchbox"
            icon="search"
            size="m"
            label="Find an endpoint"
            placeholder="Find an endpoint"
            value={search.value}
            onChange={search.onChange}
          />
        )}
        {picks === undefined && <Pulse lines={3} />}
        {picks?.length === 0 && <p className={styles.empty}>{empty}</p>}
        <ul className={styles.list}>
          {picks?.map((pick) => (
            <li key={pick.value}>
              <button
                type="button"
                className={styles.item}
                aria-current={pick.value === value}
                onClick={() => take(pick.value)}
              >
                <span className={styles.mark}>{pick.mark}</span>
                <span className={styles.words}>
                  <span>{pick.label}</span>
                  {pick.detail && <small>{pick.detail}</small>}
                </span>
                {pick.value === value && <Icon name="check" size={14} />}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Popover>
  );
}

/** Arrow keys move through the list from anywhere in the panel. */
function withArrows(body: HTMLElement | null): (() => void) | undefined {
  if (!body) return undefined;
  const onKey = (event: KeyboardEvent) => moveInList(event, body);
  body.addEventListener("keydown", onKey);
  return () => body.removeEventListener("keydown", onKey);
}

function moveInList(event: KeyboardEvent, body: HTMLElement): void {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const items = [...body.querySelectorAll<HTMLElement>("li > button")];
  if (items.length === 0) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = event.key === "ArrowDown" ? Math.min(at + 1, items.length - 1) : Math.max(at - 1, 0);
  items[to]?.focus();
}

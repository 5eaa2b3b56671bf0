// A field and a list over everything: type, move with the arrows, run with Enter. What can be found is the caller's matter;
// what is not allowed stays listed with its reason and does nothing.
import { Dialog as Base } from "@base-ui/react/dialog";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon, type IconName } from "./Icon";
import { Kbd, KeyHint } from "./KeyHint";
import styles from "./Palette.module.css";
import { Tag } from "./Tag";

export type PaletteItem = {
  id: string;
  title: string;
  run: () => void;
  icon?: IconName | undefined;
  mark?: ReactNode;
  detail?: string | undefined;
  keyHint?: string | undefined;
  hint?: string | undefined;
  disabledReason?: string | null | undefined;
  /** Places in the title that fit what was typed. */
  found?: readonly number[] | undefined;
};
export type PaletteGroup = { label: string; items: readonly PaletteItem[] };

type Props = {
  open: boolean;
  onClose: () => void;
  text: string;
  onText: (text: string) => void;
  groups: readonly PaletteGroup[];
  place?: string | undefined;
  note?: string | undefined;
};

export function Palette({ open, onClose, ...rest }: Props) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={styles.scrim} />
        <Base.Popup className={styles.palette} aria-label="Search or run">
          <Inside {...rest} onClose={onClose} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function Inside({ onClose, text, onText, groups, place, note }: Omit<Props, "open">) {
  const listId = useId();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const items = groups.flatMap((group) => group.items);
  const found = items.findIndex((item) => item.id === chosenId);
  const at = Math.max(found, 0);
  const chosen = items[at];

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever another line is chosen.
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [chosen?.id]);

  const run = (item: PaletteItem | undefined) => {
    if (!item || item.disabledReason) return;
    onClose();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0 && items.length > 0) {
      event.preventDefault();
      setChosenId(items[(at + step + items.length) % items.length]?.id ?? null);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      run(chosen);
    }
  };

  return (
    <>
      <div className={styles.top}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Search or run"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={chosen ? `${listId}-${chosen.id}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="A place, an endpoint or something to do"
          value={text}
          onChange={(event) => {
            setChosenId(null);
            onText(event.currentTarget.value);
          }}
          onKeyDown={onKeyDown}
        />
        {place && <Tag>{place}</Tag>}
        <Kbd>Esc</Kbd>
      </div>
      <div ref={list} id={listId} role="listbox" aria-label="Found" className={styles.list}>
        {groups.map((group) =>
          group.items.length === 0 ? null : (
            // biome-ignore lint/a11y/useSemanticElements: a group of options inside a list box, not of form fields.
            <div key={group.label} role="group" aria-label={group.label}>
              <p className={styles.group} aria-hidden="true">
                {group.label}
              </p>
              {group.items.map((item) => (
                <Line
                  key={item.id}
                  id={`${listId}-${item.id}`}
                  item={item}
                  chosen={item === chosen}
                  onPoint={() => setChosenId(item.id)}
                  onRun={() => run(item)}
                />
              ))}
            </div>
          ),
        )}
      </div>
      {items.length === 0 && (
        <p role="status" className={styles.none}>
          {note ?? "Nothing is called that."}
        </p>
      )}
      <footer className={styles.foot}>
        <span>
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> move
        </span>
        <span>
          <Kbd>↵</Kbd> open
        </span>
        {items.length > 0 && note && <span className={styles.note}>{note}</span>}
      </footer>
    </>
  );
}

type LineProps = { id: string; item: PaletteItem; chosen: boolean; onPoint: () => void; onRun: () => void };

function Line({ id, item, chosen, onPoint, onRun }: LineProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard, as a combobox does.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-disabled={item.disabledReason ? true : undefined}
      className={styles.line}
      onPointerMove={chosen ? undefined : onPoint}
      onClick={onRun}
    >
      {item.mark ?? (item.icon && <Icon name={item.icon} />)}
      <span className={styles.title}>
        <Found title={item.title} at={item.found} />
      </span>
      <span className={styles.detail}>{item.disabledReason ?? item.detail}</span>
      {item.disabledReason ? (
        <Icon name="lock" size={14} />
      ) : item.keyHint ? (
        <KeyHint keys={item.keyHint} />
      ) : (
        item.hint && <span className={styles.hint}>{item.hint}</span>
      )}
    </div>
  );
}

/** The title with what was found set apart; one text for who hears it. */
function Found({ title, at = [] }: { title: string; at?: readonly number[] | undefined }) {
  if (at.length === 0) return title;
  const places = new Set(at);
  const runs: { text: string; on: boolean; from: number }[] = [];
  Array.from(title).forEach((sign, from) => {
    const on = places.has(from);
    const last = runs.at(-1);
    if (last && last.on === on) last.text += sign;
    else runs.push({ text: sign, on, from });
  });
  return runs.map((run) => (run.on ? <b key={run.from}>{run.text}</b> : run.text));
}

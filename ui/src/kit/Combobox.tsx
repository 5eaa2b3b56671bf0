// Free text with suggestions: what is typed counts, the list only helps. For closed lists use Select.
import { Autocomplete as Base } from "@base-ui/react/autocomplete";
import styles from "./Combobox.module.css";
import { classes } from "./classes";
import { useControl } from "./fieldContext";
import { Icon } from "./Icon";
import list from "./list.module.css";

export type Suggestion = {
  value: string;
  label?: string | undefined;
  detail?: string | undefined;
  group?: string | undefined;
};

type Props = {
  value: string;
  onChange: (value: string) => void;
  suggestions: readonly Suggestion[];
  placeholder?: string | undefined;
  mono?: boolean | undefined;
  size?: "m" | "l" | undefined;
  label?: string | undefined;
  emptyText?: string | undefined;
  onBlur?: (() => void) | undefined;
  className?: string | undefined;
};

export function Combobox({
  value,
  onChange,
  suggestions,
  placeholder,
  mono,
  size = "l",
  label,
  emptyText,
  onBlur,
  className,
}: Props) {
  const control = useControl({ label });
  const groups = grouped(suggestions, value);
  return (
    <Base.Root
      items={suggestions.map((one) => one.value)}
      value={value}
      mode="none"
      openOnInputClick
      onValueChange={(next) => onChange(next)}
    >
      <Base.InputGroup
        className={classes(styles.box, size === "m" && styles.m, mono && styles.mono, className)}
        data-wrong={control["aria-invalid"] || undefined}
      >
        <Base.Input
          {...control}
          placeholder={placeholder}
          spellCheck={false}
          autoCapitalize="off"
          onBlur={onBlur}
        />
        <Base.Trigger className={styles.mark} aria-label="Show suggestions" tabIndex={-1}>
          <Icon name="upDown" size={14} />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner className={list.positioner} sideOffset={4} align="start">
          <Base.Popup
            className={list.popup}
            data-hollow={groups.length === 0 && !emptyText ? true : undefined}
          >
            {groups.length === 0 && <p className={list.empty}>{emptyText}</p>}
            <Base.List>
              {groups.map(([group, items]) => (
                <Base.Group key={group}>
                  {group !== "" && <Base.GroupLabel className={list.group}>{group}</Base.GroupLabel>}
                  {items.map((one) => (
                    <Base.Item key={one.value} value={one.value} className={list.item}>
                      <span className={list.words}>
                        <span className={mono ? styles.name : undefined}>{one.label ?? one.value}</span>
                        {one.detail && <span className={list.detail}>{one.detail}</span>}
                      </span>
                    </Base.Item>
                  ))}
                </Base.Group>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** What matches, in groups, in the order given. A text that is exactly a suggestion still shows them all, to change one's mind. */
function grouped(all: readonly Suggestion[], text: string): [string, Suggestion[]][] {
  const typed = text.trim().toLowerCase();
  const exact = all.some((one) => one.value.toLowerCase() === typed);
  const groups = new Map<string, Suggestion[]>();
  for (const one of all) {
    const words = `${one.value} ${one.label ?? ""} ${one.detail ?? ""}`.toLowerCase();
    if (typed !== "" && !exact && !words.includes(typed)) continue;
    const group = groups.get(one.group ?? "");
    if (group) group.push(one);
    else groups.set(one.group ?? "", [one]);
  }
  return [...groups];
}

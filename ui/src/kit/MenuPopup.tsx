// A menu that is open or has been: its button, its box and its items. Only Menu.tsx uses it, and loads it when one is wanted.
import { Menu as Base } from "@base-ui/react/menu";
import { useRef } from "react";
import { classes } from "./classes";
import { chosenFrom } from "./focusBack";
import { Icon } from "./Icon";
import { KeyHint } from "./KeyHint";
import list from "./list.module.css";
import { type MenuGroupProps, type MenuItemProps, MenuParts, type MenuProps } from "./menuParts";

const PARTS = { Item, Separator, Group };

/** It appears because its button was pressed, so it begins open. */
export function MenuPopup({ trigger, children, align = "end", side = "bottom", width }: MenuProps) {
  const button = useRef<HTMLButtonElement | null>(null);
  return (
    <Base.Root modal={false} defaultOpen>
      <Base.Trigger ref={button} render={trigger} />
      <Base.Portal>
        <Base.Positioner className={list.positioner} align={align} side={side} sideOffset={4}>
          <Base.Popup
            className={list.popup}
            style={width === undefined ? undefined : { width }}
            onClickCapture={() => chosenFrom(button.current)}
          >
            <MenuParts value={PARTS}>{children}</MenuParts>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Item({
  children,
  onSelect,
  icon,
  danger,
  keyHint,
  disabledReason,
  current,
  className,
}: MenuItemProps) {
  return (
    <Base.Item
      className={classes(list.item, danger && list.danger, className)}
      disabled={Boolean(disabledReason)}
      aria-current={current || undefined}
      data-selected={current || undefined}
      onClick={onSelect}
    >
      {icon && <Icon name={icon} size={14} />}
      <span className={list.words}>
        <span>{children}</span>
        {disabledReason && <span className={list.detail}>{disabledReason}</span>}
      </span>
      {keyHint && (
        <span className={list.keys} aria-hidden="true">
          <KeyHint keys={keyHint} />
        </span>
      )}
    </Base.Item>
  );
}

function Separator() {
  return <Base.Separator className={list.separator} />;
}

function Group({ label, children }: MenuGroupProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className={list.group}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

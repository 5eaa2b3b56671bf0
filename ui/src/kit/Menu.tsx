// Acts behind one button. What is not allowed stays listed with its reason.
import { Menu as Base } from "@base-ui/react/menu";
import type { ReactElement, ReactNode } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";
import { KeyHint } from "./KeyHint";
import list from "./list.module.css";

type Props = {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end" | undefined;
  side?: "top" | "bottom" | undefined;
  width?: number | undefined;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
};

export function Menu({
  trigger,
  children,
  align = "end",
  side = "bottom",
  width,
  open,
  onOpenChange,
}: Props) {
  const control = open === undefined ? {} : { open };
  return (
    <Base.Root {...control} modal={false} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner className={list.positioner} align={align} side={side} sideOffset={4}>
          <Base.Popup className={list.popup} style={width === undefined ? undefined : { width }}>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type ItemProps = {
  children: ReactNode;
  onSelect: () => void;
  icon?: IconName | undefined;
  danger?: boolean | undefined;
  keyHint?: string | string[] | undefined;
  disabledReason?: string | null | undefined;
  current?: boolean | undefined;
  className?: string | undefined;
};

export function MenuItem({
  children,
  onSelect,
  icon,
  danger,
  keyHint,
  disabledReason,
  current,
  className,
}: ItemProps) {
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

export function MenuSeparator() {
  return <Base.Separator className={list.separator} />;
}

export function MenuGroup({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className={list.group}>{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

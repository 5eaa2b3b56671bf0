// What Menu.tsx, which is always there, and MenuPopup.tsx, which is loaded when a menu is wanted, know of each other.
import { type ComponentType, createContext, type ReactElement, type ReactNode } from "react";
import type { IconName } from "./Icon";

export type MenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end" | undefined;
  side?: "top" | "bottom" | undefined;
  width?: number | undefined;
};

export type MenuItemProps = {
  children: ReactNode;
  onSelect: () => void;
  icon?: IconName | undefined;
  danger?: boolean | undefined;
  keyHint?: string | string[] | undefined;
  disabledReason?: string | null | undefined;
  current?: boolean | undefined;
  className?: string | undefined;
};

export type MenuGroupProps = { label: string; children: ReactNode };

/** The parts of an open menu; they come with it. */
export const MenuParts = createContext<{
  Item: ComponentType<MenuItemProps>;
  Separator: ComponentType;
  Group: ComponentType<MenuGroupProps>;
} | null>(null);

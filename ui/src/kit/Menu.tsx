// Acts behind one button. What is not allowed stays listed with its reason. The menu itself is loaded when the button is
// pointed at or focused, and stands there from the first press on.
import {
  type ComponentType,
  cloneElement,
  createContext,
  type KeyboardEvent,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  use,
  useState,
} from "react";
import type { IconName } from "./Icon";

const load = () => import("./MenuPopup");
const Popup = lazy(() => load().then((loaded) => ({ default: loaded.MenuPopup })));

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

type Heard = {
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  onClick?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
};

export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const trigger = cloneElement(props.trigger as ReactElement<Heard>, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
    onKeyDown: (event) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(true);
    },
  });
  if (!wanted) return trigger;
  return (
    <Suspense fallback={trigger}>
      <Popup {...props} />
    </Suspense>
  );
}

export function MenuItem(props: MenuItemProps) {
  const parts = use(MenuParts);
  return parts && <parts.Item {...props} />;
}

export function MenuSeparator() {
  const parts = use(MenuParts);
  return parts && <parts.Separator />;
}

export function MenuGroup(props: MenuGroupProps) {
  const parts = use(MenuParts);
  return parts && <parts.Group {...props} />;
}

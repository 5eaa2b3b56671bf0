// Acts behind one button. What is not allowed stays listed with its reason. The menu itself is loaded when the button is
// pointed at or focused, and stands there from the first press on.
import { cloneElement, type KeyboardEvent, lazy, type ReactElement, Suspense, use, useState } from "react";
import { type MenuGroupProps, type MenuItemProps, MenuParts, type MenuProps } from "./menuParts";

const load = () => import("./MenuPopup");
const Popup = lazy(() => load().then((loaded) => ({ default: loaded.MenuPopup })));

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

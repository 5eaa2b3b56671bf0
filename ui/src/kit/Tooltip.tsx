// Words that appear beside what is pointed at or focused. They add to a name and never are the only one. What draws them is
// loaded when the first one is wanted: every icon button has one, and the first screen is full of icon buttons.
import {
  cloneElement,
  type FocusEvent,
  lazy,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
  useState,
} from "react";

const Popup = lazy(() => import("./TooltipPopup").then((loaded) => ({ default: loaded.TooltipPopup })));

export type TooltipSide = "top" | "bottom" | "left" | "right";

type Heard = {
  onPointerEnter?: (event: PointerEvent) => void;
  onPointerLeave?: (event: PointerEvent) => void;
  onPointerDown?: (event: PointerEvent) => void;
  onFocus?: (event: FocusEvent) => void;
  onBlur?: (event: FocusEvent) => void;
};

type Props = { text: ReactNode; children: ReactElement; side?: TooltipSide | undefined };

const REST_MS = 450;
/** Long enough to get from the thing to its words with the pointer. */
const LEAVE_MS = 120;

export function Tooltip({ text, children, side = "bottom" }: Props) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const soon = (next: Element | null, wait: number): void => {
    clearTimeout(timer.current);
    if (wait === 0) setAnchor(next);
    else timer.current = setTimeout(() => setAnchor(next), wait);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const given = children.props as Heard;
  const heard: Heard = {
    onPointerEnter: (event) => {
      given.onPointerEnter?.(event);
      if (event.pointerType !== "touch") soon(event.currentTarget, anchor ? 0 : REST_MS);
    },
    onPointerLeave: (event) => {
      given.onPointerLeave?.(event);
      soon(null, LEAVE_MS);
    },
    onPointerDown: (event) => {
      given.onPointerDown?.(event);
      soon(null, 0);
    },
    onFocus: (event) => {
      given.onFocus?.(event);
      if (event.currentTarget.matches(":focus-visible")) soon(event.currentTarget, 0);
    },
    onBlur: (event) => {
      given.onBlur?.(event);
      soon(null, 0);
    },
  };
  return (
    <>
      {cloneElement(children as ReactElement<Heard>, heard)}
      {anchor && (
        <Suspense fallback={null}>
          <Popup
            anchor={anchor}
            side={side}
            onStay={() => soon(anchor, 0)}
            onLeave={() => soon(null, LEAVE_MS)}
            onClose={() => soon(null, 0)}
          >
            {text}
          </Popup>
        </Suspense>
      )}
    </>
  );
}

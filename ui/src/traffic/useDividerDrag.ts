// Dragging a divider. Pointers report up to 125 times a second and more, so a move only notes where the pointer is; once a
// frame the new split is painted straight into CSS custom properties and text; React hears of it a few times a second.
// The split is handed over once, on release. Esc and a lost pointer put everything back. Used by SplitBar only.
import {
  type PointerEvent as ReactPointerEvent,
  startTransition,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
} from "react";
import { flushSync } from "react-dom";
import { pick } from "./bar";
import { type Divider, dividers, moveDivider, snapShare } from "./divider";
import type { Split } from "./model";

type Drag = {
  divider: Divider;
  base: Split;
  shown: Split;
  pointer: number;
  upright: boolean;
  start: number;
  length: number;
  grip: number;
  at: number;
  free: boolean;
  frame: number;
  telling: number;
};

type Options = {
  split: Split;
  upright: boolean;
  /** How large what can be grabbed is, in pixels. */
  hit: number;
  enabled: boolean;
  paint: (split: Split) => void;
  onGrab: (divider: Divider) => void;
  onPreview: (split: Split | null) => void;
  onDrop: (left: string, position: number) => void;
  onFixed: (divider: Divider) => void;
};

/** How far the words and the table may lag behind the bar during a drag. */
const TELL_MS = 80;

export function useDividerDrag(options: Options) {
  const latest = useRef(options);
  const drag = useRef<Drag | null>(null);
  useLayoutEffect(() => {
    latest.current = options;
    // A low-priority render may bring an older position than the one painted last.
    if (drag.current) options.paint(drag.current.shown);
  });

  const tell = useCallback(() => {
    const now = drag.current;
    if (!now) return;
    now.telling = 0;
    startTransition(() => latest.current.onPreview(now.shown));
  }, []);

  const follow = useCallback(() => {
    const now = drag.current;
    if (!now) return;
    now.frame = 0;
    const position = ((now.at - now.grip - now.start) / now.length) * 100;
    const outcome = moveDivider(
      now.base,
      now.divider.left,
      snapShare(now.base, now.divider, position, now.free),
    );
    if (!outcome.ok || percents(outcome.split) === percents(now.shown)) return;
    now.shown = outcome.split;
    latest.current.paint(outcome.split);
    // The words and the table may lag a little: repainting them with every frame would make the bar wait.
    if (now.telling === 0) now.telling = window.setTimeout(tell, TELL_MS);
  }, [tell]);

  const end = useCallback(
    (keep: boolean) => {
      const now = drag.current;
      if (!now) return;
      cancelAnimationFrame(now.frame);
      if (keep) follow();
      drag.current = null;
      window.clearTimeout(now.telling);
      const moved = dividers(now.shown).find((one) => one.left === now.divider.left);
      if (!keep) latest.current.paint(now.base);
      latest.current.onPreview(null);
      if (keep && moved && moved.now !== now.divider.now) latest.current.onDrop(now.divider.left, moved.now);
    },
    [follow],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !drag.current) return;
      event.preventDefault();
      event.stopPropagation();
      end(false);
    };
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      if (drag.current) cancelAnimationFrame(drag.current.frame);
    };
  }, [end]);

  const onPointerDown = (event: ReactPointerEvent<HTMLElement>) => {
    // A number that is still being typed counts before the drag begins, not in the middle of it.
    const field = document.activeElement;
    if (field instanceof HTMLInputElement) flushSync(() => field.blur());
    const { split, upright, hit, enabled, onFixed, onGrab } = latest.current;
    if (!enabled || event.button !== 0 || drag.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [start, length, at] = upright
      ? [box.top, box.height, event.clientY]
      : [box.left, box.width, event.clientX];
    const across = upright ? (event.clientX - box.left) / box.width : (event.clientY - box.top) / box.height;
    const all = dividers(split);
    const places = all.map((one) => (one.now / 100) * length);
    const divider = all[pick(places, at - start, across, hit) ?? -1];
    if (!divider) return;
    event.preventDefault();
    onGrab(divider);
    if (divider.fixed) return onFixed(divider);
    event.currentTarget.setPointerCapture?.(event.pointerId);
    const grip = at - start - (divider.now / 100) * length;
    drag.current = {
      divider,
      base: split,
      shown: split,
      pointer: event.pointerId,
      upright,
      start,
      length: Math.max(1, length),
      grip,
      at,
      free: event.altKey,
      frame: 0,
      telling: 0,
    };
  };

  const onPointerMove = (event: ReactPointerEvent<HTMLElement>) => {
    const now = drag.current;
    if (!now || event.pointerId !== now.pointer) return;
    now.at = now.upright ? event.clientY : event.clientX;
    now.free = event.altKey;
    if (now.frame === 0) now.frame = requestAnimationFrame(follow);
  };

  const isOurs = (event: ReactPointerEvent<HTMLElement>) => drag.current?.pointer === event.pointerId;
  return {
    onPointerDown,
    onPointerMove,
    onPointerUp: (event: ReactPointerEvent<HTMLElement>) => {
      if (isOurs(event)) end(true);
    },
    onPointerCancel: (event: ReactPointerEvent<HTMLElement>) => {
      if (isOurs(event)) end(false);
    },
    onLostPointerCapture: (event: ReactPointerEvent<HTMLElement>) => {
      if (isOurs(event)) end(false);
    },
  };
}

function percents(split: Split): string {
  return split.map((share) => share.percent).join();
}

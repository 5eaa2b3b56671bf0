// Keeps a scrolling box at its end while its content grows, until the person scrolls up; then leaves it alone until they
// come back down or ask for the newest.
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const NEAR = 32;

export type Stick = { away: boolean; toEnd: () => void };

type How = {
  /** Another content is shown when this changes. */
  key: string;
  /** True when the content ends with the newest; otherwise there is more below, and nothing is followed. */
  whole: boolean;
  /** Begin at the end; otherwise where the page scrolls to by itself. */
  fromEnd: boolean;
};

/** `box` scrolls, `content` is the one element inside it that grows. */
export function useStick(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  { key, whole, fromEnd }: How,
): Stick {
  const follows = useRef(fromEnd);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    follows.current = true;
    setAway(false);
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [box]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation begins at its end.
  useEffect(() => {
    if (fromEnd) toEnd();
  }, [toEnd, key]);

  useEffect(() => {
    const element = box.current;
    const inner = content.current;
    if (!element || !inner) return;
    let before = element.scrollTop;
    const onScroll = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      const movedUp = element.scrollTop < before - 1;
      before = element.scrollTop;
      if (whole && left <= NEAR && !movedUp) follows.current = true;
      else if (movedUp && left > 2) follows.current = false;
      setAway(!whole || (!follows.current && left > NEAR));
    };
    if (!whole) follows.current = false;
    const observer = new ResizeObserver(() => {
      if (!follows.current) return onScroll();
      element.scrollTop = element.scrollHeight;
      before = element.scrollTop;
    });
    observer.observe(inner);
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [box, content, whole]);

  return { away, toEnd };
}

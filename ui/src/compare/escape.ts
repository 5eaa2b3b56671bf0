// Escape stops what runs, wherever the focus is, except in a layer above the page, which it closes.
import { useEffect, useRef } from "react";

export function useEscape(when: boolean, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    if (!when) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      const inLayer = '[role="dialog"], [role="menu"], [role="listbox"]';
      if (event.target instanceof Element && event.target.closest(inLayer)) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [when]);
}

// Where the keyboard goes when a dialog is closed that was opened from a menu: to the menu's button. The entry it was chosen with
// is gone by then, and whoever is left on the page's body has lost their place. Used by Dialog, Drawer and MenuPopup.
import { useLayoutEffect, useRef } from "react";

/** What opens this long after an entry was chosen was opened by it; parts of the app are loaded first. */
const SOON_MS = 1_000;

let chosen: { button: HTMLElement; at: number } | null = null;

/** An entry of the menu of this button was chosen. */
export function chosenFrom(button: HTMLElement | null): void {
  chosen = button && { button, at: performance.now() };
}

function openedFrom(): HTMLElement | null {
  const last = chosen;
  // Only the first one that opens was meant.
  chosen = null;
  if (last === null || performance.now() - last.at > SOON_MS) return null;
  const now = document.activeElement;
  // Whoever has gone on to another button since has opened it with that one.
  const stayed = now === null || now === document.body || now === last.button || now.closest("[role=menu]");
  return stayed ? last.button : null;
}

/** For `finalFocus`: the menu's button, or where the keyboard was before. */
export function useFocusBack(open: boolean): () => HTMLElement | true {
  const from = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (open) from.current = openedFrom();
  }, [open]);
  return () => (from.current?.isConnected ? from.current : true);
}

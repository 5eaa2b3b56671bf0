// What the Enter key does in the message box: it sends, or makes a new line and Ctrl+Enter sends. Kept on this computer.
import { useSyncExternalStore } from "react";

const KEY = "gatewright.chat.enter";
const listeners = new Set<() => void>();

function sends(): boolean {
  try {
    return localStorage.getItem(KEY) !== "newLine";
  } catch {
    return true;
  }
}

export function setEnterSends(on: boolean): void {
  try {
    localStorage.setItem(KEY, on ? "sends" : "newLine");
  } catch {
    // Without a store the choice lasts as long as nothing: Enter goes on sending.
  }
  for (const listener of listeners) listener();
}

export function useEnterSends(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, sends);
}

// Whether this computer can be touched: then what is grabbed is larger (stylesheets ask the same question).
import { useSyncExternalStore } from "react";

const QUERY = "(any-pointer: coarse)";

export function useTouch(): boolean {
  return useSyncExternalStore(listen, read);
}

function read(): boolean {
  return window.matchMedia?.(QUERY).matches ?? false;
}

function listen(changed: () => void): () => void {
  const media = window.matchMedia?.(QUERY);
  media?.addEventListener("change", changed);
  return () => media?.removeEventListener("change", changed);
}

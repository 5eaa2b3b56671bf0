// Keys that act in the whole window. A room says useKey("n", …) and the last one mounted wins. Single letters and
// sequences never fire while a text field or an open layer has the focus; keys with Ctrl (⌘ on macOS) always do.
import { useEffect, useRef } from "react";

type Handler = (event: KeyboardEvent) => void;

const MAC = /Mac/.test(navigator.userAgent);
const SEQUENCE_MS = 1_000;
const bound = new Map<string, Handler[]>();
let started: { key: string; at: number } | null = null;

/** ground: yields to any other handler of the same keys, whatever came first. The frame binds so. */
export type KeyOptions = { when?: boolean; ground?: boolean };

/**
 * "n", "/", "escape", "g e" (one after the other), "mod+k", "ctrl+enter", "mod+shift+z". `mod` and `ctrl` both mean
 * ⌘ on macOS.
 */
export function useKey(
  keys: string,
  handler: Handler,
  { when = true, ground = false }: KeyOptions = {},
): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  }, [handler]);
  useEffect(() => {
    if (!when) return;
    return bind(keys, (event) => latest.current(event), ground);
  }, [keys, when, ground]);
}

/** Binds outside of React. Returns the way to unbind. */
export function bind(keys: string, handler: Handler, ground = false): () => void {
  const name = normal(keys);
  if (bound.size === 0) window.addEventListener("keydown", onKeyDown);
  const others = bound.get(name) ?? [];
  bound.set(name, ground ? [handler, ...others] : [...others, handler]);
  return () => {
    const left = (bound.get(name) ?? []).filter((each) => each !== handler);
    if (left.length > 0) bound.set(name, left);
    else bound.delete(name);
    if (bound.size === 0) window.removeEventListener("keydown", onKeyDown);
  };
}

function normal(keys: string): string {
  return keys.toLowerCase().replace(/ctrl\+|cmd\+/g, "mod+");
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  if (name === null) return;
  const plain = !name.startsWith("mod+") && !name.startsWith("alt+");
  if (plain && takesKeys(event.target)) {
    started = null;
    return;
  }
  const whole = started && event.timeStamp - started.at < SEQUENCE_MS ? `${started.key} ${name}` : name;
  started = null;
  const handlers = bound.get(whole) ?? bound.get(name);
  const handler = handlers?.[handlers.length - 1];
  if (handler) {
    event.preventDefault();
    handler(event);
  } else if (plain && [...bound.keys()].some((keys) => keys.startsWith(`${name} `))) {
    started = { key: name, at: event.timeStamp };
  }
}

function nameOf(event: KeyboardEvent): string | null {
  const key = event.key.toLowerCase();
  if (key === "control" || key === "meta" || key === "shift" || key === "alt") return null;
  const mod = MAC ? event.metaKey : event.ctrlKey;
  if (MAC ? event.ctrlKey : event.metaKey) return null;
  // Shift is part of a sign ("?", "/" on some keyboards); it is named only for letters and keys without a sign.
  const shift = event.shiftKey && (key.length > 1 || /[a-z]/.test(key)) && (mod || key.length > 1);
  return `${mod ? "mod+" : ""}${event.altKey ? "alt+" : ""}${shift ? "shift+" : ""}${key}`;
}

const NO_TEXT = new Set(["checkbox", "radio", "range", "button", "submit", "reset", "file", "color"]);

function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target instanceof HTMLInputElement) return !NO_TEXT.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  return target.closest('[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]') !== null;
}

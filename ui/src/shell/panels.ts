// Which of the shell's panels is open over the page: the doctor, what one may do here, the message that asks for a right,
// the sheet of shortcuts, the question before a reset.
// Opened from anywhere; each is drawn by Panels.tsx, which is loaded with the first of them.
import { useSyncExternalStore } from "react";
import type { AccessAbout, DoctorTarget } from "../ipc/bindings";

export type Panel =
  | { kind: "doctor"; target: DoctorTarget }
  | { kind: "access" }
  | { kind: "ask"; about: AccessAbout; before: Panel | null }
  | { kind: "shortcuts" }
  | { kind: "reset" }
  | { kind: "import" }
  | { kind: "passport"; text: string };

let now: Panel | null = null;
const listeners = new Set<() => void>();

function show(next: Panel | null): void {
  now = next;
  for (const listener of listeners) listener();
}

export function openDoctor(target: DoctorTarget): void {
  show({ kind: "doctor", target });
}

export function openAccess(): void {
  show({ kind: "access" });
}

export function openShortcuts(): void {
  show({ kind: "shortcuts" });
}

/** The question before the sandbox is put back. */
export function openReset(): void {
  show({ kind: "reset" });
}

/** A draft out of a text: JSON, bundle, what another endpoint was handed off as. */
export function openImport(): void {
  show({ kind: "import" });
}

/** A file that leads to somebody's endpoint. */
export function openPassport(text = ""): void {
  show({ kind: "passport", text });
}

/** The message that asks for a right; closing it leads back to the panel it was opened from. */
export function askForAccess(about: AccessAbout): void {
  show({ kind: "ask", about, before: now?.kind === "access" ? now : null });
}

export function closePanel(): void {
  show(now?.kind === "ask" ? now.before : null);
}

/** Another workspace is open: what was said of the one before is no longer true. */
export function closeAllPanels(): void {
  if (now) show(null);
}

export function usePanel(): Panel | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}

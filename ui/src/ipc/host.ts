// What the window asks of the desktop besides the commands: streams and the clipboard. With bindings.ts the only place
// that names @tauri-apps. Opening links is a command (appOpenLink), because the core checks the scheme.
import { Channel } from "@tauri-apps/api/core";

/** A stream the core writes into while a command runs. */
export function channel<T>(onMessage: (message: T) => void): Channel<T> {
  const stream = new Channel<T>();
  stream.onmessage = onMessage;
  return stream;
}

/** Puts text on the clipboard. False when the desktop refused. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughSelection(text);
  }
}

// WebKitGTK refuses the clipboard interface when the window lacks focus for a moment; the older way still works then.
function copyThroughSelection(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return done;
}

// What the window asks of the desktop besides the commands: streams. With bindings.ts the only place that names
// @tauri-apps. Opening links is a command (appOpenLink), because the core checks the scheme; copying is kit/clipboard.ts.
import { Channel } from "@tauri-apps/api/core";

/** A stream the core writes into while a command runs. */
export function channel<T>(onMessage: (message: T) => void): Channel<T> {
  const stream = new Channel<T>();
  stream.onmessage = onMessage;
  return stream;
}

// Which theme is drawn: the system's, unless the person chose one. Kept a second time in the browser's storage, so that
// public/first-paint.js can set it before the first frame. The truth is in the core's settings.
import type { Theme } from "../ipc/bindings";

const KEY = "gatewright.theme";

export function showTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the next start shows the system's theme for one frame.
  }
}

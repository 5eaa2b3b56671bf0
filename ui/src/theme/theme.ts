// How the window looks: theme, text size, motion, as attributes of <html> that tokens.css and reset.css answer to. The
// theme is kept a second time in the browser's storage, so that public/first-paint.js can set it before the first frame.
// The truth is in the core's settings.
import type { Motion, TextSize, Theme } from "../ipc/bindings";

const KEY = "gatewright.theme";

export type Looks = {
  theme?: Theme | undefined;
  textSize?: TextSize | undefined;
  motion?: Motion | undefined;
};

export function showTheme(theme: Theme): void {
  set("theme", theme === "system" ? null : theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the next start shows the system's theme for one frame.
  }
}

export function showLooks({ theme = "system", textSize = "normal", motion = "system" }: Looks): void {
  showTheme(theme);
  set("textSize", textSize === "normal" ? null : textSize);
  set("motion", motion === "reduced" ? "reduced" : null);
}

function set(name: "theme" | "textSize" | "motion", value: string | null): void {
  const root = document.documentElement;
  if (value === null) delete root.dataset[name];
  else root.dataset[name] = value;
}

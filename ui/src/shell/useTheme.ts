// Draws the theme the settings name, as soon as they are known and whenever they change.
import { useEffect } from "react";
import type { Theme } from "../ipc/bindings";
import { showTheme } from "../theme/theme";

export function useTheme(theme: Theme | undefined): void {
  useEffect(() => {
    if (theme !== undefined) showTheme(theme);
  }, [theme]);
}

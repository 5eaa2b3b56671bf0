// Draws theme, text size and motion as the settings name them, as soon as they are known and whenever they change.
import { useEffect } from "react";
import type { Settings } from "../ipc/bindings";
import { showLooks } from "../theme/theme";

export function useLooks(settings: Settings | undefined): void {
  useEffect(() => {
    if (settings !== undefined) showLooks(settings);
  }, [settings]);
}

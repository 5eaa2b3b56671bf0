// Changes the theme: drawn at once, kept by the core, taken back when the core could not keep it.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type AppInfo, commands, type Theme } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { useToast } from "../kit/Toast";
import { showTheme } from "../theme/theme";
import { appKeys } from "./current";
import { failureWords } from "./said";

export function useSaveTheme() {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (theme: Theme) => {
      const info = client.getQueryData<AppInfo>(appKeys.info);
      showTheme(theme);
      return unwrap(commands.appSaveSettings({ ...info?.settings, theme }));
    },
    onSuccess: (settings) =>
      client.setQueryData(appKeys.info, (info: AppInfo | undefined) => (info ? { ...info, settings } : info)),
    onError: (error) => {
      showTheme(client.getQueryData<AppInfo>(appKeys.info)?.settings.theme ?? "system");
      toast(failureWords(error));
    },
  });
}

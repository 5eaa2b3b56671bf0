// Changes some of the settings: looks are drawn at once, kept by the core, and taken back when it could not keep them.
// What is not named stays as it is.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type AppInfo, commands, type SettingsChange } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { useToast } from "../kit/Toast";
import { showLooks } from "../theme/theme";
import { appKeys } from "./current";
import { failureWords } from "./said";

/** quiet: the failure is shown where it was typed. */
export function useSaveSettings({ quiet = false }: { quiet?: boolean } = {}) {
  const client = useQueryClient();
  const toast = useToast();
  const kept = () => client.getQueryData<AppInfo>(appKeys.info)?.settings;
  return useMutation({
    mutationFn: (change: SettingsChange) => {
      showLooks({ ...kept(), ...given(change) });
      return unwrap(commands.appSaveSettings(change), { quiet });
    },
    onSuccess: (settings, change) => {
      client.setQueryData(appKeys.info, (info: AppInfo | undefined) => (info ? { ...info, settings } : info));
      // The proxy in use and the certificate file's state are found out anew.
      const network = change.proxy !== undefined || change.caFile !== undefined;
      if (network) void client.invalidateQueries({ queryKey: appKeys.info });
    },
    onError: (error) => {
      showLooks(kept() ?? {});
      if (!quiet) toast(failureWords(error));
    },
  });
}

function given({ theme, motion, textSize }: SettingsChange) {
  return {
    ...(theme ? { theme } : {}),
    ...(motion ? { motion } : {}),
    ...(textSize ? { textSize } : {}),
  };
}

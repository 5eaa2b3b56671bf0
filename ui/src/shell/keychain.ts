// The state of the keychain in words, and looking at it once more. Shown by Connect, Settings and the status bar.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type AppInfo, commands, type Keychain, type KeychainState } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { appKeys } from "./current";

export const KEYCHAIN_WORDS: Record<KeychainState, string> = {
  ok: "Keychain unlocked",
  locked: "Keychain is locked",
  missing: "No keychain",
  notAnswering: "Keychain does not answer",
  notChecked: "Keychain not checked",
};

/** Looks at the keychain once more; the answer replaces what the app knew. */
export function useCheckKeychain() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(commands.appCheckKeychain()),
    onSuccess: (keychain: Keychain) =>
      client.setQueryData(appKeys.info, (info: AppInfo | undefined) => (info ? { ...info, keychain } : info)),
  });
}

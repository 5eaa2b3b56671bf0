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
export const useCheckKeychain = () => useKeychain(() => unwrap(commands.appCheckKeychain()));

/** Has the system ask the person to unlock it, which may take as long as a person takes. */
export const useUnlockKeychain = () => useKeychain(() => unwrap(commands.appUnlockKeychain()));

function useKeychain(ask: () => Promise<Keychain>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: (keychain: Keychain) =>
      client.setQueryData(appKeys.info, (info: AppInfo | undefined) => (info ? { ...info, keychain } : info)),
  });
}

// Whether the sign-in of the open workspace still holds, and whether the person is being asked for a new one. Set by any
// failed command, shown as a banner by the frame; pages stay as they are meanwhile.
import { useSyncExternalStore } from "react";

export type Session = {
  signedOut: boolean;
  /** The workspace a new token is being asked for. */
  asking: string | null;
};

let now: Session = { signedOut: false, asking: null };
const listeners = new Set<() => void>();

function change(next: Partial<Session>): void {
  now = { ...now, ...next };
  for (const listener of listeners) listener();
}

export function markSignedOut(): void {
  if (!now.signedOut) change({ signedOut: true });
}

export function askSignIn(workspaceId: string): void {
  change({ asking: workspaceId });
}

export function stopAsking(): void {
  change({ asking: null });
}

/** A sign-in worked, or another workspace is open. */
export function signInSettled(): void {
  change({ signedOut: false, asking: null });
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}

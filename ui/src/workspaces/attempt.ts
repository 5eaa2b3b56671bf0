// One try to sign in: its name, how far it has come, and stopping it. The core tells; leaving the page stops the try, so
// that no browser comes back to a window that no longer waits.
import { useCallback, useEffect, useRef, useState } from "react";
import { commands, type SignInProgress } from "../ipc/bindings";
import { channel } from "../ipc/host";

export type Standing = { progress: SignInProgress | null; url: string | null };
const NOWHERE: Standing = { progress: null, url: null };

export function useAttempt() {
  const [standing, setStanding] = useState<Standing>(NOWHERE);
  const current = useRef<string | null>(null);
  const stopped = useRef(false);

  const begin = useCallback(() => {
    const attempt = crypto.randomUUID();
    current.current = attempt;
    stopped.current = false;
    setStanding(NOWHERE);
    const told = channel<SignInProgress>((progress) => {
      if (current.current !== attempt) return;
      // The address stays usable until the answer has come back.
      setStanding((before) => ({ progress, url: "url" in progress ? progress.url : before.url }));
    });
    return { attempt, told };
  }, []);

  const end = useCallback(() => {
    current.current = null;
    setStanding(NOWHERE);
  }, []);

  const cancel = useCallback(() => {
    if (current.current === null) return;
    stopped.current = true;
    void commands.workspacesCancelSignIn(current.current);
  }, []);

  useEffect(
    () => () => {
      const left = current.current;
      current.current = null;
      if (left !== null) void commands.workspacesCancelSignIn(left);
    },
    [],
  );

  /** Whether the last try ended because the person stopped it: then there is nothing to explain. */
  const wasStopped = useCallback(() => stopped.current, []);
  return { standing, begin, end, cancel, wasStopped };
}

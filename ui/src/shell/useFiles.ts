// Files that come to the window from outside: a passport dropped anywhere, and the one the app was started with. Places that
// take files of their own (a chat its pictures) keep what is dropped on them.
import { useEffect } from "react";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { useToast } from "../kit/Toast";
import { openPassport } from "./panels";
import { failureWords } from "./said";

/** More than any passport has. */
const LARGEST_PASSPORT = 262_144;
/** The first screen comes before what the app was started with. */
const AFTER_THE_FIRST_SCREEN = 300;

export function useFiles(): void {
  const toast = useToast();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; a message is said by whatever shows messages then.
  useEffect(() => {
    const ask = () => {
      unwrap(commands.passportWaiting(), { quiet: true }).then(
        (text) => text !== null && openPassport(text),
        (error: unknown) => toast(failureWords(error)),
      );
    };
    const first = setTimeout(ask, AFTER_THE_FIRST_SCREEN);
    window.addEventListener("focus", ask);
    return () => {
      clearTimeout(first);
      window.removeEventListener("focus", ask);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.defaultPrevented && event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0];
      if (event.defaultPrevented || !file) return;
      event.preventDefault();
      if (file.name.endsWith(".json") && file.size <= LARGEST_PASSPORT) void file.text().then(openPassport);
      else toast({ tone: "info", title: `${file.name} can’t be opened here. ${WHAT_CAN}` });
    };
    window.addEventListener("dragover", over);
    window.addEventListener("drop", drop);
    return () => {
      window.removeEventListener("dragover", over);
      window.removeEventListener("drop", drop);
    };
  }, []);
}

const WHAT_CAN =
  "A passport can be dropped anywhere, a picture on a chat. Endpoints are brought in with “Import”.";

// How a link of an answer is opened: the core checks the scheme again and hands it to the system's browser.
import { commands } from "../../ipc/bindings";
import { failureOf, unwrap } from "../../ipc/call";
import { useToast } from "../../kit/Toast";

export function useOpenLink(): (url: string) => void {
  const toast = useToast();
  return (url) => {
    unwrap(commands.appOpenLink(url)).catch((error: unknown) => {
      toast({ tone: "failed", title: failureOf(error).explanation.title, object: url });
    });
  };
}

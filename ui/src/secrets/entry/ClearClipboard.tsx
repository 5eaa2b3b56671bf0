// After a key was stored it still lies on the clipboard of this computer. Offers to put nothing there instead.
import { useState } from "react";
import { Button } from "../../kit/Button";
import { copyText } from "../../kit/clipboard";
import { LiveRegion } from "../../kit/LiveRegion";

type Said = "" | "The clipboard is empty now." | "The desktop did not let Gatewright clear the clipboard.";

/** Whatever lies there is gone afterwards, also what was copied since. */
async function clearClipboard(): Promise<boolean> {
  try {
    await navigator.clipboard.writeText("");
    return true;
  } catch {
    // The older way copies a selection, and an empty one copies nothing.
    return copyText(" ");
  }
}

export function ClearClipboard() {
  const [said, setSaid] = useState<Said>("");
  const clear = async (): Promise<void> =>
    setSaid(
      (await clearClipboard())
        ? "The clipboard is empty now."
        : "The desktop did not let Gatewright clear the clipboard.",
    );
  return (
    <>
      <Button
        size="s"
        icon={said === "The clipboard is empty now." ? "check" : "hidden"}
        onClick={() => void clear()}
      >
        {said === "The clipboard is empty now." ? "Clipboard cleared" : "Clear the clipboard"}
      </Button>
      {said.startsWith("The desktop") && <span>{said}</span>}
      <LiveRegion text={said} delay={0} />
    </>
  );
}

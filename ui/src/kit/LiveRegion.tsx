// One polite sentence for screen readers, spoken once the changes have stopped for a moment.
import { useEffect, useState } from "react";
import { VisuallyHidden } from "./VisuallyHidden";

export function LiveRegion({ text, delay = 400 }: { text: string; delay?: number | undefined }) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const timer = window.setTimeout(() => setSaid(text), delay);
    return () => window.clearTimeout(timer);
  }, [text, delay]);
  return (
    <VisuallyHidden>
      <span role="status" aria-live="polite">
        {said}
      </span>
    </VisuallyHidden>
  );
}

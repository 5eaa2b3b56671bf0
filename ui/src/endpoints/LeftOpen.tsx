// What an earlier run of the app left open in this workspace, above the list. Asked for a moment after the first screen, which
// asks for nothing more than it shows. Used by Page.tsx.
import { lazy, Suspense, useEffect, useState } from "react";

const Unfinished = lazy(() =>
  import("../traffic/Unfinished").then((loaded) => ({ default: loaded.Unfinished })),
);

const AFTER_MS = 900;

export function LeftOpen() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    wanted && (
      <Suspense fallback={null}>
        <Unfinished />
      </Suspense>
    )
  );
}

// The time as it passes, for lines that count seconds. Renewed only while something shows it.
import { useEffect, useState } from "react";

/** Now in unix milliseconds, renewed every so many milliseconds. */
export function useTicks(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), every);
    return () => window.clearInterval(timer);
  }, [every]);
  return now;
}

// "2 h ago", with the full date on hover.
import { absoluteTime, relativeTime } from "./time";
import { useNow } from "./useNow";

export function RelativeTime({ ms, never = "never" }: { ms: number | null; never?: string | undefined }) {
  const now = useNow(30_000);
  if (ms === null) return <span>{never}</span>;
  return (
    <time dateTime={new Date(ms).toISOString()} title={absoluteTime(ms)}>
      {relativeTime(ms, Math.max(now, ms))}
    </time>
  );
}

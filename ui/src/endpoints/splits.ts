// Gathers the rows that want their shares in the same moment into one command, because the list call of the API does not
// hold shares and thirty rows would otherwise be thirty calls. Used by the list page.
import type { EndpointSplit } from "../ipc/bindings";

type Waiting = { resolve: (split: EndpointSplit | null) => void; reject: (reason: unknown) => void };

/** Answers per name; null when the core knows no such endpoint (any more). */
export function gatherSplits(
  askAll: (names: string[]) => Promise<EndpointSplit[]>,
  waitMs = 8,
): (name: string) => Promise<EndpointSplit | null> {
  let waiting = new Map<string, Waiting[]>();

  const send = async (): Promise<void> => {
    const batch = waiting;
    waiting = new Map();
    try {
      const splits = new Map((await askAll([...batch.keys()])).map((split) => [split.name, split]));
      for (const [name, all] of batch) for (const one of all) one.resolve(splits.get(name) ?? null);
    } catch (reason) {
      for (const all of batch.values()) for (const one of all) one.reject(reason);
    }
  };

  return (name) =>
    new Promise((resolve, reject) => {
      if (waiting.size === 0) setTimeout(() => void send(), waitMs);
      waiting.set(name, [...(waiting.get(name) ?? []), { resolve, reject }]);
    });
}

// Gathers the rows that want their shares in the same moment into one command, because the list call of the API does not
// hold shares and thirty rows would otherwise be thirty calls. While somebody types in the filter it waits: rows that are
// gone with the next key are not asked about. Used by the list page.
import type { EndpointSplit } from "../ipc/bindings";
import type { AskSplit } from "./queries";

type Waiting = { resolve: (split: EndpointSplit | null) => void; reject: (reason: unknown) => void };

export type Gathering = {
  /** Answers per name; null when the core knows no such endpoint (any more). */
  ask: AskSplit;
  /** Asks nothing for so long. */
  hold: (ms: number) => void;
};

export function gatherSplits(askAll: (names: string[]) => Promise<EndpointSplit[]>, waitMs = 8): Gathering {
  let waiting = new Map<string, Waiting[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heldUntil = 0;

  const send = async (): Promise<void> => {
    timer = undefined;
    const batch = waiting;
    waiting = new Map();
    if (batch.size === 0) return;
    try {
      const splits = new Map((await askAll([...batch.keys()])).map((split) => [split.name, split]));
      for (const [name, all] of batch) for (const one of all) one.resolve(splits.get(name) ?? null);
    } catch (reason) {
      for (const all of batch.values()) for (const one of all) one.reject(reason);
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), Math.max(waitMs, heldUntil - Date.now()));
  };

  return {
    ask: (name, signal) =>
      new Promise((resolve, reject) => {
        if (timer === undefined) later();
        const one = { resolve, reject };
        waiting.set(name, [...(waiting.get(name) ?? []), one]);
        signal?.addEventListener("abort", () => {
          const others = (waiting.get(name) ?? []).filter((other) => other !== one);
          if (others.length > 0) waiting.set(name, others);
          else waiting.delete(name);
          reject(signal.reason);
        });
      }),
    hold: (ms) => {
      heldUntil = Date.now() + ms;
      if (timer !== undefined) later();
    },
  };
}

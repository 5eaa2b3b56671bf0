// The shares of the rows in sight, out of the cache and asked for where they are missing or old. One place for all rows: a
// query of its own in each row cost a third of drawing the list, with every key of the filter. Used by List.tsx.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import type { EndpointRow, EndpointSplit } from "../ipc/bindings";
import { isMoving } from "./model";
import { endpointKeys } from "./queries";

const FRESH_MS = 30_000;
const MOVING_MS = 3_000;
const TYPING_MS = 200;

/** What is known of a row's shares. */
export type Reading = { split: EndpointSplit | undefined; failed: boolean };

let heldUntil = 0;

/** Somebody types: shares of rows that go with the next key are not worth a call each. */
export function holdSplits(): void {
  heldUntil = Date.now() + TYPING_MS;
}

type Ask = (name: string) => Promise<EndpointSplit | null>;

export function useSplits(rows: EndpointRow[], idle: boolean, ask: Ask): (name: string) => Reading {
  const client = useQueryClient();
  const version = useChanges();
  const inSight = rows.map((row) => `${isMoving(row.state) ? "!" : ""}${row.name}`).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again when something was read, failed or grew old
  useEffect(() => {
    if (!idle || inSight === "") return;
    const wanted = inSight.split("\n");
    const look = (): void => {
      for (const each of wanted) {
        const moving = each.startsWith("!");
        const name = moving ? each.slice(1) : each;
        const queryKey = endpointKeys.split(name);
        const state = client.getQueryState(queryKey);
        if (state?.fetchStatus === "fetching") continue;
        const at = Math.max(state?.dataUpdatedAt ?? 0, state?.errorUpdatedAt ?? 0);
        const old = Date.now() - at >= (moving ? MOVING_MS : FRESH_MS);
        if (state && !state.isInvalidated && !old) continue;
        void client.prefetchQuery({ queryKey, queryFn: () => ask(name), staleTime: 0 });
      }
    };
    const held = heldUntil - Date.now();
    const first = held > 0 ? setTimeout(look, held) : undefined;
    if (first === undefined) look();
    const again = wanted.some((each) => each.startsWith("!")) ? setInterval(look, MOVING_MS) : undefined;
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [client, inSight, idle, version, ask]);

  return (name) => {
    const state = client.getQueryState<EndpointSplit | null>(endpointKeys.split(name));
    return { split: state?.data ?? undefined, failed: state?.status === "error" };
  };
}

/** Counts up when shares were read, could not be, or are no longer true. */
function useChanges(): number {
  const client = useQueryClient();
  const [version, changed] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = client.getQueryCache().subscribe((event) => {
      const [room, what] = event.query.queryKey;
      if (room !== endpointKeys.splits[0] || what !== endpointKeys.splits[1]) return;
      const told =
        event.type === "removed" ||
        (event.type === "updated" && ["success", "error", "invalidate"].includes(event.action.type));
      // Thirty answers of one call are one drawing.
      if (told && timer === undefined)
        timer = setTimeout(() => {
          timer = undefined;
          changed();
        }, 0);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [client]);
  return version;
}

// What is to be read again after a command, as the core's own table says (src-tauri/src/ipc/freshness.rs), so that no page
// has to remember it. Called by whoever changed something; cache keys begin with the name of their room.
import type { QueryClient } from "@tanstack/react-query";
import { freshness } from "./bindings";

type Row = { command: string; makesStale: readonly string[] };

/** The rooms whose readings are stale after a command. Throws for a name that is no command: a slip of the pen. */
export function staleAfter(command: string): readonly string[] {
  const row = (freshness as readonly Row[]).find((one) => one.command === command);
  if (!row) throw new Error(`${command} is not in the table of freshness.rs`);
  return row.makesStale;
}

/** Marks what a command changed as stale; what is on the screen is read again. */
export function changedBy(client: QueryClient, command: string): void {
  for (const room of staleAfter(command)) void client.invalidateQueries({ queryKey: [room] });
}

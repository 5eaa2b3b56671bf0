// What was typed as the new description of an endpoint and not used yet. Names of a workspace do not belong in a file, so it is
// there as long as the window stands. Called by Page.tsx.
const typed = new Map<string, string>();

const key = (workspace: string, endpoint: string): string => `${workspace}\n${endpoint}`;

export const typedFor = (workspace: string, endpoint: string): string | null =>
  typed.get(key(workspace, endpoint)) ?? null;

/** Null forgets it. */
export function keepTyped(workspace: string, endpoint: string, text: string | null): void {
  if (text === null) typed.delete(key(workspace, endpoint));
  else typed.set(key(workspace, endpoint), text);
}

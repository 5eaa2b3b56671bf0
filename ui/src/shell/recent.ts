// What was run from the command palette, the last first. Acts of the app are remembered over a restart; endpoints and
// workspaces by name only as long as the window stands, because names of a workspace do not belong in a file.
const KEY = "gatewright.recent";
const KEPT = 12;

let recent: string[] | null = null;

function read(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

export function recentIds(): readonly string[] {
  recent ??= read();
  return recent;
}

/** keep: the id says nothing of a workspace and may outlive the window. */
export function remember(id: string, keep: boolean): void {
  const before = recentIds();
  recent = [id, ...before.filter((one) => one !== id)].slice(0, KEPT);
  if (!keep) return;
  try {
    const kept = [id, ...read().filter((one) => one !== id)].slice(0, KEPT);
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A window without storage forgets with its end.
  }
}

/** Another workspace: what was done on things of the one before is no longer offered. */
export function forgetNames(): void {
  recent = read();
}

/** For tests. */
export function forgetRecent(): void {
  recent = null;
  localStorage.removeItem(KEY);
}

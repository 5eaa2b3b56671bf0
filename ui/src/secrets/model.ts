// What the room makes of the core's overview: scopes with their keys, missing ones among them, what deserves a look, and
// the words for it. Pure functions; the core reads scopes, keys and endpoints. Called by every file of this room.
import type { Family, KeyInUse, Overview, Permission, Scope, Use } from "./types";

const DAY = 86_400_000;
/** A key older than this is worth renewing. */
const OLD_MS = 365 * DAY;

/** One line of the list: a key that is there, or one that endpoints name and that is not. */
export type KeyRow = {
  scope: string;
  key: string;
  reference: string;
  missing: boolean;
  updatedAt: number | null;
  uses: Use[];
};

export type ScopeItem = {
  name: string;
  /** Null for a scope that endpoints name and that does not exist or cannot be seen. */
  scope: Scope | null;
  /** Null while the scope cannot be read. */
  rows: KeyRow[] | null;
  missing: number;
};

export type View = "all" | "look";

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const byText = new Intl.Collator("en", { numeric: true }).compare;

/** Scopes by name, then those that exist only in references. */
export function scopesOf(overview: Overview): ScopeItem[] {
  const known = overview.scopes.map((scope) => itemOf(scope, overview));
  const elsewhere = new Map<string, KeyRow[]>();
  for (const one of overview.dangling) {
    if (overview.scopes.some((scope) => same(scope.name, one.scope))) continue;
    const rows = elsewhere.get(one.scope) ?? [];
    elsewhere.set(one.scope, [...rows, { ...one, missing: true, updatedAt: null }]);
  }
  const unknown = [...elsewhere].map(([name, rows]) => ({
    name,
    scope: null,
    rows: sorted(rows),
    missing: rows.length,
  }));
  const named = (a: ScopeItem, b: ScopeItem): number => byText(a.name, b.name);
  return [...known.sort(named), ...unknown.sort(named)];
}

function itemOf(scope: Scope, overview: Overview): ScopeItem {
  const gone: KeyRow[] = overview.dangling
    .filter((one) => same(one.scope, scope.name))
    .map((one) => ({ ...one, missing: true, updatedAt: null }));
  const there = scope.keys?.map((key) => rowOf(scope.name, key)) ?? null;
  return {
    name: scope.name,
    scope,
    rows: there === null && gone.length === 0 ? null : sorted([...(there ?? []), ...gone]),
    missing: gone.length,
  };
}

const rowOf = (scope: string, key: KeyInUse): KeyRow => ({ ...key, scope, missing: false });
const sorted = (rows: KeyRow[]): KeyRow[] => [...rows].sort((a, b) => byText(a.key, b.key));

export function isOld(row: KeyRow, now: number): boolean {
  return row.updatedAt !== null && now - row.updatedAt > OLD_MS;
}

/** Missing, used by nobody, or a year old. */
export function deservesLook(row: KeyRow, now: number): boolean {
  return row.missing || row.uses.length === 0 || isOld(row, now);
}

/** The rows of a view whose name, endpoints or entities hold the words. */
export function matching(rows: KeyRow[], view: View, text: string, now: number): KeyRow[] {
  const words = text.trim().toLowerCase();
  return rows.filter((row) => {
    if (view === "look" && !deservesLook(row, now)) return false;
    if (words === "") return true;
    if (row.key.toLowerCase().includes(words)) return true;
    return row.uses.some((use) => `${use.endpoint} ${use.entity}`.toLowerCase().includes(words));
  });
}

/** The scope that holds a key, its name written as anybody writes it. */
export function findRow(item: ScopeItem | undefined, key: string | undefined): KeyRow | null {
  if (key === undefined) return null;
  return item?.rows?.find((row) => same(row.key, key)) ?? null;
}

export function endpointsOf(uses: Use[]): string[] {
  return [...new Set(uses.map((use) => use.endpoint))].sort(byText);
}

const entitiesOf = (uses: Use[]): number => new Set(uses.map((use) => `${use.endpoint}/${use.entity}`)).size;

/** One endpoint with the served entities in it that use a key. */
export type UsedBy = { endpoint: string; entities: { entity: string; fields: string[] }[] };

export function usedBy(uses: Use[]): UsedBy[] {
  return endpointsOf(uses).map((endpoint) => {
    const here = uses.filter((use) => use.endpoint === endpoint);
    const names = [...new Set(here.map((use) => use.entity))];
    return {
      endpoint,
      entities: names.map((entity) => ({
        entity,
        fields: here.filter((use) => use.entity === entity).map((use) => use.field),
      })),
    };
  });
}

/** "4 entities in 3 endpoints", "Missing in 1 endpoint", "Not used". */
export function wordsOfUse(row: KeyRow, complete: boolean): string {
  const endpoints = endpointsOf(row.uses).length;
  if (row.missing) return `Missing in ${counted(endpoints, "endpoint", "endpoints")}`;
  if (endpoints === 0) return complete ? "Not used" : "No use found";
  const entities = counted(entitiesOf(row.uses), "entity", "entities");
  return `${entities} in ${counted(endpoints, "endpoint", "endpoints")}`;
}

/** "4 scopes, 17 keys, used by 24 endpoints" */
export function totals(overview: Overview): string {
  const keys = overview.scopes.flatMap((scope) => scope.keys ?? []);
  const users = endpointsOf(keys.flatMap((key) => key.uses)).length;
  return [
    counted(overview.scopes.length, "scope", "scopes"),
    counted(keys.length, "key", "keys"),
    `used by ${counted(users, "endpoint", "endpoints")}`,
  ].join(", ");
}

/** Whether "used by nobody" can be said at all: every endpoint was read. A scope that cannot be read does not matter. */
export function usesKnown({ complete, unreadEndpoints, scopes }: Overview): boolean {
  return unreadEndpoints.length === 0 && (complete || scopes.some((scope) => scope.problem !== null));
}

/** Below the list: how many keys nobody uses, and how far that can be known. */
export function unusedWords(rows: KeyRow[], complete: boolean): string {
  const unused = rows.filter((row) => !row.missing && row.uses.length === 0).length;
  const known = "Only uses in this workspace’s endpoints are known; jobs and notebooks may read keys too.";
  if (unused === 0) return known;
  const found = complete ? "used by no endpoint" : "without a use in the endpoints that could be read";
  return `${counted(unused, "key is", "keys are")} ${found}. ${known}`;
}

const RIGHTS: Record<Permission, { name: string; words: string }> = {
  read: { name: "Use", words: "May use the keys in endpoints, and read them in notebooks and jobs." },
  write: { name: "Use and change", words: "May also add, replace and delete keys." },
  manage: { name: "Manage", words: "May also decide who else may, and delete the scope." },
};
export const PERMISSIONS: Permission[] = ["read", "write", "manage"];
export const permissionName = (permission: Permission): string => RIGHTS[permission].name;
export const permissionWords = (permission: Permission): string => RIGHTS[permission].words;

/** Why keys of this scope cannot be added, replaced or deleted here, or null. */
export function whyNotWrite(item: ScopeItem): string | null {
  const { scope } = item;
  if (scope === null) return `There is no scope ${item.name} yet, or you may not see it.`;
  if (scope.backend === "azureKeyVault")
    return `${item.name} is kept in Azure Key Vault. Keys are added and changed there, in the Azure portal; Databricks only reads them.`;
  if (!scope.writable)
    return `Databricks keeps ${item.name} read-only; keys cannot be changed in it from here.`;
  if (scope.yourPermission === "read")
    return `You may use the keys of ${item.name}, but not change them. Somebody who manages the scope can let you.`;
  return null;
}

/** Why the scope itself, and who may use it, cannot be changed here, or null. */
export function whyNotManage(item: ScopeItem): string | null {
  const { scope } = item;
  if (scope === null) return `There is no scope ${item.name} yet, or you may not see it.`;
  if (scope.yourPermission === "read" || scope.yourPermission === "write")
    return `Only somebody who manages ${item.name} may do this. You may ${scope.yourPermission === "write" ? "use and change its keys" : "use its keys"}.`;
  return null;
}

const LIMIT = 128;
const DATE = /[-_.]?(19|20)\d{2}([-_.]?(0[1-9]|1[0-2]))?([-_.]?[0-3]\d)?$/;

/** A name for the key that follows: "openai-key-2025-04" becomes "openai-key-2026-11". Not one that is taken. */
export function nextKeyName(key: string, taken: string[], now: Date): string {
  const stem = key.replace(DATE, "") || key;
  const month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
  for (let number = 1; ; number += 1) {
    const tail = number === 1 ? `-${month}` : `-${month}-${number}`;
    const name = `${stem.slice(0, LIMIT - tail.length)}${tail}`;
    if (!taken.some((one) => same(one, name))) return name;
  }
}

const STEMS: Partial<Record<Family, string>> = {
  openai: "openai",
  anthropic: "anthropic",
  googleServiceAccount: "vertex-account",
  awsAccessKeyId: "aws-access-key-id",
  awsSecretKey: "aws-secret-access-key",
  azureOpenai: "azure-openai",
  cohere: "cohere",
  databricks: "databricks",
};

/** A name for a new key of a family that was recognised, or nothing. */
export function suggestedName(family: Family | undefined, taken: string[], now: Date): string {
  const stem = family === undefined ? undefined : STEMS[family];
  return stem === undefined ? "" : nextKeyName(stem, taken, now);
}

/** "3 keys", "1 key". */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** "a, b and c"; long lists end in "and 12 more". */
export function listed(parts: string[], most = 5): string {
  if (parts.length > most) return `${parts.slice(0, most).join(", ")} and ${parts.length - most} more`;
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** Where a key leads in a list of `count`; null when the key does not move. -1 stands for "nowhere yet". */
export function moveBy(key: string, from: number, count: number, screenful: number): number | null {
  if (count === 0) return null;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: screenful,
    PageUp: -screenful,
  };
  const step = steps[key];
  if (step === undefined) return null;
  if (from < 0) return 0;
  return Math.min(count - 1, Math.max(0, from + step));
}

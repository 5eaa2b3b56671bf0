// How a workspace is named in small places: its tile, where it stands, how one is signed in and until when.
import type { SignInKind, Workspace } from "../ipc/bindings";

export const SIGN_IN_WORDS: Record<SignInKind, string> = {
  browser: "browser",
  servicePrincipal: "service principal",
  accessToken: "access token",
  profile: "profile",
  azureCli: "Azure CLI",
  databricksCli: "Databricks CLI",
};

const CLOUDS: Record<string, string> = { azure: "Azure", aws: "AWS", gcp: "Google Cloud" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "logistics-prod" → "LP", "claims" → "CL": the first letters of two words, else the first two of the one. */
export function tileLetters(workspace: Pick<Workspace, "name" | "kind">): string {
  if (workspace.kind === "sandbox") return "SB";
  const words = workspace.name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const [first, second] = words;
  if (first === undefined) return "?";
  if (second !== undefined) return `${[...first][0]}${[...second][0]}`.toUpperCase();
  return [...first].slice(0, 2).join("").toUpperCase();
}

/** The second line in the switcher: what keeps it from working, else where it is. */
export function whereItIs(workspace: Workspace, now: number = Date.now()): string {
  if (workspace.kind === "sandbox") return "On this computer";
  if (workspace.credential === "missing") return "Sign-in needed";
  if (hasEnded(workspace, now)) return "Sign-in expired";
  const cloud = workspace.cloud === null ? null : (CLOUDS[workspace.cloud.toLowerCase()] ?? workspace.cloud);
  const host = bareHost(workspace.host);
  return cloud === null ? host : `${cloud}, ${host}`;
}

/** A host without its scheme. */
export function bareHost(host: string): string {
  return host.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

/** A pasted token ends for good; every other kind fetches the next one by itself. */
function renewsItself(workspace: Pick<Workspace, "signIn">): boolean {
  return workspace.signIn !== null && workspace.signIn !== "accessToken";
}

type Signed = Pick<Workspace, "signIn" | "expiresAt">;

/** The sign-in is over and nothing renews it. */
export function hasEnded(workspace: Signed, now: number): boolean {
  return !renewsItself(workspace) && workspace.expiresAt !== null && workspace.expiresAt <= now;
}

/** "renews itself, next in 58 min", "ends in 3 days"; nothing when it is not known. */
export function expiryWords(workspace: Signed, now: number): string | null {
  // Of a profile it is not known here what it holds: it may be a token that nothing renews.
  const known = workspace.signIn !== "profile";
  if (workspace.expiresAt === null) return known && renewsItself(workspace) ? "renews itself" : null;
  const left = workspace.expiresAt - now;
  if (renewsItself(workspace)) {
    return left > 0 ? `renews itself, next in ${span(left)}` : "renews itself with the next call";
  }
  return left > 0 ? `ends in ${span(left)}` : "has ended";
}

/** A sign-in that nothing renews and that ends within two days is worth a word before it does. */
export function endsSoon(workspace: Signed, now: number): string | null {
  if (renewsItself(workspace) || workspace.expiresAt === null) return null;
  const left = workspace.expiresAt - now;
  if (left > 2 * DAY) return null;
  return left > 0 ? `Sign-in ends in ${span(left)}` : "Sign-in has ended";
}

function span(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.round(ms / MINUTE))} min`;
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`;
  return `${Math.round(ms / DAY)} days`;
}

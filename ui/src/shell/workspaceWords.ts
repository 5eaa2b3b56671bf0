// How a workspace is named in small places: its tile, where it stands, its environment read out loud.
import type { Environment, Workspace } from "../ipc/bindings";

export const ENVIRONMENT_SPOKEN: Record<Environment, string> = {
  production: "production",
  staging: "staging",
  development: "development",
  none: "not marked",
  sandbox: "simulated",
};

const CLOUDS: Record<string, string> = { azure: "Azure", aws: "AWS", gcp: "Google Cloud" };

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
export function whereItIs(workspace: Workspace): string {
  if (workspace.kind === "sandbox") return "On this computer";
  if (workspace.credential === "missing") return "Sign-in needed";
  const cloud = workspace.cloud === null ? null : (CLOUDS[workspace.cloud.toLowerCase()] ?? workspace.cloud);
  const host = bareHost(workspace.host);
  return cloud === null ? host : `${cloud}, ${host}`;
}

/** A host without its scheme. */
export function bareHost(host: string): string {
  return host.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

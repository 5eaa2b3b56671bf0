// What the workspace pages say and check by themselves. Whether an address can be used is the core's to say
// (workspacesCheckHost); this only turns its answer into a line below the field.
import type { Credential, Failure, FieldProblem, HostCheck, WorkspaceColor } from "../ipc/bindings";
import type { Verdict } from "../kit/Field";
import { bareHost } from "../shell/workspaceWords";
import { signInMissing, type Typed } from "./signing";

export const TOKEN_HELP =
  "In Databricks: your name at the top right, Settings, Developer, Access tokens. Shown there once, kept in your keychain.";

/** While one is still typing nothing is complained about; on leaving, problems are. */
export function hostVerdict(check: HostCheck | null, left: boolean): Verdict | null {
  if (!check) return null;
  if (check.problem !== null) return left ? { tone: "wrong", text: check.problem } : null;
  if (check.host === null) return null;
  if (check.changed !== null) return { tone: "fixed", text: check.changed };
  if (check.hint !== null) return { tone: "warning", text: check.hint };
  return { tone: "fine", text: `Gatewright will talk to ${bareHost(check.host)}.` };
}

/** The hint has to be seen even when something was cut off as well. */
export function hostHint(check: HostCheck | null): string | null {
  return check && check.problem === null && check.changed !== null ? check.hint : null;
}

/** A token never holds white space; a line break inside is a sign of a copy that went wrong. */
export function tokenVerdict(token: string, left: boolean): Verdict | null {
  const trimmed = token.trim();
  if (trimmed === "") return left ? { tone: "wrong", text: "Paste an access token." } : null;
  if (/\s/.test(trimmed))
    return { tone: "wrong", text: "A token has no spaces or line breaks. Copy it once more." };
  if (trimmed !== token) return { tone: "fixed", text: "White space around it is left out." };
  return null;
}

/** The core's word on a field, by its path ("host", "workspace.host"). */
export function fieldProblem(problems: readonly FieldProblem[], field: string): Verdict | null {
  const found = problems.find((problem) => problem.path === field || problem.path.endsWith(`.${field}`));
  return found ? { tone: found.blocks ? "wrong" : "warning", text: found.message } : null;
}

const KEPT: Record<Credential, string> = {
  kept: "The sign-in is kept in your keychain.",
  sessionOnly: "No keychain could keep the sign-in. You are signed in until you close Gatewright.",
  missing: "No sign-in is kept.",
  notNeeded: "No sign-in is needed.",
};

export function keptWords(credential: Credential): string {
  return KEPT[credential];
}

const COLORS: readonly WorkspaceColor[] = ["petrol", "violet", "amber", "moss", "berry", "slate"];

/** The first colour nobody has; petrol when all are taken. */
export function firstColor(used: readonly WorkspaceColor[]): WorkspaceColor {
  return COLORS.find((color) => !used.includes(color)) ?? "petrol";
}

/** The name the workspace gets when none is typed; the core finds one for an empty text. */
export function suggestedNameOf(check: HostCheck | null, typed: Typed, fromProfile: string | null): string {
  if (check?.suggestedName) return check.suggestedName;
  return typed.kind === "profile" && fromProfile !== null ? (typed.profile ?? "") : "";
}

type Wish = { host: string; check: HostCheck | null; optional: boolean; signing: Typed };

/** Why Connect is off. */
export function whatIsMissing({ host, check, optional, signing }: Wish): string | null {
  if (host.trim() === "") {
    if (signing.kind === "profile" && signing.profile === null) return "Choose a profile first.";
    if (!optional) return "Enter the workspace's address first.";
  } else if (check?.problem) return check.problem;
  return signInMissing(signing);
}

/** Whether the doctor has something to find out: not when a field is wrong or this computer's keychain is. */
export function looksWrong(failure: Failure): boolean {
  return failure.kind !== "invalid" && failure.kind !== "keychain" && failure.kind !== "conflict";
}

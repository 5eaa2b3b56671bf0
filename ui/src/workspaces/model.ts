// What the workspace pages say and check by themselves. Whether an address can be used is the core's to say
// (workspacesCheckHost); this only turns its answer into a line below the field.
import type { Credential, FieldProblem, HostCheck } from "../ipc/bindings";
import type { Verdict } from "../kit/Field";
import { bareHost } from "../shell/workspaceWords";

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
  kept: "The token is kept in your keychain.",
  sessionOnly: "No keychain could keep the token. You are signed in until you close Gatewright.",
  missing: "No token is kept.",
  notNeeded: "No sign-in is needed.",
};

export function keptWords(credential: Credential): string {
  return KEPT[credential];
}

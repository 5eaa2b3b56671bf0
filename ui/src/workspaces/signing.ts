// What is typed to sign in, whichever way, and what it comes to: the wish for the core, or the one sentence that says what
// is missing. Everything typed for one way stays while another is looked at.
import type { SignIn, SignInChoices, SignInKind } from "../ipc/bindings";

export type Typed = {
  kind: SignInKind;
  browserClient: string;
  principalId: string;
  principalSecret: string;
  token: string;
  profile: string | null;
  tenant: string;
  cliProfile: string;
};

export const NOTHING_TYPED: Typed = {
  kind: "browser",
  browserClient: "",
  principalId: "",
  principalSecret: "",
  token: "",
  profile: null,
  tenant: "",
  cliProfile: "",
};

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export function signInOf(typed: Typed): SignIn {
  switch (typed.kind) {
    case "browser":
      return { kind: "browser", clientId: orNull(typed.browserClient) };
    case "servicePrincipal":
      return {
        kind: "servicePrincipal",
        clientId: typed.principalId.trim(),
        clientSecret: typed.principalSecret.trim(),
      };
    case "accessToken":
      return { kind: "accessToken", token: typed.token.trim() };
    case "profile":
      return { kind: "profile", name: typed.profile ?? "" };
    case "azureCli":
      return { kind: "azureCli", tenant: orNull(typed.tenant) };
    case "databricksCli":
      return { kind: "databricksCli", profile: orNull(typed.cliProfile) };
  }
}

/** What the chosen way still needs; nothing when it can be tried. */
export function signInMissing(typed: Typed): string | null {
  switch (typed.kind) {
    case "servicePrincipal":
      if (typed.principalId.trim() === "") return "Enter the service principal's client ID first.";
      return typed.principalSecret.trim() === "" ? "Paste the service principal's secret first." : null;
    case "accessToken":
      return typed.token.trim() === "" ? "Paste an access token first." : null;
    case "profile":
      return typed.profile === null ? "Choose a profile first." : null;
    default:
      return null;
  }
}

/** Why a way cannot be used on this computer. */
export function whyNot(kind: SignInKind, choices: SignInChoices | null): string | null {
  if (!choices) return null;
  if (kind === "profile") {
    if (choices.profiles.length > 0) return null;
    if (choices.configProblem !== null) return choices.configProblem;
    return choices.configFile === null
      ? "There is no file ~/.databrickscfg on this computer."
      : "The file holds no profile.";
  }
  if (kind === "azureCli" && !choices.azureCli.found) {
    return "The program az was not found on this computer. Install the Azure CLI and sign in there.";
  }
  if (kind === "databricksCli" && !choices.databricksCli.found) {
    return "The program databricks was not found on this computer. Install the Databricks CLI and sign in there.";
  }
  return null;
}

/** The address that the chosen profile names. */
export function profileHost(typed: Typed, choices: SignInChoices | null): string | null {
  if (typed.kind !== "profile") return null;
  return choices?.profiles.find((one) => one.name === typed.profile)?.host ?? null;
}

/** The address can be left out: the browser finds the workspace, a profile may name it. */
export function hostIsOptional(typed: Typed, choices: SignInChoices | null): boolean {
  return typed.kind === "browser" || profileHost(typed, choices) !== null;
}

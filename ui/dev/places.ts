// Where the made-up core says it is: the app's folders, its workspaces, the check of an address, and its failures.
import type { AppInfo, Failure, HostCheck, WorkspaceList } from "../src/ipc/bindings";

export const info: AppInfo = {
  version: "0.1.0",
  dataFolder: "/home/dana/.local/share/gatewright",
  logFile: "/home/dana/.local/share/gatewright/logs/gatewright.log",
  keychain: { state: "ok", store: "Secret Service", message: "Sign-ins are kept in the collection “Login”." },
  notices: [],
  settings: { theme: "system", textSize: "normal", motion: "system", proxy: null, caFile: null },
  proxyInUse: "http://proxy.meridian.lan:8080",
  caProblem: null,
  dataBytes: 4_612_000,
};

export const notice = {
  id: "db",
  title: "The local data could not be read and was set aside.",
  detail: "A new file was begun; the old one is kept beside it.",
};

export const workspaces: WorkspaceList = {
  current: "sandbox",
  workspaces: [
    {
      id: "w1",
      name: "logistics-prod",
      host: "https://adb-5938204771830264.4.azuredatabricks.net",
      kind: "databricks",
      environment: "production",
      cloud: "azure",
      user: "dana.okafor@meridian-freight.com",
      credential: "kept",
      color: "berry",
      signIn: "browser",
      expiresAt: Date.now() + 58 * 60_000,
      workspaceId: "5938204771830264",
    },
    {
      id: "w2",
      name: "logistics-staging",
      host: "https://adb-1184003321177209.9.azuredatabricks.net",
      kind: "databricks",
      environment: "staging",
      cloud: "azure",
      user: "dana.okafor@meridian-freight.com",
      credential: "sessionOnly",
      color: "amber",
      signIn: "accessToken",
      expiresAt: Date.now() + 20 * 3_600_000,
      workspaceId: "1184003321177209",
    },
    {
      id: "w3",
      name: "claims-dev",
      host: "https://dbc-a1b2c3d4-e5f6.cloud.databricks.com",
      kind: "databricks",
      environment: "development",
      cloud: "aws",
      user: "dana.okafor@meridian-freight.com",
      credential: "missing",
      color: "moss",
      signIn: "profile",
      expiresAt: null,
      workspaceId: null,
    },
    {
      id: "sandbox",
      name: "Sandbox",
      host: "http://127.0.0.1:40123",
      kind: "sandbox",
      environment: "sandbox",
      cloud: null,
      user: "you@sandbox.local",
      credential: "notNeeded",
      color: "slate",
      signIn: null,
      expiresAt: null,
      workspaceId: null,
    },
  ],
};

export function checkHost(text: string): HostCheck {
  const host =
    /([a-z0-9.-]+\.(?:azuredatabricks\.net|cloud\.databricks\.com|gcp\.databricks\.com))/i.exec(text)?.[1] ??
    null;
  if (host === null) {
    return {
      host: null,
      changed: null,
      problem: "This is not the address of a Databricks workspace.",
      hint: null,
      suggestedName: null,
    };
  }
  const full = `https://${host}`;
  const changed = text.trim() === full ? null : `Cut down to ${host}.`;
  return { host: full, changed, problem: null, hint: null, suggestedName: host.split(".")[0] ?? null };
}

export function failure(kind: "signedOut" | "refused" | "unexpected", title?: string): Failure {
  return {
    kind,
    explanation: {
      layer: kind === "signedOut" ? "signIn" : "permission",
      title:
        title ??
        (kind === "signedOut" ? "Databricks did not accept the token" : "You may not list endpoints here"),
      meaning: "The workspace answered, but not with what was asked for. What you typed is kept.",
      cause:
        kind === "signedOut"
          ? "The access token has expired, was revoked or belongs to another workspace."
          : "Your account lacks `CAN VIEW` on serving endpoints.",
      whoCanFix: kind === "signedOut" ? "You, with a new token." : "A workspace admin.",
      notRescued: null,
      next:
        kind === "signedOut"
          ? { kind: "signInAgain", label: "Sign in again" }
          : { kind: "tryAgain", label: "Try again" },
      trail: [
        { label: "Network", state: "passed" },
        { label: "Your sign-in", state: kind === "signedOut" ? "stopped" : "passed" },
        { label: "Permission", state: kind === "signedOut" ? "notReached" : "stopped" },
        { label: "Endpoint", state: "notReached" },
      ],
      raw: {
        status: kind === "signedOut" ? 401 : 403,
        body: '{\n  "error_code": 403,\n  "message": "Invalid access token."\n}',
        requestId: "7c1e04af",
        seconds: 0.3,
        attempts: 1,
      },
    },
  };
}

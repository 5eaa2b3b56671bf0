// What the made-up core answers about signing in, the doctor, rights and settings. #wait keeps a sign-in waiting for the
// browser; #lacks shows a person without the right to create endpoints; #nofile has neither profiles nor programs.
import type {
  Access,
  AccessRequest,
  ConnectWorkspace,
  DoctorLine,
  DoctorReport,
  KeptData,
  SettingsChange,
  SignInChoices,
  SignInProgress,
  Workspace,
  WorkspaceLook,
} from "../src/ipc/bindings";
import { failure, info, workspaces as world } from "./places";

type Args = Record<string, unknown>;
type Sink<T> = { onmessage: (message: T) => void };

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const wishes = new URLSearchParams(location.hash.slice(1));

const CHOICES: SignInChoices = {
  configFile: "/home/dana/.databrickscfg",
  configProblem: null,
  profiles: [
    {
      name: "logistics-prod",
      host: "https://adb-5938204771830264.4.azuredatabricks.net",
      kind: "browser",
      problem: null,
      isDefault: false,
    },
    {
      name: "DEFAULT",
      host: "https://dbc-a1b2c3d4-e5f6.cloud.databricks.com",
      kind: "accessToken",
      problem: null,
      isDefault: true,
    },
    {
      name: "old-ci",
      host: null,
      kind: null,
      problem: "names a token and a client secret; keep one",
      isDefault: false,
    },
  ],
  azureCli: { found: true, path: "/usr/bin/az" },
  databricksCli: { found: false, path: null },
};
const NO_CHOICES: SignInChoices = {
  configFile: null,
  configProblem: null,
  profiles: [],
  azureCli: { found: false, path: null },
  databricksCli: { found: false, path: null },
};

const line = (
  check: DoctorLine["check"],
  state: DoctorLine["state"],
  title: string,
  detail = "",
  milliseconds: number | null = 40,
): DoctorLine => ({ check, state, title, detail, whoCanFix: null, next: null, milliseconds });

const WORKSPACE_LINES: DoctorLine[] = [
  line("name", "ok", "The name has an address", "", 14),
  line("tcp", "ok", "Something answers at port 443", "", 9),
  line("proxy", "ok", "Through proxy.meridian.lan:8080", "From the environment.", 61),
  line("tls", "ok", "Secure connection", "Certificate from Meridian Root CA 2, good until March.", 61),
  line("workspace", "ok", "This is a Databricks workspace", "Azure, West Europe.", 180),
  line("token", "ok", "The sign-in is accepted", "Renewed by itself, next time in 58 min.", 120),
  line("identity", "ok", "You are dana.okafor@meridian-freight.com", "In the groups ml-platform and users."),
  line("serving", "ok", "Endpoints may be listed", "31 in all, 24 with external models."),
  {
    ...line(
      "secrets",
      "warning",
      "Secret scopes may be listed, none written",
      "`llm-keys` is readable for you.",
    ),
    whoCanFix: "Whoever manages the scope.",
    next: { kind: "chooseSecret", label: "Look at the scopes" },
  },
  line("warehouses", "failed", "SQL warehouses may not be listed", "Databricks answered 403."),
  line("catalogs", "skipped", "Catalogs were not asked for", "It needs a warehouse.", null),
];

const ADDRESS_LINES: DoctorLine[] = [
  ...WORKSPACE_LINES.slice(0, 2),
  {
    ...line(
      "tls",
      "failed",
      "The certificate is not trusted",
      "It was issued by Meridian Root CA 2, which this computer does not know.",
    ),
    whoCanFix: "Your company's IT can give you the certificate file; name it in Settings, Network.",
    next: { kind: "openSettings", label: "Open settings" },
  },
  line(
    "workspace",
    "skipped",
    "Not asked whether this is a workspace",
    "The secure connection stands before it.",
    null,
  ),
];

async function examine({ target, told }: Args): Promise<DoctorReport> {
  const address = (target as { kind: string }).kind === "address";
  const lines = address ? ADDRESS_LINES : WORKSPACE_LINES;
  for (const one of lines) {
    (told as Sink<DoctorLine>).onmessage({
      ...one,
      state: "running",
      detail: "",
      whoCanFix: null,
      next: null,
      milliseconds: null,
    });
    await pause(40);
    (told as Sink<DoctorLine>).onmessage(one);
  }
  return {
    lines,
    text: lines.map((one) => `${one.state} ${one.title}`).join("\n"),
    verdict: address
      ? "The name and the way are fine; the certificate is not one this computer trusts."
      : "Signed in and working; two things are not allowed to you here.",
  };
}

async function signIn(told: unknown): Promise<void> {
  const tell = (progress: SignInProgress) => (told as Sink<SignInProgress>).onmessage(progress);
  tell({ step: "browserOpened", url: "https://adb-1.azuredatabricks.net/oidc/v1/authorize?state=made-up" });
  await pause(wishes.has("wait") ? 600_000 : 500);
  tell({ step: "callbackReceived" });
  await pause(100);
  tell({ step: "checking" });
  await pause(100);
}

const rights = (): Access => {
  const lacks = wishes.has("lacks");
  return {
    user: "dana.okafor@meridian-freight.com",
    groups: ["ml-platform", "users"],
    admin: false,
    rights: [
      {
        right: "createEndpoints",
        allowed: lacks ? "no" : "yes",
        reason: lacks
          ? "You may use and change the endpoints you manage, and create none."
          : "Any user of this workspace may create endpoints.",
        ask: lacks ? "An admin of this workspace" : null,
      },
      {
        right: "createScopes",
        allowed: "unknown",
        reason: "Only trying would tell.",
        ask: "An admin of this workspace",
      },
      { right: "readSecrets", allowed: "yes", reason: "Four scopes can be listed.", ask: null },
      {
        right: "useWarehouses",
        allowed: "no",
        reason: "No SQL warehouse is shared with you.",
        ask: "An admin of this workspace",
      },
      { right: "browseCatalogs", allowed: "yes", reason: "Two catalogs can be listed.", ask: null },
    ],
  };
};

const message: AccessRequest = {
  to: "an admin of logistics-prod",
  subject: "Access to logistics-prod: creating serving endpoints",
  text: "Hello,\n\nI am signed in to https://adb-5938204771830264.4.azuredatabricks.net as dana.okafor@meridian-freight.com and may not create serving endpoints there.\n\nCould you allow it? In Databricks: Settings, Identity and access.\n\nThank you",
};

const one = (id: unknown): Workspace => {
  const found = world.workspaces.find((each) => each.id === id);
  if (!found) throw failure("unexpected", "There is no such workspace");
  return found;
};

export const workspaces: Record<string, (args: Args) => unknown> = {
  workspaces_sign_in_choices: () => (wishes.has("nofile") ? NO_CHOICES : CHOICES),
  workspaces_cancel_sign_in: () => null,
  workspaces_connect: async ({ workspace, told }) => {
    if ((workspace as ConnectWorkspace).signIn.kind === "browser") await signIn(told);
    throw failure("signedOut");
  },
  workspaces_sign_in_again: async ({ id, told }) => {
    await signIn(told);
    return one(id);
  },
  workspaces_save: ({ id, look }) => Object.assign(one(id), look as WorkspaceLook),
  doctor_run: examine,
  doctor_stop: () => null,
  access_rights: rights,
  access_request: () => message,
  app_save_settings: ({ settings }) => {
    const given = Object.entries(settings as SettingsChange).filter(([, value]) => value !== null);
    info.settings = { ...info.settings, ...Object.fromEntries(given) };
    return info.settings;
  },
  app_kept_data: (): KeptData => ({ drafts: 2, conversations: 14, workspaces: 3 }),
  app_clear_data: () => null,
};

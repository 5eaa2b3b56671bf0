// The ways to sign in, the browser first. A way that cannot be used on this computer stays listed with the reason. What a
// way needs is typed inside its card; the values live in the page's state until they are used.
import { type ReactNode, useState } from "react";
import type { FieldProblem, SignInChoices, SignInKind } from "../ipc/bindings";
import { Field } from "../kit/Field";
import { LinkButton } from "../kit/LinkButton";
import { type RadioCard, RadioCards } from "../kit/RadioCards";
import { SecretInput } from "../kit/SecretInput";
import { Tag } from "../kit/Tag";
import { TextInput } from "../kit/TextInput";
import { fieldProblem, TOKEN_HELP, tokenVerdict } from "./model";
import { Profiles } from "./Profiles";
import { type Typed, whyNot } from "./signing";
import styles from "./Ways.module.css";

type Props = {
  typed: Typed;
  onChange: (change: Partial<Typed>) => void;
  choices: SignInChoices | null;
  problems?: readonly FieldProblem[];
  /** The address typed above, to mark the profiles that lead to it. */
  host?: string | null;
  label?: string;
};

export function Ways({ typed, onChange, choices, problems = [], host = null, label }: Props) {
  const [left, setLeft] = useState(false);
  const found = choices?.profiles.length ?? 0;
  const ways: readonly RadioCard<SignInKind>[] = [
    {
      value: "browser",
      icon: "globe",
      title: "Browser",
      detail: "Your company login. Renews itself; no long-lived token.",
      end: <Tag tone="accent">Recommended</Tag>,
      body: <BrowserMore typed={typed} onChange={onChange} problems={problems} />,
    },
    {
      value: "profile",
      icon: "file",
      title: (
        <>
          Profile from <code>{choices?.configFile ?? "~/.databrickscfg"}</code>
        </>
      ),
      detail: choices ? `Read, never changed. ${found} found.` : "Read, never changed.",
      disabledReason: whyNot("profile", choices),
      body: choices && (
        <Profiles
          choices={choices}
          value={typed.profile}
          onChange={(profile) => onChange({ profile })}
          host={host}
        />
      ),
    },
    {
      value: "servicePrincipal",
      icon: "robot",
      title: "Service principal",
      detail: "Client ID and secret. For shared machines.",
      body: (
        <Inside>
          <Field label="Client ID" apiName="client_id" verdict={fieldProblem(problems, "clientId")}>
            <TextInput
              mono
              value={typed.principalId}
              onChange={(principalId) => onChange({ principalId })}
              placeholder="00000000-0000-0000-0000-000000000000"
            />
          </Field>
          <Field label="Secret" apiName="client_secret" verdict={fieldProblem(problems, "clientSecret")}>
            <SecretInput
              value={typed.principalSecret}
              onChange={(principalSecret) => onChange({ principalSecret })}
            />
          </Field>
        </Inside>
      ),
    },
    {
      value: "accessToken",
      icon: "key",
      title: "Access token",
      detail: "Works until it expires.",
      body: (
        <Inside>
          <Field
            label="Access token"
            help={TOKEN_HELP}
            verdict={fieldProblem(problems, "token") ?? tokenVerdict(typed.token, left)}
          >
            <SecretInput
              value={typed.token}
              onChange={(token) => onChange({ token })}
              onBlur={() => setLeft(true)}
            />
          </Field>
        </Inside>
      ),
    },
    {
      value: "azureCli",
      icon: "terminal",
      title: "Azure CLI",
      detail: "Uses the sign-in of az on this computer.",
      disabledReason: whyNot("azureCli", choices),
      body: (
        <Inside>
          <Field label="Tenant" optional apiName="tenant" help="Only when az is signed in to more than one.">
            <TextInput mono value={typed.tenant} onChange={(tenant) => onChange({ tenant })} />
          </Field>
        </Inside>
      ),
    },
    {
      value: "databricksCli",
      icon: "terminal",
      title: "Databricks CLI",
      detail: "Uses the sign-in of databricks auth login on this computer.",
      disabledReason: whyNot("databricksCli", choices),
      body: (
        <Inside>
          <Field label="Profile" optional help="Without one, the workspace's address is asked for.">
            <TextInput mono value={typed.cliProfile} onChange={(cliProfile) => onChange({ cliProfile })} />
          </Field>
        </Inside>
      ),
    },
  ];
  return (
    <RadioCards label={label} value={typed.kind} onChange={(kind) => onChange({ kind })} options={ways} />
  );
}

function Inside({ children }: { children: ReactNode }) {
  return <div className={styles.inside}>{children}</div>;
}

function BrowserMore({
  typed,
  onChange,
  problems,
}: Pick<Props, "typed" | "onChange"> & { problems: readonly FieldProblem[] }) {
  const [open, setOpen] = useState(typed.browserClient !== "");
  if (!open) {
    return (
      <LinkButton size="s" onClick={() => setOpen(true)}>
        Use your company's own OAuth app
      </LinkButton>
    );
  }
  return (
    <Inside>
      <Field
        label="OAuth client ID"
        apiName="client_id"
        optional="only if your company has registered its own"
        help="Left empty, the public client of the Databricks CLI is used, which every workspace knows."
        verdict={fieldProblem(problems, "clientId")}
      >
        <TextInput
          mono
          value={typed.browserClient}
          onChange={(browserClient) => onChange({ browserClient })}
          placeholder="databricks-cli"
        />
      </Field>
    </Inside>
  );
}

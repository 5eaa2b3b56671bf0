// Connecting a workspace by its address and an access token. Nothing typed is lost when it fails: the failure is explained
// below the fields. What will happen, and where the token will be kept, stands on the right. Other ways to sign in come
// with a later version.
import { useForm, useStore } from "@tanstack/react-form";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { EnvironmentChoice, type MarkedEnvironment } from "../kit/EnvironmentChoice";
import { FailureCard } from "../kit/FailureCard";
import { Field } from "../kit/Field";
import { Icon } from "../kit/Icon";
import { LinkButton } from "../kit/LinkButton";
import { SecretInput } from "../kit/SecretInput";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { useSwitchWorkspace, useWorkspace } from "../shell/current";
import { useNextStep } from "../shell/next";
import { failureWords } from "../shell/said";
import styles from "./ConnectPage.module.css";
import { fieldProblem, hostHint, hostVerdict, TOKEN_HELP, tokenVerdict } from "./model";
import { useConnect, useHostCheck } from "./queries";
import { WhatHappens } from "./WhatHappens";

type Values = { host: string; token: string; name: string; environment: MarkedEnvironment };
const EMPTY: Values = { host: "", token: "", name: "", environment: "none" };

export function ConnectPage() {
  const connect = useConnect();
  const [left, setLeft] = useState<ReadonlySet<keyof Values>>(new Set());
  const leave = (field: keyof Values) => setLeft((before) => new Set([...before, field]));
  const hostField = useRef<HTMLInputElement>(null);
  const place = useRef<HTMLFormElement>(null);
  const form = useForm({
    defaultValues: EMPTY,
    onSubmitMeta: { suggested: "" },
    onSubmit: ({ value, meta }) => {
      const name = value.name.trim() === "" ? meta.suggested : value.name.trim();
      connect.mutate({ ...value, host: value.host.trim(), token: value.token.trim(), name });
    },
  });
  const typed = useStore(form.store, (state) => state.values);
  const check = useHostCheck(typed.host);
  const suggested = check?.suggestedName ?? "";
  const failure = connect.isError ? failureOf(connect.error) : null;
  const problems = failure?.kind === "invalid" ? failure.fields : [];
  const missing = whatIsMissing(typed, check?.problem ?? null);
  const submit = () => void form.handleSubmit({ suggested });
  const next = useNextStep({
    tryAgain: submit,
    waitAndRetry: submit,
    checkAddress: () => hostField.current?.focus(),
    signInAgain: () => place.current?.querySelector<HTMLInputElement>("[data-secret]")?.focus(),
  });

  return (
    <div className={styles.page}>
      <main className={styles.left}>
        <header className={styles.brand}>
          <Icon name="brand" size={20} />
          Gatewright
        </header>
        <div className={styles.title}>
          <h1>Connect a workspace</h1>
          <p>
            Gatewright talks to Databricks directly from this computer. There is no account with us and
            nothing is reported home.
          </p>
        </div>
        <form
          ref={place}
          id="connect"
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            setLeft(new Set(["host", "token"]));
            if (missing === null && !connect.isPending) submit();
          }}
        >
          <form.Field name="host">
            {(field) => (
              <Field
                label="Workspace address"
                required
                help="Copied from the browser is fine, we cut off the rest."
                verdict={fieldProblem(problems, "host") ?? hostVerdict(check, left.has("host"))}
              >
                <TextInput
                  ref={hostField}
                  type="text"
                  inputMode="url"
                  placeholder="https://adb-1234567890123456.7.azuredatabricks.net"
                  value={field.state.value}
                  onChange={field.handleChange}
                  onBlur={() => leave("host")}
                  end={
                    check?.host && check.problem === null ? (
                      <Icon name="check" className={styles.good} label="Can be used" />
                    ) : null
                  }
                />
              </Field>
            )}
          </form.Field>
          {hostHint(check) && (
            <p className={styles.hint}>
              <Icon name="warning" size={13} />
              {hostHint(check)}
            </p>
          )}
          <form.Field name="token">
            {(field) => (
              <Field
                label="Access token"
                required
                help={TOKEN_HELP}
                verdict={
                  fieldProblem(problems, "token") ?? tokenVerdict(field.state.value, left.has("token"))
                }
              >
                <SecretInput
                  value={field.state.value}
                  onChange={field.handleChange}
                  onBlur={() => leave("token")}
                />
              </Field>
            )}
          </form.Field>
          <form.Field name="name">
            {(field) => (
              <Field
                label="Name"
                optional="as you will see it in the switcher"
                verdict={fieldProblem(problems, "name")}
              >
                <TextInput value={field.state.value} onChange={field.handleChange} placeholder={suggested} />
              </Field>
            )}
          </form.Field>
          <form.Field name="environment">
            {(field) => (
              <Field label="Mark it as" optional="so that nobody mistakes it" group>
                <EnvironmentChoice value={field.state.value} onChange={field.handleChange} />
              </Field>
            )}
          </form.Field>
          {failure && !connect.isPending && <FailureCard failure={failure} onNext={next} compact />}
        </form>
        <footer className={styles.foot}>
          <WayOut />
          <Button
            type="submit"
            form="connect"
            variant="primary"
            size="l"
            keyHint="↵"
            busy={connect.isPending}
            busyLabel="Connecting"
            disabledReason={missing}
          >
            Connect
          </Button>
        </footer>
      </main>
      <WhatHappens />
    </div>
  );
}

function whatIsMissing(typed: Values, problem: string | null): string | null {
  if (typed.host.trim() === "") return "Enter the workspace's address first.";
  if (problem !== null) return problem;
  if (typed.token.trim() === "") return "Paste an access token first.";
  return null;
}

/** Away without connecting: to the workspace that is open, which at first is the sandbox. */
function WayOut() {
  const current = useWorkspace();
  const navigate = useNavigate();
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  if (current.kind !== "sandbox") {
    return (
      <LinkButton onClick={() => void navigate({ to: "/endpoints" })}>Back to {current.name}</LinkButton>
    );
  }
  return (
    <LinkButton
      onClick={() => void switchTo(current.id).catch((error: unknown) => toast(failureWords(error)))}
    >
      Look around first, without an account
    </LinkButton>
  );
}

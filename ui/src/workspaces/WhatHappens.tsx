// The right half of Connect: what pressing Connect does with the chosen way, in order, and where the sign-in will be kept.
import type { SignInKind } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { Glyph, Icon, type IconName } from "../kit/Icon";
import { useAppInfo } from "../shell/current";
import { KEYCHAIN_WORDS, useCheckKeychain } from "../shell/keychain";
import styles from "./ConnectPage.module.css";

type Step = { icon: IconName; title: string; detail: string };

const ADDRESS: Step = {
  icon: "globe",
  title: "The address is checked",
  detail:
    "Only an encrypted connection to the workspace itself. A login page in between is not mistaken for it.",
};
const BROWSER: Step = {
  icon: "external",
  title: "Your browser opens Databricks' own login",
  detail: "Your password is typed there, never here. It leads back to this window by itself.",
};
const WHO: Step = {
  icon: "user",
  title: "The sign-in is tried with one question: who am I",
  detail: "Nothing in the workspace is read further or changed.",
};
const LIST: Step = {
  icon: "endpoints",
  title: "Your endpoints are listed",
  detail: "What you may do there is decided by your permissions in Databricks.",
};
const keep = (what: string): Step => ({
  icon: "key",
  title: `${what} into your keychain`,
  detail: "Not into a file, not into the log, and never back to this window.",
});

const STEPS: Record<SignInKind, readonly Step[]> = {
  browser: [ADDRESS, BROWSER, WHO, keep("What renews the sign-in goes"), LIST],
  servicePrincipal: [ADDRESS, WHO, keep("ID and secret go"), LIST],
  accessToken: [ADDRESS, WHO, keep("The token goes"), LIST],
  profile: [
    {
      icon: "file",
      title: "The profile is read",
      detail: "Its file is never changed. Other profiles in it stay untouched.",
    },
    ADDRESS,
    WHO,
    LIST,
  ],
  azureCli: [
    ADDRESS,
    {
      icon: "terminal",
      title: "az is asked for a token",
      detail: "The program signs in with what it knows. Gatewright keeps none of it.",
    },
    WHO,
    LIST,
  ],
  databricksCli: [
    ADDRESS,
    {
      icon: "terminal",
      title: "databricks is asked for a token",
      detail: "The program signs in with what it knows. Gatewright keeps none of it.",
    },
    WHO,
    LIST,
  ],
};

export function WhatHappens({ kind }: { kind: SignInKind }) {
  const info = useAppInfo();
  const steps = STEPS[kind];
  return (
    <>
      <div>
        <h2 id="beside">What happens when you connect</h2>
        <p className={styles.under}>You can remove the workspace in Settings at any time.</p>
      </div>
      <ol className={styles.list}>
        {steps.map((step) => (
          <li key={step.title}>
            <Icon name={step.icon} />
            <span>
              {step.title}
              <small>{step.detail}</small>
            </span>
          </li>
        ))}
      </ol>
      <KeychainLine />
      {info && (
        <p className={styles.folder}>
          <Icon name="folder" size={14} />
          <span>Data folder: {info.dataFolder}, no keys inside</span>
        </p>
      )}
    </>
  );
}

export function KeychainLine() {
  const keychain = useAppInfo()?.keychain;
  const check = useCheckKeychain();
  if (!keychain) return null;
  const glyph = keychain.state === "ok" ? "ready" : keychain.state === "notChecked" ? "unknown" : "warning";
  return (
    <>
      <ul className={styles.list}>
        <li data-tone={glyph === "unknown" ? undefined : glyph}>
          <Glyph name={glyph} size={15} />
          <span>
            <b>{KEYCHAIN_WORDS[keychain.state]}</b>
            <small>{keychain.message}</small>
          </span>
          <Button
            size="s"
            icon="refresh"
            busy={check.isPending}
            busyLabel="Checking"
            onClick={() => check.mutate()}
          >
            Check again
          </Button>
        </li>
      </ul>
      {check.isError && <FailureNote failure={check.error} />}
    </>
  );
}

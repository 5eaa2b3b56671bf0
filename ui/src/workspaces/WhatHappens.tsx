// The right half of Connect: what pressing Connect does, in order, and where the token will be kept.
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { Glyph, Icon, type IconName } from "../kit/Icon";
import { useAppInfo } from "../shell/current";
import { KEYCHAIN_WORDS, useCheckKeychain } from "../shell/keychain";
import styles from "./ConnectPage.module.css";

const STEPS: readonly { icon: IconName; title: string; detail: string }[] = [
  {
    icon: "globe",
    title: "The address is checked",
    detail:
      "Only an encrypted connection to the workspace itself. A login page in between is not mistaken for it.",
  },
  {
    icon: "user",
    title: "The token is tried with one question: who am I",
    detail: "Nothing in the workspace is read further or changed.",
  },
  {
    icon: "key",
    title: "The token goes into your keychain",
    detail: "Not into a file, not into the log, and never back to this window.",
  },
  {
    icon: "endpoints",
    title: "Your endpoints are listed",
    detail: "What you may do there is decided by your permissions in Databricks.",
  },
];

export function WhatHappens() {
  const info = useAppInfo();
  const check = useCheckKeychain();
  const keychain = info?.keychain;
  const fine = keychain?.state === "ok";
  const unsure = keychain?.state === "notChecked";
  return (
    <aside className={styles.right} aria-labelledby="what-happens">
      <div>
        <h2 id="what-happens">What happens when you connect</h2>
        <p className={styles.under}>
          Four steps, a second or two. You can remove the workspace in Settings at any time.
        </p>
      </div>
      <ol className={styles.list}>
        {STEPS.map((step) => (
          <li key={step.title}>
            <Icon name={step.icon} />
            <span>
              {step.title}
              <small>{step.detail}</small>
            </span>
          </li>
        ))}
      </ol>
      {keychain && (
        <ul className={styles.list}>
          <li data-tone={fine ? "ready" : unsure ? undefined : "warning"}>
            {fine ? (
              <Glyph name="ready" size={15} />
            ) : (
              <Glyph name={unsure ? "unknown" : "warning"} size={15} />
            )}
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
      )}
      {check.isError && <FailureNote failure={check.error} />}
      {info && (
        <p className={styles.folder}>
          <Icon name="folder" size={14} />
          <span>Data folder: {info.dataFolder}, no keys inside</span>
        </p>
      )}
    </aside>
  );
}

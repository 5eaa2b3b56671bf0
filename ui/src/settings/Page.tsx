// Settings: how it looks, which workspaces are connected, whether sign-ins are kept, and where the app's files are.

import { useQuery } from "@tanstack/react-query";
import type { AppInfo, Theme } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { FailureCard } from "../kit/FailureCard";
import { FailureNote } from "../kit/FailureNote";
import { Glyph } from "../kit/Icon";
import { Segmented } from "../kit/Segmented";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { appInfoQuery } from "../shell/current";
import { KEYCHAIN_WORDS, useCheckKeychain } from "../shell/keychain";
import { useNextStep } from "../shell/next";
import { useSaveTheme } from "../shell/useSaveTheme";
import styles from "./Page.module.css";
import { Workspaces } from "./Workspaces";

export function Page() {
  const info = useQuery(appInfoQuery);
  const next = useNextStep({ tryAgain: () => void info.refetch() });
  return (
    <>
      <SheetHead title="Settings" aside={info.data ? `Gatewright ${info.data.version}` : undefined} />
      <SheetBody padded>
        <div className={styles.page}>
          {info.isPending && <Pulse lines={6} />}
          {info.isError && <FailureCard failure={info.error} onNext={next} />}
          {info.data && (
            <>
              <Appearance info={info.data} />
              <Workspaces />
              <Keychain info={info.data} />
              <Files info={info.data} />
            </>
          )}
        </div>
      </SheetBody>
    </>
  );
}

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

function Appearance({ info }: { info: AppInfo }) {
  const save = useSaveTheme();
  const shown = save.isPending ? save.variables : info.settings.theme;
  return (
    <section className={styles.section} aria-labelledby="look">
      <h2 id="look">Appearance</h2>
      <div className={styles.row}>
        <span className={styles.name}>Theme</span>
        <Segmented label="Theme" value={shown} onChange={(theme) => save.mutate(theme)} options={THEMES} />
      </div>
    </section>
  );
}

function Keychain({ info }: { info: AppInfo }) {
  const check = useCheckKeychain();
  const { state, store, message } = info.keychain;
  const glyph = state === "ok" ? "ready" : state === "notChecked" ? "unknown" : "warning";
  return (
    <section className={styles.section} aria-labelledby="keychain">
      <h2 id="keychain">Keychain</h2>
      <div className={styles.row}>
        <span className={styles.state} data-state={glyph}>
          <Glyph name={glyph} size={15} />
          <span>
            {KEYCHAIN_WORDS[state]} <span className={styles.quiet}>{store}</span>
            <small>{message}</small>
          </span>
        </span>
        <Button icon="refresh" busy={check.isPending} busyLabel="Checking" onClick={() => check.mutate()}>
          Check again
        </Button>
      </div>
      {check.isError && <FailureNote failure={check.error} />}
    </section>
  );
}

function Files({ info }: { info: AppInfo }) {
  return (
    <section className={styles.section} aria-labelledby="files">
      <h2 id="files">On this computer</h2>
      <Path
        name="Data folder"
        path={info.dataFolder}
        detail="Drafts, chats and settings. No tokens and no keys are inside."
      />
      <Path name="Log file" path={info.logFile} detail="What happened, without prompts, tokens and keys." />
    </section>
  );
}

function Path({ name, path, detail }: { name: string; path: string; detail: string }) {
  return (
    <div className={styles.row}>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <code data-selectable>{path}</code>
        <small>{detail}</small>
      </span>
      <CopyButton text={path} label="Copy path" />
    </div>
  );
}

// The line at the foot: what one is connected to and as whom, updates that are running, whether the sign-in is kept.
import { Link } from "@tanstack/react-router";
import type { Workspace } from "../ipc/bindings";
import { Glyph, Icon } from "../kit/Icon";
import { useAppInfo } from "./current";
import { KEYCHAIN_WORDS } from "./keychain";
import { openDoctor } from "./panels";
import { useRunning } from "./running";
import styles from "./StatusBar.module.css";
import { askSignIn, useSession } from "./session";
import { bareHost, endsSoon, expiryWords } from "./workspaceWords";

export function StatusBar({ current }: { current: Workspace }) {
  return (
    <footer className={styles.bar}>
      <div>
        <Connection current={current} />
        <button
          type="button"
          aria-label="Doctor: check the connection"
          title="Check the connection"
          onClick={() => openDoctor({ kind: "workspace", id: current.id })}
        >
          <Icon name="pulse" size={12} />
          <span className={styles.more}>Doctor</span>
        </button>
      </div>
      <div>
        <Running />
        <Keeping current={current} />
      </div>
    </footer>
  );
}

function Connection({ current }: { current: Workspace }) {
  const { signedOut } = useSession();
  if (current.kind === "sandbox") {
    return (
      <>
        <span>
          <Glyph name="ready" size={11} className={styles.good} />
          Sandbox on this computer
        </span>
        <span className={styles.more}>No account, no network, no cost</span>
      </>
    );
  }
  if (signedOut || current.credential === "missing") {
    return (
      <span className={styles.bad}>
        <Glyph name="notReady" size={11} />
        Signed out of {bareHost(current.host)}
      </span>
    );
  }
  return (
    <>
      <span>
        <Glyph name="ready" size={11} className={styles.good} />
        Connected to <span data-selectable>{bareHost(current.host)}</span>
      </span>
      {current.user && (
        <span className={styles.more} title={signedHow(current)}>
          {current.user}
        </span>
      )}
    </>
  );
}

function signedHow(current: Workspace): string | undefined {
  const expiry = expiryWords(current, Date.now());
  return expiry === null ? undefined : `Sign-in ${expiry}`;
}

function Running() {
  const names = useRunning();
  const [first] = names;
  if (first === undefined) return null;
  const words = names.length === 1 ? `${first} is updating` : `${names.length} endpoints are updating`;
  const mark = <Glyph name="updating" size={11} />;
  if (names.length > 1) {
    return (
      <Link to="/endpoints" className={styles.live}>
        {mark}
        {words}
      </Link>
    );
  }
  return (
    <Link to="/endpoints/$name" params={{ name: first }} className={styles.live}>
      {mark}
      <span className={styles.cut}>{words}</span>
    </Link>
  );
}

function Keeping({ current }: { current: Workspace }) {
  const keychain = useAppInfo()?.keychain;
  const ends = endsSoon(current, Date.now());
  if (ends !== null) {
    return (
      <button type="button" className={styles.warn} onClick={() => askSignIn(current.id)}>
        <Icon name="clock" size={12} />
        {ends}. Sign in again
      </button>
    );
  }
  if (current.credential === "sessionOnly") {
    return (
      <Link to="/settings" className={styles.warn} title={keychain?.message}>
        <Icon name="unlock" size={12} />
        Signed in until you close Gatewright
      </Link>
    );
  }
  if (
    !keychain ||
    (current.kind === "sandbox" && (keychain.state === "ok" || keychain.state === "notChecked"))
  )
    return null;
  const fine = keychain.state === "ok" || keychain.state === "notChecked";
  return (
    <Link to="/settings" className={fine ? undefined : styles.warn} title={keychain.message}>
      <Icon name={fine ? "lock" : "warning"} size={12} />
      {KEYCHAIN_WORDS[keychain.state]}
    </Link>
  );
}

// Where sign-ins are kept on this computer, and whether that works.
import type { AppInfo } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { Glyph } from "../kit/Icon";
import { KEYCHAIN_WORDS, useCheckKeychain, useUnlockKeychain } from "../shell/keychain";
import styles from "./Page.module.css";

export function Keychain({ info }: { info: AppInfo }) {
  const check = useCheckKeychain();
  const unlock = useUnlockKeychain();
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
        <span className={styles.formFoot}>
          {state === "locked" && (
            <Button
              icon="unlock"
              busy={unlock.isPending}
              busyLabel="The system is asking you"
              onClick={() => unlock.mutate()}
            >
              Unlock
            </Button>
          )}
          <Button icon="refresh" busy={check.isPending} busyLabel="Checking" onClick={() => check.mutate()}>
            Check again
          </Button>
        </span>
      </div>
      {unlock.isError && <FailureNote failure={unlock.error} />}
      {check.isError && <FailureNote failure={check.error} />}
    </section>
  );
}

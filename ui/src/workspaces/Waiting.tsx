// While the sign-in is under way: what happens in the browser and here, and what to do when the browser did not come up.
import { useState } from "react";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { FailureNote } from "../kit/FailureNote";
import { Glyph } from "../kit/Icon";
import { LiveRegion } from "../kit/LiveRegion";
import type { Standing } from "./attempt";
import styles from "./Waiting.module.css";

type Props = { standing: Standing; browser: boolean; onCancel: () => void };

export function Waiting({ standing, browser, onCancel }: Props) {
  const { progress, url } = standing;
  const [failure, setFailure] = useState<unknown>(null);
  const again = async (address: string) => {
    setFailure(null);
    try {
      await unwrap(commands.appOpenLink(address), { quiet: true });
    } catch (error) {
      setFailure(error);
    }
  };
  const inBrowser = progress?.step === "browserOpened" || progress?.step === "browserFailed";
  const words = wordsOf(standing, browser);
  return (
    <section className={styles.card} aria-label="Signing in">
      <div className={styles.head}>
        <p className={styles.title}>
          <Glyph name={progress?.step === "browserFailed" ? "warning" : "updating"} size={15} />
          <b>{words.title}</b>
        </p>
        {/* Up here it stays where it is while the words and the buttons below it change. */}
        <Button size="s" variant="quiet" icon="cross" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <p className={styles.text}>{words.text}</p>
      {failure !== null && <FailureNote failure={failure} />}
      {inBrowser && url && (
        <div className={styles.acts}>
          <Button size="s" icon="external" onClick={() => void again(url)}>
            Open the browser again
          </Button>
          <CopyButton text={url} label="Copy the address" />
        </div>
      )}
      <LiveRegion text={`${words.title}. ${words.text}`} />
    </section>
  );
}

function wordsOf({ progress }: Standing, browser: boolean): { title: string; text: string } {
  switch (progress?.step) {
    case "browserOpened":
      return {
        title: "Sign in with the browser that has just opened",
        text: "Databricks asks there who you are, with your company's login. Then it leads back here by itself; this window waits and nothing typed is lost.",
      };
    case "browserFailed":
      return {
        title: "No browser came up",
        text: `${progress.why} Copy the address and open it in a browser on this computer: the sign-in goes on from there.`,
      };
    case "callbackReceived":
      return {
        title: "The browser came back",
        text: "Databricks' answer is being exchanged for a sign-in. The browser can be closed.",
      };
    case "checking":
      return {
        title: "Trying the sign-in",
        text: "One question to the workspace: who am I. Nothing is read further or changed.",
      };
    default:
      return browser
        ? { title: "Opening the browser", text: "Asking the workspace where its login is." }
        : { title: "Signing in", text: "Asking the workspace for a sign-in." };
  }
}

// After a key was stored: what was read back, its reference, the clipboard, and the proof that it works where it is used.
// The value is gone by now. Used by AddKey.tsx.
import type { StoredSecret } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { LiveRegion } from "../kit/LiveRegion";
import { ClearClipboard } from "./entry/ClearClipboard";
import { Reference } from "./KeyPanel";
import { Note } from "./Note";
import styles from "./Panel.module.css";
import { useProof } from "./proving";
import type { Use } from "./types";
import { UsedBy } from "./UsedBy";

export function Stored({ stored, uses, onShow }: { stored: StoredSecret; uses: Use[]; onShow: () => void }) {
  const proof = useProof(stored.reference, uses);
  const words = [
    `${stored.characters.toLocaleString("en")} characters${stored.lastFour === "" ? "" : `, ending in ${stored.lastFour}`}, are in ${stored.scope} as ${stored.key}.`,
    stored.trimmed ? "Blanks or line ends around it were removed." : "",
    "Databricks lists the key, so it is there.",
  ];
  const said = words.filter(Boolean).join(" ");
  return (
    <>
      <Note tone="ready">{said}</Note>
      <LiveRegion text={said} />
      <Reference reference={stored.reference} />
      <div className={styles.acts}>
        <ClearClipboard />
      </div>
      <p className={styles.quiet}>
        The key may still lie on the clipboard of this computer, where other programs can read it. A history
        that your desktop keeps is not emptied by this.
      </p>
      {uses.length > 0 && (
        <section className={styles.part}>
          <h3>Does it work?</h3>
          <p className={styles.fact}>
            Every served entity that uses the key gets one call of one token. That costs next to nothing.
          </p>
          <UsedBy uses={uses} proofs={proof.proofs} />
          <div className={styles.acts}>
            <Button icon="play" busy={proof.busy} busyLabel="Testing" onClick={() => void proof.prove()}>
              {proof.works + proof.failed > 0 ? "Test it again" : "Test it now"}
            </Button>
          </div>
        </section>
      )}
      <div className={styles.acts}>
        <Button variant="primary" onClick={onShow}>
          Show the key
        </Button>
      </div>
    </>
  );
}

// The sheet of shortcuts, by place. Opened with "?" or from the palette; loaded then.
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { KeyHint } from "../kit/KeyHint";
import styles from "./ShortcutSheet.module.css";
import { SHORTCUTS } from "./shortcuts";

export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      width={720}
      title="Keyboard shortcuts"
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles.places}>
        {SHORTCUTS.map((group) => (
          <section key={group.place}>
            <h3>{group.place}</h3>
            <dl>
              {group.shortcuts.map((one) => (
                <div key={one.does}>
                  <dt>
                    {[one.keys].flat().map((keys) => (
                      <KeyHint key={keys} keys={keys} />
                    ))}
                  </dt>
                  <dd>{one.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className={styles.note}>
        Single letters work while no field has the focus. Everything else is in Search or run.
      </p>
    </Dialog>
  );
}

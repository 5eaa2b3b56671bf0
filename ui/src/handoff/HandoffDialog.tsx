// Hands on a new endpoint that is still a draft: for those who may not create it themselves, or keep endpoints in code. Nothing
// is created by it. Opened from the review of the create flow.
import type { EndpointDraft } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import styles from "./Handoff.module.css";
import { Texts } from "./Texts";

export type HandoffDialogProps = { draft: EndpointDraft; open: boolean; onClose: () => void };

export function HandoffDialog({ draft, open, onClose }: HandoffDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={`Hand on ${draft.name}`}
      width={880}
      actions={<Button onClick={onClose}>Back to the review</Button>}
    >
      <p className={styles.about}>
        For whoever creates endpoints in your place. Nothing is created by this, and the draft stays as it is.
        Secrets are in it by their names only.
      </p>
      {open && <Texts source={{ kind: "draft", draft }} reading={JSON.stringify(draft)} />}
    </Dialog>
  );
}

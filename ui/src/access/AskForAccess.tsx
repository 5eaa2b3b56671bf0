// The message that asks somebody for a right. Gatewright sends nothing: the person copies it to where they write.
import { useQuery } from "@tanstack/react-query";
import { type AccessAbout, commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Pulse } from "../kit/Spinner";
import { closePanel } from "../shell/panels";
import styles from "./Access.module.css";

export function AskForAccess({ about }: { about: AccessAbout }) {
  const message = useQuery({
    queryKey: ["access", "request", about],
    queryFn: () => unwrap(commands.accessRequest(about), { quiet: true }),
  });
  const written = message.data;
  return (
    <Dialog
      open
      onClose={closePanel}
      title="Ask for access"
      width={520}
      actions={
        <>
          <Button onClick={closePanel}>Close</Button>
          {written && (
            <CopyButton primary label="Copy the message" text={`${written.subject}\n\n${written.text}`} />
          )}
        </>
      }
    >
      {message.isPending && <Pulse lines={4} label="Writing the message" />}
      {message.isError && <FailureNote failure={message.error} onNext={() => void message.refetch()} />}
      {written && (
        <div className={styles.message}>
          <p className={styles.quiet}>
            For {written.to}. Gatewright sends nothing by itself: copy it to where you write.
          </p>
          <p>
            <b>{written.subject}</b>
          </p>
          <p className={styles.text}>{written.text}</p>
        </div>
      )}
    </Dialog>
  );
}

// The dialog before something that cannot be taken back: the name has to be typed. A failure is shown inside and what was
// typed stays.
import { type ReactNode, useState } from "react";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { FailureNote } from "./FailureNote";
import { Field } from "./Field";
import { TextInput } from "./TextInput";

type Props = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
  name: string;
  action: string;
  onConfirm: () => void;
  busy?: boolean | undefined;
  busyLabel?: string | undefined;
  keep?: string | undefined;
  danger?: boolean | undefined;
  failure?: unknown;
};

export function ConfirmByName(props: Props) {
  const { open, onClose, title, busy = false } = props;
  return (
    <Dialog open={open} onClose={onClose} title={title} busy={busy}>
      {open && <Question {...props} />}
    </Dialog>
  );
}

function Question({
  onClose,
  children,
  name,
  action,
  onConfirm,
  busy = false,
  busyLabel,
  keep = "Keep it",
  danger = true,
  failure,
}: Props) {
  const [typed, setTyped] = useState("");
  const matches = typed.trim() === name;
  return (
    <form
      style={{ display: "grid", gap: "var(--s-3)" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (matches && !busy) onConfirm();
      }}
    >
      <div>{children}</div>
      <Field
        label={
          <span style={{ whiteSpace: "normal", overflowWrap: "anywhere" }}>
            Type <code>{name}</code> to go on
          </span>
        }
      >
        <TextInput mono value={typed} onChange={setTyped} />
      </Field>
      {failure ? <FailureNote failure={failure} /> : null}
      <div style={{ display: "flex", justifyContent: "flex-end", gap: "var(--s-2)" }}>
        <Button onClick={onClose} disabledReason={busy ? "This is being done already." : null}>
          {keep}
        </Button>
        <Button
          type="submit"
          variant={danger ? "dangerSolid" : "primary"}
          busy={busy}
          busyLabel={busyLabel}
          disabledReason={matches ? null : `Type ${name} first.`}
        >
          {action}
        </Button>
      </div>
    </form>
  );
}

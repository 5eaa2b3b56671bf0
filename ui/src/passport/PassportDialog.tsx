// Makes a passport of an endpoint: its title and starters are typed, and what will be in it stands beside in words. The core
// writes the file and refuses what looks like a secret. Opened from the endpoint's page; opening one is OpenPassport.
import { useState } from "react";
import { commands, type Passport, type PassportChoices, type PassportFile } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Checkbox } from "../kit/Checkbox";
import { CopyButton } from "../kit/CopyButton";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { TextArea } from "../kit/TextArea";
import { TextInput } from "../kit/TextInput";
import { Contents } from "./Contents";
import styles from "./Passport.module.css";

export type PassportDialogProps = {
  endpoint: string;
  entity?: string | null;
  open: boolean;
  onClose: () => void;
};

type Made = { file: PassportFile; passport: Passport };

export function PassportDialog({ endpoint, entity = null, open, onClose }: PassportDialogProps) {
  const [title, setTitle] = useState(endpoint);
  const [starters, setStarters] = useState("");
  const [parameters, setParameters] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const [saved, setSaved] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const wrong = useProblems(failure);

  /** What was made is no longer what stands in the fields. */
  const typed = (): void => {
    setMade(null);
    setSaved("");
    setFailure(null);
  };
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const make = () =>
    attempt(async () => {
      const choices: PassportChoices = { title, starters: starters.split("\n"), parameters };
      const file = await unwrap(commands.passportMake(endpoint, entity, choices), { quiet: true });
      // What is shown is read back from the file, so that it cannot differ from it.
      const { passport } = await unwrap(commands.passportRead(file.text), { quiet: true });
      if (passport) setMade({ file, passport });
    });
  const save = (file: PassportFile) =>
    attempt(async () => setSaved(await unwrap(commands.passportSave(file.text, file.fileName))));

  return (
    <Dialog
      open={open}
      onClose={onClose}
      busy={busy}
      width={600}
      title={`Share ${endpoint} as a passport`}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {made && <CopyButton text={made.file.text} label="Copy" beside />}
          {made ? (
            <Button
              variant="primary"
              icon="download"
              busy={busy}
              busyLabel="Saving"
              onClick={() => void save(made.file)}
            >
              Save the file
            </Button>
          ) : (
            <Button variant="primary" busy={busy} busyLabel="Making" onClick={() => void make()}>
              Make the passport
            </Button>
          )}
        </>
      }
    >
      <div className={styles.dialog}>
        <p>
          A small file for somebody who uses Gatewright too: it leads them to this endpoint. It holds no key
          and gives no right; they sign in as themselves.
        </p>
        <Field label="Title" verdict={verdict(wrong("title"))}>
          <TextInput
            value={title}
            autoFocus
            onChange={(next) => {
              typed();
              setTitle(next);
            }}
          />
        </Field>
        <Field
          label="To begin with"
          help="One message a line, at most 12. A chat there offers them."
          verdict={verdict(wrong("starters"))}
        >
          <TextArea
            value={starters}
            onChange={(next) => {
              typed();
              setStarters(next);
            }}
            rows={3}
          />
        </Field>
        <Checkbox
          checked={parameters}
          onChange={(next) => {
            typed();
            setParameters(next);
          }}
        >
          Say how my newest chat with it is set, with its role and rules
        </Checkbox>
        {failure !== null && <FailureNote failure={failureOf(failure)} />}
        {made && <Contents passport={made.passport} label="What is in it" />}
        {saved !== "" && (
          <p role="status" className={styles.saved}>
            Saved as {saved}
          </p>
        )}
      </div>
    </Dialog>
  );
}

/** What the core says of a field or of one of its lines. */
function useProblems(failure: unknown): (field: string) => string | null {
  const known = failure === null ? null : failureOf(failure);
  const fields = known?.kind === "invalid" ? known.fields : [];
  return (field) =>
    fields.find((one) => one.path === field || one.path.startsWith(`${field}.`))?.message ?? null;
}

function verdict(problem: string | null) {
  return problem ? { tone: "wrong" as const, text: problem } : null;
}

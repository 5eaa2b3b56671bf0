// A new secret scope: its name, and only when the workspace asks for it whether everyone in it may manage the scope.
// Used by Side.tsx and the empty room.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { commands } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { useNextStep } from "../shell/next";
import { secretNameProblem } from "./entry/names";
import { asksForEveryone } from "./entry/storing";
import { Note } from "./Note";
import { Panel } from "./Panel";
import styles from "./Panel.module.css";
import { useChange } from "./queries";

type Props = { taken: string[]; suggested?: string; onClose: () => void };

export function NewScope({ taken, suggested = "", onClose }: Props) {
  const [name, setName] = useState(suggested);
  const [complain, setComplain] = useState(false);
  const change = useChange();
  const navigate = useNavigate();
  const toast = useToast();
  const onNext = useNextStep();
  const wanted = name.trim();
  const wrong = problemOf(wanted, taken);
  const asked = change.failure !== null && asksForEveryone(change.failure.failure);

  const create = async (forEveryone: boolean): Promise<void> => {
    setComplain(true);
    if (wrong) return;
    const done = await change.run("create", "secrets_create_scope", () =>
      commands.secretsCreateScope({ name: wanted, forEveryone }),
    );
    if (!done) return;
    toast({ tone: "ready", title: "Scope created", object: wanted });
    void navigate({ to: "/secrets", search: { scope: wanted } });
  };
  const shown = (complain || wanted.length > 0) && wrong ? wrong : null;
  return (
    <Panel title="New scope" onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void create(false);
        }}
      >
        <p className={styles.fact}>
          A scope is a drawer for keys with its own list of who may use them. Everybody in the workspace can
          see its name.
        </p>
        <Field
          label="Name"
          apiName="scope"
          verdict={shown ? { tone: "wrong", text: shown } : null}
          help="Letters, digits and - _ . @, at most 128. It cannot be renamed."
        >
          <TextInput
            mono
            value={name}
            autoFocus
            placeholder="llm-keys"
            onChange={(text) => {
              setName(text);
              change.clear();
            }}
          />
        </Field>
        {asked ? (
          <Note
            tone="warning"
            actions={
              <>
                <Button
                  variant="primary"
                  busy={change.busy !== null}
                  busyLabel="Creating"
                  onClick={() => void create(true)}
                >
                  Create it for everyone
                </Button>
                <Button onClick={onClose}>Leave it</Button>
              </>
            }
          >
            <b>This workspace cannot keep a scope to one person.</b> Without the Premium plan, everybody in
            the workspace may read, change and delete the keys of a new scope. Create it like that only if you
            want it so.
          </Note>
        ) : (
          <>
            {change.failure && <FailureNote failure={change.failure} onNext={onNext} />}
            <div className={styles.acts}>
              <Button type="submit" variant="primary" busy={change.busy !== null} busyLabel="Creating">
                Create scope
              </Button>
              <Button onClick={onClose}>Cancel</Button>
            </div>
          </>
        )}
      </form>
    </Panel>
  );
}

function problemOf(name: string, taken: string[]): string | null {
  if (name === "") return "Name the scope.";
  const wrong = secretNameProblem(name, "scope");
  if (wrong) return wrong;
  return taken.some((one) => one.toLowerCase() === name.toLowerCase())
    ? `There is a scope ${name} already. Large and small letters are the same here.`
    : null;
}

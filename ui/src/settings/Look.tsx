// Names a workspace anew, gives it another colour, says what it is used for. Nothing of this leaves the computer.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Workspace, type WorkspaceList } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { ColorChoice } from "../kit/ColorChoice";
import { Dialog } from "../kit/Dialog";
import { EnvironmentChoice, type MarkedEnvironment } from "../kit/EnvironmentChoice";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { TextInput } from "../kit/TextInput";
import { workspaceKeys } from "../shell/current";
import styles from "./Page.module.css";

export function Look({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(workspace.name);
  const [color, setColor] = useState(workspace.color);
  const [environment, setEnvironment] = useState<MarkedEnvironment>(
    workspace.environment === "sandbox" ? "none" : workspace.environment,
  );
  const save = useMutation({
    mutationFn: () =>
      unwrap(commands.workspacesSave(workspace.id, { name: name.trim(), color, environment }), {
        quiet: true,
      }),
    onSuccess: (saved) => {
      client.setQueryData(workspaceKeys.list, (list: WorkspaceList | undefined) =>
        list
          ? { ...list, workspaces: list.workspaces.map((one) => (one.id === saved.id ? saved : one)) }
          : list,
      );
      onClose();
    },
  });
  const failure = save.isError ? failureOf(save.error) : null;
  const wrong = failure?.kind === "invalid" ? failure.fields[0] : undefined;
  const missing = name.trim() === "" ? "Give it a name first." : null;
  return (
    <Dialog open onClose={onClose} title={`Change ${workspace.name}`} width={460} busy={save.isPending}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === null && !save.isPending) save.mutate();
        }}
      >
        <Field label="Name" verdict={wrong ? { tone: "wrong", text: wrong.message } : null}>
          <TextInput value={name} onChange={setName} />
        </Field>
        <Field label="Colour" group>
          <ColorChoice value={color} onChange={setColor} />
        </Field>
        <Field label="Mark it as" group help={environment === "production" ? PRODUCTION : undefined}>
          <EnvironmentChoice value={environment} onChange={setEnvironment} />
        </Field>
        {failure && !wrong && <FailureNote failure={failure} />}
        <div className={styles.formFoot}>
          <Button onClick={onClose}>Keep as it was</Button>
          <Button
            type="submit"
            variant="primary"
            busy={save.isPending}
            busyLabel="Saving"
            disabledReason={missing}
          >
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const PRODUCTION =
  "A filled tag and a line along the top of the window; larger shifts of traffic ask for the name first.";

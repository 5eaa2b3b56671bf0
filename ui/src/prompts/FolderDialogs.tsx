// Moving prompts into a folder, and giving a folder another name.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Failure } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { Combobox } from "../kit/Combobox";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { useToast } from "../kit/Toast";

type Shared = { folders: readonly string[]; onClose: () => void; onMoved: () => void };

export function MoveToFolder({ ids, ...shared }: Shared & { ids: string[] }) {
  const client = useQueryClient();
  const say = useToast();
  return (
    <Asked
      {...shared}
      title={ids.length === 1 ? "Move a prompt" : `Move ${ids.length} prompts`}
      action="Move"
      busyLabel="Moving"
      begin=""
      help={(folder) => (folder === "" ? "Without a folder they stand at the top." : null)}
      onAct={async (folder) => {
        await unwrap(commands.promptsMove(ids, folder), { quiet: true });
        changedBy(client, "prompts_move");
        say({ tone: "ready", title: folder === "" ? "Moved to the top" : "Moved to", object: folder });
      }}
    />
  );
}

export function RenameFolder({ name, ...shared }: Shared & { name: string }) {
  const client = useQueryClient();
  const say = useToast();
  return (
    <Asked
      {...shared}
      title={`Rename ${name}`}
      action="Rename"
      busyLabel="Renaming"
      begin={name}
      help={(folder) => {
        if (folder === "") return "Without a name its prompts stand at the top.";
        if (folder !== name && shared.folders.includes(folder))
          return "This folder is there already. Both become one.";
        return "Folders in it keep their place in it.";
      }}
      onAct={async (folder) => {
        await unwrap(commands.promptsRenameFolder(name, folder), { quiet: true });
        changedBy(client, "prompts_rename_folder");
        say({ tone: "ready", title: "Renamed", object: folder });
      }}
    />
  );
}

type AskedProps = Shared & {
  title: string;
  action: string;
  busyLabel: string;
  begin: string;
  help: (folder: string) => string | null;
  onAct: (folder: string) => Promise<void>;
};

function Asked({ folders, onClose, onMoved, title, action, busyLabel, begin, help, onAct }: AskedProps) {
  const [typed, setTyped] = useState(begin);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const folder = typed.trim();
  const act = async () => {
    setBusy(true);
    try {
      await onAct(folder);
      onMoved();
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      busy={busy}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button variant="primary" busy={busy} busyLabel={busyLabel} onClick={() => void act()}>
            {action}
          </Button>
        </>
      }
    >
      <Field label="Folder" help={help(folder) ?? "A name, or names with a slash between: support/mail."}>
        <Combobox
          value={typed}
          onChange={setTyped}
          suggestions={folders.map((value) => ({ value }))}
          placeholder="support/mail"
        />
      </Field>
      {failure && <FailureNote failure={failure} />}
    </Dialog>
  );
}

// Gives the list as it stands a name. It stays on this computer. Loaded by Tools.tsx when it is wanted.
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { commands } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { type Asked, endpointKeys, listQuery } from "./queries";

export function SaveList({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const form = useId();
  const [name, setName] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const views = await unwrap(commands.endpointsViewSave(name, listQuery(asked, 0, false)));
      client.setQueryData(endpointKeys.views, views);
      toast({ tone: "ready", title: "List saved", object: name.trim() });
      onClose();
    } catch (error) {
      const failure = failureOf(error);
      const field = failure.kind === "invalid" ? failure.fields[0]?.message : undefined;
      setWrong(field ?? failure.explanation.title);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Save this list"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void save(event)}>
        <Field
          label="Name"
          help="View, filters, text and order are kept on this computer. The same name again replaces it."
          verdict={wrong === null ? null : { tone: "wrong", text: wrong }}
        >
          <TextInput value={name} onChange={setName} autoFocus maxLength={60} />
        </Field>
      </form>
    </Dialog>
  );
}

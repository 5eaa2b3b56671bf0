// Copies an endpoint into the draft of the create flow, here or in another workspace: a new name, and where its keys come
// from there. Nothing is created before the person creates it. Used by the endpoint's page and by NamePart.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type CloneRequest, commands, type Failure } from "../../ipc/bindings";
import { failureOf, unwrap } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { Combobox } from "../../kit/Combobox";
import { Dialog } from "../../kit/Dialog";
import { FailureNote } from "../../kit/FailureNote";
import { Field } from "../../kit/Field";
import { Select } from "../../kit/Select";
import { Pulse } from "../../kit/Spinner";
import { TextInput } from "../../kit/TextInput";
import { useToast } from "../../kit/Toast";
import { useSwitchWorkspace, useWorkspace, workspacesQuery } from "../../shell/current";
import { FieldNote } from "../create/FieldNote";
import { NAME_LIMIT, nameProblem } from "../create/names";
import { scopesOptions } from "../queries";
import styles from "./Edit.module.css";

type Props = { endpoint: string; open: boolean; onClose: () => void };

export function CloneDialog({ endpoint, open, onClose }: Props) {
  return (
    <Dialog open={open} onClose={onClose} title="Copy to a new endpoint" width={560}>
      {open && <Form endpoint={endpoint} onClose={onClose} />}
    </Dialog>
  );
}

export const copyName = (name: string): string => `${name.slice(0, NAME_LIMIT - 5)}-copy`;

function Form({ endpoint, onClose }: Omit<Props, "open">) {
  const here = useWorkspace();
  const workspaces = useQuery(workspacesQuery).data?.workspaces ?? [here];
  const [name, setName] = useState(copyName(endpoint));
  const [to, setTo] = useState(here.id);
  const [scopes, setScopes] = useState<ReadonlyMap<string, string>>(new Map());
  const elsewhere = to !== here.id;
  const source = useQuery({
    queryKey: ["endpoints", "clone", endpoint],
    queryFn: () =>
      unwrap(
        commands.endpointsCloneDraft({ endpoint, fromWorkspace: null, name: copyName(endpoint), scopes: [] }),
      ),
    gcTime: 0,
  });
  const kept = useQuery({
    queryKey: ["endpoints", "draft", here.id],
    queryFn: () => unwrap(commands.endpointsDraftGet(), { quiet: true }),
    gcTime: 0,
  });
  const known = useQuery({ ...scopesOptions, enabled: !elsewhere });
  const copying = useCopying(onClose);
  const problem = nameProblem(name, "endpoint");
  const replaced =
    !elsewhere && kept.data && kept.data.draft.entities.length > 0 ? kept.data.draft.name : null;
  const remaps = (source.data?.scopes ?? []).map((from) => ({ from, to: scopes.get(from) ?? from }));
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem || !source.data || copying.busy) return;
        void copying.copy(
          {
            endpoint,
            fromWorkspace: elsewhere ? here.id : null,
            name,
            scopes: remaps.filter((one) => one.to.trim() !== "" && one.to !== one.from),
          },
          elsewhere ? to : null,
        );
      }}
    >
      <Field
        label="Name of the copy"
        apiName="name"
        required
        verdict={problem ? { tone: "wrong", text: problem } : null}
        help="Whether it is free is checked in the next step."
      >
        <TextInput mono value={name} onChange={setName} />
      </Field>
      {workspaces.length > 1 && (
        <Field
          label="Workspace"
          help={elsewhere ? "The app goes over to that workspace, and the draft waits there." : undefined}
        >
          <Select
            value={to}
            onChange={setTo}
            options={workspaces.map((one) => ({
              value: one.id,
              label: one.id === here.id ? `${one.name} (this one)` : one.name,
            }))}
          />
        </Field>
      )}
      {source.isPending && <Pulse lines={2} />}
      {source.error && <FailureNote failure={source.error} onNext={() => void source.refetch()} />}
      {remaps.length > 0 && (
        <table className={styles.scopes} aria-label="Where its keys come from">
          <thead>
            <tr>
              <th scope="col">Keys from the scope</th>
              <th scope="col">come from</th>
            </tr>
          </thead>
          <tbody>
            {remaps.map((one) => (
              <tr key={one.from}>
                <td>
                  <code>{one.from}</code>
                </td>
                <td>
                  <Combobox
                    mono
                    label={`Scope instead of ${one.from}`}
                    value={one.to}
                    onChange={(scope) => setScopes((now) => new Map(now).set(one.from, scope))}
                    suggestions={(known.data ?? []).map((scope) => ({ value: scope.name }))}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {elsewhere && remaps.length > 0 && (
        <p className={styles.quiet}>A scope of the same name there has to hold keys of the same names.</p>
      )}
      {source.data?.notes.map((note) => (
        <FieldNote key={note} tone="warning">
          {note}
        </FieldNote>
      ))}
      {replaced !== null && (
        <FieldNote tone="warning">
          The unfinished draft {replaced || "of a new endpoint"} is replaced by the copy.
        </FieldNote>
      )}
      {copying.failure && <FailureNote failure={copying.failure} />}
      <div className={styles.end}>
        <Button onClick={onClose} disabledReason={copying.busy ? "The copy is being prepared." : null}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="primary"
          busy={copying.busy}
          busyLabel="Copying"
          disabledReason={problem ?? (source.data ? null : "The endpoint is still being read.")}
        >
          Go on with the copy
        </Button>
      </div>
    </form>
  );
}

/** Goes over to the other workspace first: a copy is always made for the one in use. */
function useCopying(onDone: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const copy = async (request: CloneRequest, workspace: string | null): Promise<void> => {
    setBusy(true);
    setFailure(null);
    try {
      if (workspace) await switchTo(workspace);
      const made = await unwrap(commands.endpointsCloneDraft(request));
      await unwrap(commands.endpointsDraftSave(made.draft, "connection"));
      client.removeQueries({ queryKey: ["endpoints", "draft"] });
      onDone();
      await navigate({ to: "/endpoints/new" });
    } catch (error) {
      const failed = failureOf(error);
      setFailure(failed);
      // After going over to another workspace this dialog is gone with its page.
      if (workspace)
        toast({
          tone: "failed",
          title: `${request.endpoint} was not copied`,
          object: failed.explanation.title,
        });
    } finally {
      setBusy(false);
    }
  };
  return { copy, busy, failure };
}

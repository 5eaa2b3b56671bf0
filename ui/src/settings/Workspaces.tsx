// The connected workspaces: as whom, whether the sign-in is kept, sign in again, remove. The sandbox is listed and stays.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Credential, commands, type Workspace } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { forgetWorkspace } from "../ipc/queryClient";
import { Button } from "../kit/Button";
import { ConfirmByName } from "../kit/ConfirmByName";
import { EnvironmentTag } from "../kit/EnvironmentTag";
import { Tag } from "../kit/Tag";
import { useToast } from "../kit/Toast";
import { numbered, workspaceKeys, workspacesQuery } from "../shell/current";
import { askSignIn, signInSettled } from "../shell/session";
import styles from "./Page.module.css";

export function Workspaces() {
  const list = useQuery(workspacesQuery).data;
  const navigate = useNavigate();
  const [removing, setRemoving] = useState<Workspace | null>(null);
  if (!list) return null;
  return (
    <section className={styles.section} aria-labelledby="workspaces">
      <div className={styles.sectionHead}>
        <h2 id="workspaces">Workspaces</h2>
        <Button size="s" icon="plus" onClick={() => void navigate({ to: "/connect" })}>
          Connect a workspace
        </Button>
      </div>
      <ul>
        {numbered(list).map(({ workspace }) => (
          <Line
            key={workspace.id}
            workspace={workspace}
            current={workspace.id === list.current}
            onRemove={() => setRemoving(workspace)}
          />
        ))}
      </ul>
      {removing && <Removal workspace={removing} onClose={() => setRemoving(null)} />}
    </section>
  );
}

const SIGN_IN: Record<Credential, string> = {
  kept: "sign-in kept in the keychain",
  sessionOnly: "signed in until Gatewright is closed",
  missing: "no sign-in kept",
  notNeeded: "no sign-in needed",
};

function Line({
  workspace,
  current,
  onRemove,
}: {
  workspace: Workspace;
  current: boolean;
  onRemove: () => void;
}) {
  const sandbox = workspace.kind === "sandbox";
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <span className={styles.line}>
          <span className={styles.name}>{workspace.name}</span>
          <EnvironmentTag environment={workspace.environment} />
          {current && <Tag tone="accent">Open</Tag>}
        </span>
        <small data-selectable>
          {sandbox ? "Simulated on this computer" : workspace.host}
          {workspace.user && !sandbox ? ` · ${workspace.user}` : ""}
          {" · "}
          <span className={workspace.credential === "missing" ? styles.bad : undefined}>
            {SIGN_IN[workspace.credential]}
          </span>
        </small>
      </span>
      {!sandbox && (
        <span className={styles.acts}>
          <Button
            size="s"
            aria-label={`Sign in to ${workspace.name} again`}
            onClick={() => askSignIn(workspace.id)}
          >
            Sign in again
          </Button>
          <Button size="s" variant="danger" aria-label={`Remove ${workspace.name}`} onClick={onRemove}>
            Remove
          </Button>
        </span>
      )}
    </li>
  );
}

function Removal({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: () => unwrap(commands.workspacesRemove(workspace.id)),
    onSuccess: (after) => {
      const before = client.getQueryData(workspacesQuery.queryKey);
      if (before?.current !== after.current) {
        forgetWorkspace(client);
        signInSettled();
      }
      client.setQueryData(workspaceKeys.list, after);
      onClose();
      toast({
        tone: "ready",
        title: `${workspace.name} is removed`,
        object: "Its token was taken out of the keychain.",
      });
    },
  });
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={`Remove ${workspace.name} from Gatewright?`}
      name={workspace.name}
      action="Remove workspace"
      busy={remove.isPending}
      busyLabel="Removing"
      onConfirm={() => remove.mutate()}
      failure={remove.isError ? remove.error : null}
    >
      Its sign-in, its drafts and its conversations are deleted from this computer. Nothing changes in
      Databricks.
    </ConfirmByName>
  );
}

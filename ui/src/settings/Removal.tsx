// The question before a workspace is taken off this computer.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { commands, type Workspace } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { forgetWorkspace } from "../ipc/queryClient";
import { ConfirmByName } from "../kit/ConfirmByName";
import { useToast } from "../kit/Toast";
import { workspaceKeys, workspacesQuery } from "../shell/current";
import { signInSettled } from "../shell/session";

export function Removal({ workspace, onClose }: { workspace: Workspace; onClose: () => void }) {
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
        object: "Its sign-in was taken out of the keychain.",
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

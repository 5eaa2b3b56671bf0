// The question before the sandbox is put back to how it began: what was made in it cannot be brought back.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { OF_THE_APP } from "../ipc/queryClient";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { useToast } from "../kit/Toast";

export function ResetSandbox({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const reset = useMutation({
    mutationFn: () => unwrap(commands.workspacesResetSandbox()),
    onSuccess: async () => {
      onClose();
      toast({ tone: "ready", title: "The sandbox is as it was at first" });
      await client.resetQueries({ predicate: (query) => !OF_THE_APP.has(query.queryKey[0]) });
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      busy={reset.isPending}
      title="Put the sandbox back to how it began?"
      actions={
        <>
          <Button onClick={onClose}>Keep as it is</Button>
          <Button
            variant="dangerSolid"
            busy={reset.isPending}
            busyLabel="Resetting"
            onClick={() => reset.mutate()}
          >
            Reset the sandbox
          </Button>
        </>
      }
    >
      <p>
        Endpoints, keys, drafts and conversations you made in the sandbox are deleted. Your real workspaces
        are not touched.
      </p>
      {reset.isError && <FailureNote failure={reset.error} />}
    </Dialog>
  );
}

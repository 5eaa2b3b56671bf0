// The question before a conversation goes for good.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { HistoryHit } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { useToast } from "../kit/Toast";
import { goneWords, leftWords } from "./deleting";
import { idOf, titleOf } from "./model";
import { deleteFromHistory } from "./queries";

export function DeleteOne({ hit, onClose }: { hit: HistoryHit; onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const id = idOf(hit);
  const remove = useMutation({
    mutationFn: () => deleteFromHistory(client, id === null ? [] : [id]),
    onSuccess: (deleted) => {
      onClose();
      toast({
        tone: deleted.leftIn.length === 0 ? "ready" : "warning",
        title: goneWords(deleted.conversations),
        object: leftWords(deleted.leftIn),
      });
    },
  });
  const texts = hit.kind === "embedding";
  return (
    <Dialog
      open
      onClose={onClose}
      busy={remove.isPending}
      title={texts ? "Delete these texts?" : "Delete this conversation?"}
      actions={
        <>
          <Button autoFocus onClick={onClose}>
            Keep it
          </Button>
          <Button
            variant="dangerSolid"
            busy={remove.isPending}
            busyLabel="Deleting"
            onClick={() => remove.mutate()}
          >
            Delete
          </Button>
        </>
      }
    >
      <p>
        “{titleOf(hit)}” goes with{" "}
        {texts ? "its texts and vectors" : "all its messages, answers and attachments"}, from the files of
        this computer too. It cannot be brought back.
      </p>
      {remove.isError && <FailureNote failure={remove.error} />}
    </Dialog>
  );
}

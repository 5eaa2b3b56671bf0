// The menu at the head of the page: how long things are kept, and deleting the whole history of this workspace.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ConfirmByName } from "../kit/ConfirmByName";
import { IconButton } from "../kit/IconButton";
import { Menu, MenuItem, MenuSeparator } from "../kit/Menu";
import { useToast } from "../kit/Toast";
import { useWorkspace } from "../shell/current";
import { goneWords, leftWords } from "./deleting";
import { clearHistory } from "./queries";

type What = "unstarred" | "all";

export function ClearMenu({ nothing }: { nothing: boolean }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<What | null>(null);
  const reason = nothing ? "There is nothing to delete." : null;
  return (
    <>
      <Menu trigger={<IconButton label="Keeping and deleting" icon="more" />} align="end" width={290}>
        <MenuItem icon="clock" onSelect={() => void navigate({ to: "/settings" })}>
          How long conversations are kept
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="trash" danger disabledReason={reason} onSelect={() => setAsking("unstarred")}>
          Delete everything without a star
        </MenuItem>
        <MenuItem icon="trash" danger disabledReason={reason} onSelect={() => setAsking("all")}>
          Delete the whole history
        </MenuItem>
      </Menu>
      {asking && <Sure what={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function Sure({ what, onClose }: { what: What; onClose: () => void }) {
  const client = useQueryClient();
  const toast = useToast();
  const workspace = useWorkspace();
  const clear = useMutation({
    mutationFn: () => clearHistory(client, what === "unstarred"),
    onSuccess: (deleted) => {
      onClose();
      toast({
        tone: deleted.leftIn.length === 0 ? "ready" : "warning",
        title: goneWords(deleted.conversations),
        object: leftWords(deleted.leftIn) ?? "Nothing was changed in Databricks.",
      });
    },
  });
  return (
    <ConfirmByName
      open
      onClose={onClose}
      title={what === "all" ? "Delete the whole history?" : "Delete everything without a star?"}
      name="history"
      action="Delete history"
      busy={clear.isPending}
      busyLabel="Deleting"
      onConfirm={() => clear.mutate()}
      failure={clear.isError ? clear.error : null}
    >
      {what === "all" ? "Every conversation" : "Every conversation without a star"}, comparison and run of
      embeddings of {workspace.name} goes from this computer, from the files too. It cannot be brought back.
      Nothing changes in Databricks.
    </ConfirmByName>
  );
}

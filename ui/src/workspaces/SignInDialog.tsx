// Asks for a new access token for a workspace whose sign-in no longer holds, over whatever page is open. The token goes to
// the core once, in the command that uses it. Shown by the shell whenever session.asking names a workspace.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type Workspace, type WorkspaceList } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureCard } from "../kit/FailureCard";
import { Field } from "../kit/Field";
import { SecretInput } from "../kit/SecretInput";
import { useToast } from "../kit/Toast";
import { workspaceKeys } from "../shell/current";
import { signInSettled, stopAsking, useSession } from "../shell/session";
import { keptWords, TOKEN_HELP } from "./model";

export function SignInDialog({ list }: { list: WorkspaceList }) {
  const { asking } = useSession();
  const workspace = list.workspaces.find((one) => one.id === asking);
  if (!workspace) return null;
  return <Ask key={workspace.id} workspace={workspace} />;
}

function Ask({ workspace }: { workspace: Workspace }) {
  const client = useQueryClient();
  const toast = useToast();
  const [token, setToken] = useState("");
  const signIn = useMutation({
    mutationFn: () => unwrap(commands.workspacesSignInAgain(workspace.id, token.trim()), { quiet: true }),
    onSuccess: async (signedIn) => {
      setToken("");
      client.setQueryData(workspaceKeys.list, (list: WorkspaceList | undefined) =>
        list
          ? { ...list, workspaces: list.workspaces.map((one) => (one.id === signedIn.id ? signedIn : one)) }
          : list,
      );
      signInSettled();
      toast({
        tone: "ready",
        title: `Signed in to ${signedIn.name} again`,
        object: keptWords(signedIn.credential),
      });
      // The page stays; what failed for want of a sign-in is asked again.
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "workspaces" });
    },
  });
  return (
    <Dialog
      open
      onClose={stopAsking}
      title={`Sign in to ${workspace.name} again`}
      busy={signIn.isPending}
      width={480}
    >
      <form
        style={{ display: "grid", gap: "var(--s-4)" }}
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== "" && !signIn.isPending) signIn.mutate();
        }}
      >
        <p>
          The page behind this stays as it is. <span data-selectable>{workspace.host}</span>
        </p>
        <Field label="Access token" help={TOKEN_HELP}>
          <SecretInput value={token} onChange={setToken} autoFocus />
        </Field>
        {signIn.isError && <FailureCard failure={signIn.error} compact />}
        <div style={{ display: "flex", justifyContent: "flex-end", gap: "var(--s-2)" }}>
          <Button onClick={stopAsking}>Not now</Button>
          <Button
            type="submit"
            variant="primary"
            busy={signIn.isPending}
            busyLabel="Signing in"
            disabledReason={token.trim() === "" ? "Paste an access token first." : null}
          >
            Sign in
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

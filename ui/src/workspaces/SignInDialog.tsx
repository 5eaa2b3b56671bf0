// Signs in again to a workspace whose sign-in no longer holds, over whatever page is open: in the same way as before, or in
// another one. The page behind and its drafts stay. Shown by the shell whenever session.asking names a workspace.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { commands, type SignIn, type Workspace, type WorkspaceList } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureCard } from "../kit/FailureCard";
import { Field } from "../kit/Field";
import { LinkButton } from "../kit/LinkButton";
import { SecretInput } from "../kit/SecretInput";
import { useToast } from "../kit/Toast";
import { workspaceKeys } from "../shell/current";
import { openDoctor } from "../shell/panels";
import { signInSettled, stopAsking, useSession } from "../shell/session";
import { bareHost } from "../shell/workspaceWords";
import { useAttempt } from "./attempt";
import { keptWords, TOKEN_HELP } from "./model";
import { useSignInChoices } from "./queries";
import styles from "./SignInDialog.module.css";
import { NOTHING_TYPED, signInMissing, signInOf, type Typed } from "./signing";
import { Waiting } from "./Waiting";
import { Ways } from "./Ways";

export function SignInDialog({ list }: { list: WorkspaceList }) {
  const { asking } = useSession();
  const workspace = list.workspaces.find((one) => one.id === asking);
  if (!workspace) return null;
  return <Ask key={workspace.id} workspace={workspace} />;
}

function useSignInAgain(workspace: Workspace) {
  const client = useQueryClient();
  const toast = useToast();
  const attempt = useAttempt();
  const signIn = useMutation({
    mutationFn: (how: SignIn | null) => {
      const { attempt: name, told } = attempt.begin();
      return unwrap(commands.workspacesSignInAgain(workspace.id, how, name, told), { quiet: true });
    },
    // The cache of mutations would keep the secrets for minutes.
    gcTime: 0,
    onSettled: () => attempt.end(),
    onSuccess: async (signedIn) => {
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
  return { signIn, attempt };
}

function Ask({ workspace }: { workspace: Workspace }) {
  const before = workspace.signIn ?? "browser";
  const { signIn, attempt } = useSignInAgain(workspace);
  const choices = useSignInChoices();
  const [typed, setTyped] = useState<Typed>({ ...NOTHING_TYPED, kind: before });
  const [other, setOther] = useState(false);
  const change = (part: Partial<Typed>) => setTyped((now) => ({ ...now, ...part }));
  const same = !other && before !== "accessToken";
  const missing = same ? null : signInMissing(typed);
  const failed = signIn.isError && !signIn.isPending && !attempt.wasStopped();
  const failure = failed ? failureOf(signIn.error) : null;
  const close = () => {
    attempt.cancel();
    stopAsking();
  };
  return (
    <Dialog open onClose={close} title={`Sign in to ${workspace.name} again`} width={520}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (missing === null && !signIn.isPending) signIn.mutate(same ? null : signInOf(typed));
        }}
      >
        <p>
          The page behind this stays as it is. <span data-selectable>{bareHost(workspace.host)}</span>
        </p>
        {other ? (
          <Ways
            label="Sign in with"
            typed={typed}
            onChange={change}
            choices={choices}
            problems={failure?.kind === "invalid" ? failure.fields : []}
            host={workspace.host}
          />
        ) : before === "accessToken" ? (
          <Field label="Access token" help={TOKEN_HELP}>
            <SecretInput value={typed.token} onChange={(token) => change({ token })} autoFocus />
          </Field>
        ) : (
          <p className={styles.how}>{HOW[before]}</p>
        )}
        {!other && !signIn.isPending && (
          <span>
            <LinkButton onClick={() => setOther(true)}>Sign in another way</LinkButton>
          </span>
        )}
        {signIn.isPending && (
          <Waiting standing={attempt.standing} browser={typed.kind === "browser"} onCancel={attempt.cancel} />
        )}
        {failure && <FailureCard failure={failure} compact />}
        <div className={styles.foot}>
          {failure && (
            <Button
              variant="quiet"
              icon="pulse"
              onClick={() => openDoctor({ kind: "workspace", id: workspace.id })}
            >
              Check the connection
            </Button>
          )}
          <Button onClick={close}>Not now</Button>
          <Button
            type="submit"
            variant="primary"
            autoFocus={same}
            busy={signIn.isPending}
            busyLabel={attempt.standing.url ? "Waiting for the browser" : "Signing in"}
            disabledReason={missing}
          >
            {typed.kind === "browser" ? "Sign in with the browser" : "Sign in"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const HOW = {
  browser: "Your browser opens Databricks' own login and leads back here by itself.",
  servicePrincipal: "The service principal's ID and secret from the keychain are tried once more.",
  accessToken: "",
  profile: "The profile is read again from its file.",
  azureCli: "az is asked for a token. If it says that it is signed out, run az login first.",
  databricksCli:
    "databricks is asked for a token. If it says that it is signed out, run databricks auth login first.",
} as const;

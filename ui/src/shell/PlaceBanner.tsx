// The one banner of the place, the most pressing first: sign-in lost, something that happened while starting, sandbox.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { AppInfo, Workspace } from "../ipc/bindings";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { useToast } from "../kit/Toast";
import { appKeys, useAppInfo } from "./current";
import { failureWords } from "./said";
import { askSignIn, useSession } from "./session";

const ResetSandbox = lazy(() =>
  import("./ResetSandbox").then((loaded) => ({ default: loaded.ResetSandbox })),
);

export function PlaceBanner({ current }: { current: Workspace }) {
  const session = useSession();
  const notice = useAppInfo()?.notices[0];
  if (current.credential === "missing" || session.signedOut) return <SignedOut current={current} />;
  if (notice) return <Happened notice={notice} />;
  if (current.kind === "sandbox") return <Sandbox />;
  return null;
}

function SignedOut({ current }: { current: Workspace }) {
  const missing = current.credential === "missing";
  return (
    <Banner
      tone="warning"
      icon="key"
      title={
        missing ? `${current.name} needs a sign-in.` : `Your sign-in to ${current.name} no longer works.`
      }
      actions={
        <Button size="s" variant="plain" onClick={() => askSignIn(current.id)}>
          Sign in again
        </Button>
      }
    >
      {missing
        ? "No sign-in is kept on this computer. What you had open stays as it is."
        : "It has expired or was withdrawn. What you have typed stays."}
    </Banner>
  );
}

function Happened({ notice }: { notice: AppInfo["notices"][number] }) {
  const client = useQueryClient();
  const toast = useToast();
  const dismiss = useMutation({
    mutationFn: () => unwrap(commands.appDismissNotice(notice.id)),
    onSuccess: () =>
      client.setQueryData(appKeys.info, (info: AppInfo | undefined) =>
        info ? { ...info, notices: info.notices.filter((one) => one.id !== notice.id) } : info,
      ),
    onError: (error) => toast(failureWords(error)),
  });
  return (
    <Banner
      tone="warning"
      title={notice.title}
      actions={
        <Button size="s" variant="quiet" busy={dismiss.isPending} onClick={() => dismiss.mutate()}>
          Understood
        </Button>
      }
    >
      {notice.detail}
    </Banner>
  );
}

function Sandbox() {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Banner
        tone="sandbox"
        title="You are in the sandbox."
        actions={
          <>
            <Button size="s" variant="quiet" onClick={() => setAsking(true)}>
              Reset
            </Button>
            <Button size="s" onClick={() => void navigate({ to: "/connect" })}>
              Connect a workspace
            </Button>
          </>
        }
      >
        Endpoints, answers and failures are simulated on this computer. No account, no cost.
      </Banner>
      {asking && (
        <Suspense fallback={null}>
          <ResetSandbox onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}

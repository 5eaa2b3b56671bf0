// What the next-step button of a failure does where the page has nothing better: sign in, open Settings, read again.
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { use } from "react";
import type { NextStepKind } from "../ipc/bindings";
import { CurrentWorkspace } from "./current";
import { openAccess } from "./panels";
import { askSignIn } from "./session";

export type NextSteps = Partial<Record<NextStepKind, () => void>>;

/** `more` is what the page does itself; it wins over what the shell would do. */
export function useNextStep(more: NextSteps = {}): (kind: NextStepKind) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const workspace = use(CurrentWorkspace);
  const again = () => void client.invalidateQueries();
  const general: NextSteps = {
    tryAgain: again,
    waitAndRetry: again,
    reload: again,
    signInAgain: () => {
      if (workspace) askSignIn(workspace.id);
    },
    openSettings: () => void navigate({ to: "/settings" }),
    checkAddress: () => void navigate({ to: "/settings" }),
    chooseSecret: () => void navigate({ to: "/secrets" }),
    askOwner: openAccess,
    editEndpoint: () => void navigate({ to: "/endpoints" }),
  };
  return (kind) => (more[kind] ?? general[kind])?.();
}

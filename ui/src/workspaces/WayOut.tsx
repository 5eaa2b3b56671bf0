// Away from Connect without connecting: to the workspace that is open, which at first is the sandbox.
import { useNavigate } from "@tanstack/react-router";
import { LinkButton } from "../kit/LinkButton";
import { useToast } from "../kit/Toast";
import { useSwitchWorkspace, useWorkspace } from "../shell/current";
import { failureWords } from "../shell/said";

export function WayOut() {
  const current = useWorkspace();
  const navigate = useNavigate();
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  if (current.kind !== "sandbox") {
    return (
      <LinkButton onClick={() => void navigate({ to: "/endpoints" })}>Back to {current.name}</LinkButton>
    );
  }
  return (
    <LinkButton
      onClick={() => void switchTo(current.id).catch((error: unknown) => toast(failureWords(error)))}
    >
      Look around first, without an account
    </LinkButton>
  );
}

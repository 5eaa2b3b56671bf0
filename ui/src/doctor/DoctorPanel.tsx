// The doctor beside the page that is open: begins at once, and stays until it is closed.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { DoctorTarget } from "../ipc/bindings";
import { Drawer } from "../kit/Drawer";
import { workspacesQuery } from "../shell/current";
import { useNextStep } from "../shell/next";
import { closePanel } from "../shell/panels";
import { askSignIn } from "../shell/session";
import { bareHost } from "../shell/workspaceWords";
import { Examination } from "./Examination";
import { useExamination } from "./examine";

export function DoctorPanel({ target }: { target: DoctorTarget }) {
  const examination = useExamination();
  const { start } = examination;
  const workspaces = useQuery(workspacesQuery).data?.workspaces ?? [];
  const workspace = target.kind === "workspace" ? workspaces.find((one) => one.id === target.id) : null;
  useEffect(() => {
    void start(target);
  }, [start, target]);
  const next = useNextStep(target.kind === "workspace" ? { signInAgain: () => askSignIn(target.id) } : {});
  const about = workspace
    ? `${workspace.name}, ${workspace.kind === "sandbox" ? "on this computer" : bareHost(workspace.host)}.`
    : target.kind === "address"
      ? `${bareHost(target.host)}.`
      : "";
  return (
    <Drawer open onClose={closePanel} title="Connection doctor" width={460}>
      <Examination
        target={target}
        examination={examination}
        about={about}
        onNext={(kind) => {
          closePanel();
          next(kind);
        }}
      />
    </Drawer>
  );
}

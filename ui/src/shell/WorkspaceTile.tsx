// A workspace's two letters in its colour.
import type { Workspace } from "../ipc/bindings";
import styles from "./WorkspaceTile.module.css";
import { tileLetters } from "./workspaceWords";

export function WorkspaceTile({ workspace }: { workspace: Pick<Workspace, "name" | "kind" | "color"> }) {
  return (
    <span
      className={styles.tile}
      data-tile
      data-plain={workspace.kind === "sandbox" || undefined}
      style={{ "--mark": `var(--workspace-${workspace.color})` } as never}
      aria-hidden="true"
    >
      {tileLetters(workspace)}
    </span>
  );
}

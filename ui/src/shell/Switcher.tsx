// The workspace that is open and the way to another one: environment in words, a number key each, and "Connect another".
import { useNavigate } from "@tanstack/react-router";
import type { Workspace, WorkspaceList } from "../ipc/bindings";
import { EnvironmentTag } from "../kit/EnvironmentTag";
import { Icon } from "../kit/Icon";
import { KeyHint } from "../kit/KeyHint";
import { Menu, MenuItem, MenuSeparator } from "../kit/Menu";
import { useToast } from "../kit/Toast";
import { VisuallyHidden } from "../kit/VisuallyHidden";
import { numbered, useSwitchWorkspace } from "./current";
import { openAccess } from "./panels";
import styles from "./Switcher.module.css";
import { failureWords } from "./said";
import { WorkspaceTile } from "./WorkspaceTile";
import { hasEnded, whereItIs } from "./workspaceWords";

export function Switcher({ list, current }: { list: WorkspaceList; current: Workspace }) {
  const navigate = useNavigate();
  const switchTo = useSwitchWorkspace();
  const toast = useToast();
  const open = (id: string) => {
    if (id !== current.id) switchTo(id).catch((error: unknown) => toast(failureWords(error)));
  };
  return (
    <Menu
      align="start"
      width={348}
      trigger={
        <button type="button" className={styles.switcher} data-environment={current.environment}>
          <WorkspaceTile workspace={current} />
          <VisuallyHidden>Workspace </VisuallyHidden>
          <span className={styles.words}>
            <b>{current.name}</b>
            <EnvironmentTag environment={current.environment} />
          </span>
          <VisuallyHidden>. Switch workspace</VisuallyHidden>
          <Icon name="upDown" className={styles.mark} />
        </button>
      }
    >
      {numbered(list).map(({ workspace, digit }) => (
        <MenuItem
          key={workspace.id}
          current={workspace.id === current.id}
          onSelect={() => open(workspace.id)}
        >
          <span className={styles.item}>
            <WorkspaceTile workspace={workspace} />
            <span className={styles.itemWords}>
              <span className={styles.itemName}>{workspace.name}</span>
              <span className={styles.where} data-missing={needsSignIn(workspace) || undefined}>
                {whereItIs(workspace)}
              </span>
            </span>
            <EnvironmentTag environment={workspace.environment} />
            {digit !== null && (
              <span aria-hidden="true">
                <KeyHint keys={[`Ctrl ${digit}`]} />
              </span>
            )}
          </span>
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon="shield" onSelect={openAccess}>
        What may I do here
      </MenuItem>
      <MenuItem icon="plus" onSelect={() => void navigate({ to: "/connect" })}>
        Connect another workspace
      </MenuItem>
    </Menu>
  );
}

function needsSignIn(workspace: Workspace): boolean {
  return workspace.credential === "missing" || hasEnded(workspace, Date.now());
}

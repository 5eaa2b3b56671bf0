// The connected workspaces: as whom and how one is signed in, until when, sign in again, rename, recolour, mark, remove,
// and looking after the connection and the rights. The sandbox is listed and stays.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { Credential, Workspace } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { EnvironmentTag } from "../kit/EnvironmentTag";
import { IconButton } from "../kit/IconButton";
import { KeyHint } from "../kit/KeyHint";
import { Menu, MenuItem, MenuSeparator } from "../kit/Menu";
import { Tag } from "../kit/Tag";
import { useNow } from "../kit/useNow";
import { numbered, workspacesQuery } from "../shell/current";
import { openAccess, openDoctor } from "../shell/panels";
import { askSignIn } from "../shell/session";
import { WorkspaceTile } from "../shell/WorkspaceTile";
import { expiryWords, hasEnded, SIGN_IN_WORDS } from "../shell/workspaceWords";
import styles from "./Page.module.css";

const Removal = lazy(() => import("./Removal").then((loaded) => ({ default: loaded.Removal })));
const Look = lazy(() => import("./Look").then((loaded) => ({ default: loaded.Look })));

export function Workspaces() {
  const list = useQuery(workspacesQuery).data;
  const navigate = useNavigate();
  const [removing, setRemoving] = useState<Workspace | null>(null);
  const [changing, setChanging] = useState<Workspace | null>(null);
  if (!list) return null;
  return (
    <section className={styles.section} aria-labelledby="workspaces">
      <div className={styles.sectionHead}>
        <h2 id="workspaces">Workspaces</h2>
        <Button size="s" icon="plus" onClick={() => void navigate({ to: "/connect" })}>
          Connect a workspace
        </Button>
      </div>
      <ul>
        {numbered(list).map(({ workspace, digit }) => (
          <Line
            key={workspace.id}
            workspace={workspace}
            digit={digit}
            current={workspace.id === list.current}
            onChange={() => setChanging(workspace)}
            onRemove={() => setRemoving(workspace)}
          />
        ))}
      </ul>
      <Suspense fallback={null}>
        {removing && <Removal workspace={removing} onClose={() => setRemoving(null)} />}
        {changing && <Look workspace={changing} onClose={() => setChanging(null)} />}
      </Suspense>
    </section>
  );
}

const KEPT: Record<Credential, string> = {
  kept: "kept in the keychain",
  sessionOnly: "signed in until Gatewright is closed",
  missing: "no sign-in kept",
  notNeeded: "no sign-in needed",
};

type LineProps = {
  workspace: Workspace;
  digit: string | null;
  current: boolean;
  onChange: () => void;
  onRemove: () => void;
};

function Line({ workspace, digit, current, onChange, onRemove }: LineProps) {
  const sandbox = workspace.kind === "sandbox";
  return (
    <li className={styles.row}>
      <span className={styles.known}>
        <WorkspaceTile workspace={workspace} />
        <span className={styles.words}>
          <span className={styles.line}>
            <span className={styles.name}>{workspace.name}</span>
            <EnvironmentTag environment={workspace.environment} />
            {current && <Tag tone="accent">Open</Tag>}
            {digit !== null && <KeyHint keys={[`Ctrl ${digit}`]} />}
          </span>
          <small data-selectable>
            {sandbox ? "Simulated on this computer" : workspace.host}
            {workspace.user && !sandbox ? ` · ${workspace.user}` : ""}
          </small>
          {!sandbox && <SignedIn workspace={workspace} />}
        </span>
      </span>
      <span className={styles.acts}>
        {!sandbox && (
          <Button
            size="s"
            aria-label={`Sign in to ${workspace.name} again`}
            onClick={() => askSignIn(workspace.id)}
          >
            Sign in again
          </Button>
        )}
        <Menu
          align="end"
          trigger={<IconButton label={`More about ${workspace.name}`} icon="more" size="s" />}
        >
          <MenuItem icon="pulse" onSelect={() => openDoctor({ kind: "workspace", id: workspace.id })}>
            Check the connection
          </MenuItem>
          <MenuItem
            icon="shield"
            disabledReason={current ? null : "Open the workspace first."}
            onSelect={openAccess}
          >
            What may I do here
          </MenuItem>
          {!sandbox && (
            <>
              <MenuItem icon="pencil" onSelect={onChange}>
                Rename, colour and mark
              </MenuItem>
              <MenuSeparator />
              <MenuItem icon="trash" danger onSelect={onRemove}>
                Remove
              </MenuItem>
            </>
          )}
        </Menu>
      </span>
    </li>
  );
}

function SignedIn({ workspace }: { workspace: Workspace }) {
  const now = useNow(30_000);
  const ended = hasEnded(workspace, now);
  const words = [
    workspace.signIn ? SIGN_IN_WORDS[workspace.signIn] : null,
    KEPT[workspace.credential],
    workspace.credential === "missing" ? null : expiryWords(workspace, now),
  ].filter((word) => word !== null);
  return (
    <small>
      Signs in by{" "}
      <span className={ended || workspace.credential === "missing" ? styles.bad : undefined}>
        {words.join(" · ")}
      </span>
    </small>
  );
}

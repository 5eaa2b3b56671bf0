// Where the app's files are and how much they hold, and clearing them. Clearing what cannot come back asks for a word.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { type AppInfo, type ClearData, commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import styles from "./Page.module.css";
import { bytes, counted } from "./words";

const Clearing = lazy(() => import("./Clearing").then((loaded) => ({ default: loaded.Clearing })));

export function Files({ info }: { info: AppInfo }) {
  const client = useQueryClient();
  const [clearing, setClearing] = useState<ClearData | null>(null);
  const kept = useQuery({
    queryKey: ["app", "kept"],
    queryFn: () => unwrap(commands.appKeptData(), { quiet: true }),
    staleTime: 0,
  }).data;
  const nothing = (count: number | undefined, what: string) =>
    count === 0 ? `There are no ${what} on this computer.` : null;
  return (
    <section className={styles.section} aria-labelledby="files">
      <h2 id="files">On this computer</h2>
      <Path
        name="Data folder"
        path={info.dataFolder}
        detail={`${bytes(info.dataBytes)}. Drafts, chats and settings. No tokens and no keys are inside.`}
      />
      <Path name="Log file" path={info.logFile} detail="What happened, without prompts, tokens and keys." />
      <div className={styles.row}>
        <span className={styles.words}>
          <span className={styles.name}>Clear data</span>
          <small>
            {kept
              ? `${counted(kept.drafts, "draft")}, ${counted(kept.conversations, "conversation")}, ${counted(kept.workspaces, "connected workspace")}. `
              : ""}
            Nothing changes in Databricks.
          </small>
        </span>
        <span className={styles.acts}>
          <Button
            size="s"
            disabledReason={nothing(kept?.drafts, "drafts")}
            onClick={() => setClearing("drafts")}
          >
            Clear drafts
          </Button>
          <Button
            size="s"
            disabledReason={nothing(kept?.conversations, "conversations")}
            onClick={() => setClearing("conversations")}
          >
            Clear conversations
          </Button>
          <Button size="s" variant="danger" onClick={() => setClearing("everything")}>
            Clear everything
          </Button>
        </span>
      </div>
      {clearing && (
        <Suspense fallback={null}>
          <Clearing
            what={clearing}
            kept={kept ?? null}
            onClose={() => setClearing(null)}
            onCleared={() => {
              setClearing(null);
              void client.invalidateQueries({ queryKey: ["app"] });
            }}
          />
        </Suspense>
      )}
    </section>
  );
}

function Path({ name, path, detail }: { name: string; path: string; detail: string }) {
  return (
    <div className={styles.row}>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        <code data-selectable>{path}</code>
        <small>{detail}</small>
      </span>
      <CopyButton text={path} label="Copy path" />
    </div>
  );
}

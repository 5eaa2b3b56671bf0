// What can be done with several prompts at once: moving them to a folder, and saving them as one file.
import { useState } from "react";
import type { PromptFormat } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { LinkButton } from "../kit/LinkButton";
import { Menu, MenuItem } from "../kit/Menu";
import { useToast } from "../kit/Toast";
import { MoveToFolder } from "./FolderDialogs";
import styles from "./Prompts.module.css";
import { exportPrompts } from "./queries";

type Props = {
  chosen: string[];
  /** Those that can be seen. */
  all: string[];
  folders: readonly string[];
  onChosen: (ids: string[]) => void;
  onDone: () => void;
  onMoved: () => void;
};

export function Several({ chosen, all, folders, onChosen, onDone, onMoved }: Props) {
  const say = useToast();
  const [moving, setMoving] = useState(false);
  const reason = chosen.length === 0 ? "Choose prompts first." : null;
  const whole = chosen.length === all.length;
  const save = async (format: PromptFormat) => {
    try {
      say({ tone: "ready", title: "Saved", object: await exportPrompts(chosen, format) });
    } catch (error) {
      say({ tone: "failed", title: failureOf(error).explanation.title });
    }
  };
  return (
    <section className={styles.several} aria-label="Chosen prompts">
      <p className={styles.tally}>
        <span role="status">{chosen.length} chosen</span>
        <LinkButton size="s" onClick={() => onChosen(whole ? [] : all)}>
          {whole ? "None" : "All"}
        </LinkButton>
        <LinkButton size="s" onClick={onDone}>
          Done
        </LinkButton>
      </p>
      <div className={styles.target}>
        <Button size="s" icon="folder" disabledReason={reason} onClick={() => setMoving(true)}>
          Move
        </Button>
        <Menu
          trigger={
            <Button size="s" icon="download" iconEnd="chevronDown">
              To a file
            </Button>
          }
        >
          <MenuItem icon="download" disabledReason={reason} onSelect={() => void save("json")}>
            As a file of prompts
          </MenuItem>
          <MenuItem icon="download" disabledReason={reason} onSelect={() => void save("promptfoo")}>
            For promptfoo
          </MenuItem>
        </Menu>
      </div>
      {moving && (
        <MoveToFolder ids={chosen} folders={folders} onClose={() => setMoving(false)} onMoved={onMoved} />
      )}
    </section>
  );
}

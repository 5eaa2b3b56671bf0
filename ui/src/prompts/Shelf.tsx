// The saved prompts in their folders: found by words and tag, opened one at a time, or several chosen to be moved or saved as
// a file together.
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import type { PromptSummary } from "../ipc/bindings";
import { Checkbox } from "../kit/Checkbox";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { SearchInput } from "../kit/SearchInput";
import { Select } from "../kit/Select";
import { Tag } from "../kit/Tag";
import { useKey } from "../shell/keys";
import { RenameFolder } from "./FolderDialogs";
import { allTags, type Folder, foldersOf } from "./model";
import styles from "./Prompts.module.css";
import { Several } from "./Several";

const ANY_TAG = "";

type Props = {
  prompts: readonly PromptSummary[];
  words: string;
  onWords: (words: string) => void;
  open: string | undefined;
  /** After the prompt that is open was moved: its fields are read again. */
  onMoved: () => void;
};

export function Shelf({ prompts, words, onWords, open, onMoved }: Props) {
  const [wanted, setTag] = useState(ANY_TAG);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useKey("/", () => field.current?.focus());
  const tags = allTags(prompts);
  const tag = tags.includes(wanted) ? wanted : ANY_TAG;
  const folders = foldersOf(prompts, tag);
  const seen = folders.flatMap((folder) => folder.prompts.map((one) => one.id));
  const names = [...new Set(prompts.map((one) => one.folder).filter((name) => name !== ""))];
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <nav className={styles.shelf} aria-label="Saved prompts">
      <SearchInput
        ref={field}
        label="Find a prompt"
        placeholder="Find a prompt"
        value={words}
        onChange={onWords}
      />
      {tags.length > 0 && (
        <Select
          size="m"
          label="Tag"
          value={tag}
          onChange={setTag}
          options={[
            { value: ANY_TAG, label: "All tags" },
            ...tags.map((each) => ({ value: each, label: each })),
          ]}
        />
      )}
      {chosen === null ? (
        seen.length > 1 && (
          <span>
            <LinkButton size="s" onClick={() => setChosen(new Set())}>
              Choose several
            </LinkButton>
          </span>
        )
      ) : (
        <Several
          // What is not seen is not acted on.
          chosen={seen.filter((id) => chosen.has(id))}
          all={seen}
          folders={names}
          onChosen={(ids) => setChosen(new Set(ids))}
          onDone={() => setChosen(null)}
          onMoved={onMoved}
        />
      )}
      {folders.length === 0 && <p className={styles.quiet}>No prompt holds these words.</p>}
      {folders.map((folder) => (
        <FolderPart
          key={folder.name}
          folder={folder}
          open={open}
          chosen={chosen}
          onChoose={choose}
          onRename={() => setRenaming(folder.name)}
        />
      ))}
      {renaming !== null && (
        <RenameFolder name={renaming} folders={names} onClose={() => setRenaming(null)} onMoved={onMoved} />
      )}
    </nav>
  );
}

type PartProps = {
  folder: Folder;
  open: string | undefined;
  chosen: ReadonlySet<string> | null;
  onChoose: (id: string, on: boolean) => void;
  onRename: () => void;
};

function FolderPart({ folder, open, chosen, onChoose, onRename }: PartProps) {
  return (
    <section>
      {folder.name !== "" && (
        <div className={styles.folder}>
          <h2>
            <Icon name="folder" size={14} />
            {folder.name}
          </h2>
          <IconButton size="s" icon="pencil" label={`Rename folder ${folder.name}`} onClick={onRename} />
        </div>
      )}
      <ul className={styles.list}>
        {folder.prompts.map((one) => (
          <li key={one.id} className={styles.entry}>
            {chosen && (
              <Checkbox
                label={`Choose ${nameOf(one)}`}
                checked={chosen.has(one.id)}
                onChange={(on) => onChoose(one.id, on)}
              />
            )}
            <Link
              to="/prompts"
              search={{ prompt: one.id }}
              className={styles.line}
              aria-current={one.id === open ? "page" : undefined}
            >
              <b>{nameOf(one)}</b>
              {one.drafted && <Tag tone="accent">Draft</Tag>}
              {one.tags.length > 0 && <small>{one.tags.join(", ")}</small>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

const nameOf = (one: PromptSummary) => (one.name.trim() === "" ? "Without a name" : one.name);

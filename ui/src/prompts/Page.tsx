// The page Prompts: saved prompts in their folders, and the one that is open. Route /prompts?prompt=<id>.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { commands, type PromptFormat } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { Menu, MenuItem } from "../kit/Menu";
import { SheetBody, SheetHead } from "../kit/Sheet";
import { Pulse } from "../kit/Spinner";
import { useToast } from "../kit/Toast";
import { Editor } from "./Editor";
import { EMPTY } from "./model";
import styles from "./Prompts.module.css";
import { exportPrompts, listQuery, promptQuery } from "./queries";
import { Shelf } from "./Shelf";

export function Page() {
  const given: { prompt?: string | undefined } = useSearch({ strict: false });
  const navigate = useNavigate();
  const client = useQueryClient();
  const say = useToast();
  const [words, setWords] = useState("");
  const list = useQuery(listQuery(words));
  const file = useRef<HTMLInputElement>(null);
  // After moving prompts the open one's fields are drawn anew.
  const [moves, setMoves] = useState(0);
  const open = (id: string | undefined) => void navigate({ to: "/prompts", search: { prompt: id } });
  const failed = (error: unknown) => say({ tone: "failed", title: failureOf(error).explanation.title });

  const add = async () => {
    try {
      const made = await unwrap(commands.promptsCreate(EMPTY));
      changedBy(client, "prompts_create");
      setWords("");
      open(made.id);
    } catch (error) {
      failed(error);
    }
  };
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      const { added, notes } = await unwrap(commands.promptsImport(await chosen.text()));
      changedBy(client, "prompts_import");
      const count = `${added.length} ${added.length === 1 ? "prompt" : "prompts"} added.`;
      say({ tone: notes.length > 0 ? "warning" : "ready", title: [count, ...notes].join(" ") });
      if (added[0]) open(added[0]);
    } catch (error) {
      const { title, cause } = failureOf(error).explanation;
      say({ tone: "failed", title: `${title}. ${cause}` });
    }
  };
  const save = async (format: PromptFormat) => {
    try {
      const all = await client.fetchQuery({ ...listQuery(""), staleTime: 0 });
      const path = await exportPrompts(
        all.map((one) => one.id),
        format,
      );
      say({ tone: "ready", title: "Saved", object: path });
    } catch (error) {
      failed(error);
    }
  };

  const moved = async () => {
    if (given.prompt)
      await client.refetchQueries({ queryKey: promptQuery(given.prompt).queryKey }).catch(() => undefined);
    setMoves((before) => before + 1);
  };

  const none = list.data?.length === 0 && words === "";
  const noneReason = none ? "There is no prompt yet." : null;
  const actions = (
    <>
      <Menu align="end" trigger={<IconButton label="Files of prompts" icon="more" />}>
        <MenuItem icon="file" onSelect={() => file.current?.click()}>
          Read a file
        </MenuItem>
        <MenuItem icon="download" disabledReason={noneReason} onSelect={() => void save("json")}>
          Save all as a file
        </MenuItem>
        <MenuItem icon="download" disabledReason={noneReason} onSelect={() => void save("promptfoo")}>
          Save all for promptfoo
        </MenuItem>
      </Menu>
      <Button variant="primary" icon="plus" onClick={() => void add()}>
        New prompt
      </Button>
    </>
  );
  return (
    <>
      <SheetHead title="Prompts" aside="Kept on this computer, for all workspaces" actions={actions} />
      <input
        ref={file}
        type="file"
        hidden
        aria-label="A file of prompts"
        accept=".json,.yml,.yaml"
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <SheetBody className={styles.body}>
        {list.isError && (
          <div className={styles.alone}>
            <FailureCard failure={list.error} onNext={() => void list.refetch()} />
          </div>
        )}
        {list.isPending && (
          <div className={styles.alone}>
            <Pulse lines={6} label="Reading the prompts" />
          </div>
        )}
        {none && !given.prompt && (
          <EmptyState drawing={<Icon name="book" size={40} />} title="No prompt yet">
            Keep a prompt that works, with its model and parameters. Write <code>{"{{name}}"}</code> for what
            is filled in each time.
          </EmptyState>
        )}
        {list.data && (!none || given.prompt) && (
          <div className={styles.columns}>
            <Shelf
              prompts={list.data}
              words={words}
              onWords={setWords}
              open={given.prompt}
              onMoved={() => void moved()}
            />
            {given.prompt ? (
              <Opened key={`${given.prompt} ${moves}`} id={given.prompt} onGone={() => open(undefined)} />
            ) : (
              <p className={styles.choose}>Choose a prompt to read or change it.</p>
            )}
          </div>
        )}
      </SheetBody>
    </>
  );
}

function Opened({ id, onGone }: { id: string; onGone: () => void }) {
  const prompt = useQuery(promptQuery(id));
  // Going back to a version puts other words into every field, so they are drawn anew.
  const [round, setRound] = useState(0);
  if (prompt.data) {
    return (
      <Editor
        key={round}
        prompt={prompt.data}
        onRestored={() => setRound((before) => before + 1)}
        onGone={onGone}
      />
    );
  }
  return (
    <div className={styles.editor}>
      {prompt.isError ? (
        <FailureCard failure={prompt.error} onNext={() => void prompt.refetch()} />
      ) : (
        <Pulse lines={6} label="Opening the prompt" />
      )}
    </div>
  );
}

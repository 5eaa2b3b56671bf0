// One prompt: its message with the variables found in it, name, folder and tags, whom it is for and how that answers. What
// is typed is kept at once as a draft; Save makes a version of it.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { commands, type Failure, type Prompt, type PromptContent, type PromptFormat } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { Menu, MenuItem, MenuSeparator } from "../kit/Menu";
import { Tag } from "../kit/Tag";
import { TargetSelect } from "../kit/TargetSelect";
import { TextArea } from "../kit/TextArea";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { DelayedSave, endpointQuery, endpointsQuery, OptionsPanel, variablesIn } from "../playground";
import { optionsOf, same, tagsOf, withOptions } from "./model";
import styles from "./Prompts.module.css";
import { exportPrompts, promptKeys, startChat } from "./queries";
import { Variables } from "./Variables";
import { Versions } from "./Versions";

type Props = { prompt: Prompt; onRestored: () => void; onGone: () => void };

export function Editor({ prompt, onRestored, onGone }: Props) {
  const [content, setContent] = useState(prompt.draft ?? prompt.content);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [versions, setVersions] = useState(false);
  const client = useQueryClient();
  const say = useToast();
  const [drafts] = useState(
    () =>
      new DelayedSave<PromptContent>(
        async (draft) => void (await unwrap(commands.promptsDraftSave(prompt.id, draft))),
        (error) => {
          if (error !== null) setFailure(failureOf(error));
          void client.invalidateQueries({ queryKey: ["prompts", "list"] });
        },
      ),
  );
  useEffect(() => () => void drafts.flush().catch(() => undefined), [drafts]);

  const change = (next: PromptContent) => {
    setContent(next);
    drafts.set(next);
  };
  const drafted = !same(content, prompt.content);
  const save = async () => {
    try {
      await drafts.flush();
      const kept = await unwrap(commands.promptsSave(prompt.id, content), { quiet: true });
      client.setQueryData(promptKeys.one(prompt.id), kept);
      // What was typed while it was saved stays.
      setContent((now) => (now === content ? kept.content : now));
      setFailure(null);
      changedBy(client, "prompts_save");
      say({ tone: "ready", title: `Saved as version ${kept.version}` });
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const discard = async () => {
    try {
      await drafts.flush();
      await unwrap(commands.promptsDraftSave(prompt.id, null));
      setFailure(null);
      const back = await unwrap(commands.promptsGet(prompt.id));
      client.setQueryData(promptKeys.one(prompt.id), back);
      onRestored();
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const restore = async (version: number) => {
    try {
      await drafts.flush();
      const back = await unwrap(commands.promptsRestore(prompt.id, version));
      client.setQueryData(promptKeys.one(prompt.id), back);
      changedBy(client, "prompts_restore");
      onRestored();
    } catch (error) {
      setVersions(false);
      setFailure(failureOf(error));
    }
  };

  return (
    <section className={styles.editor} aria-label={`Prompt ${prompt.content.name}`}>
      <header className={styles.acts}>
        <span className={styles.quiet}>Version {prompt.version}</span>
        {drafted && <Tag tone="accent">Not saved as a version yet</Tag>}
        <span className={styles.space} />
        <Button icon="history" onClick={() => setVersions(true)}>
          Versions
        </Button>
        <TryButton content={content} onFailure={setFailure} />
        <Button
          variant="primary"
          disabledReason={drafted ? null : "Nothing has changed since this version."}
          onClick={() => void save()}
        >
          Save
        </Button>
        <More
          prompt={prompt}
          drafted={drafted}
          onDiscard={() => void discard()}
          onGone={onGone}
          onFailure={setFailure}
        />
      </header>
      {failure && <FailureNote failure={failure} />}
      <Fields content={content} change={change} failure={failure} />
      <Versions
        id={prompt.id}
        content={content}
        version={prompt.version}
        open={versions}
        onClose={() => setVersions(false)}
        onRestore={(version) => void restore(version)}
      />
    </section>
  );
}

type FieldsProps = {
  content: PromptContent;
  change: (content: PromptContent) => void;
  failure: Failure | null;
};

function Fields({ content, change, failure }: FieldsProps) {
  const [tags, setTags] = useState(content.tags.join(", "));
  const names = variablesIn(`${content.template}\n${content.system}`);
  const inSystem = variablesIn(content.system);
  const wrong = failure?.kind === "invalid" ? failure.fields : [];
  const verdict = (path: string) => {
    const problem = wrong.find((one) => one.path === path);
    return problem ? ({ tone: "wrong", text: problem.message } as const) : null;
  };
  return (
    <div className={styles.fields}>
      <div className={styles.trio}>
        <Field label="Name" verdict={content.name.trim() === "" ? verdict("name") : null}>
          <TextInput value={content.name} onChange={(name) => change({ ...content, name })} />
        </Field>
        <Field label="Folder" optional>
          <TextInput
            value={content.folder}
            onChange={(folder) => change({ ...content, folder })}
            placeholder="support/mail"
          />
        </Field>
        <Field label="Tags" optional>
          <TextInput
            value={tags}
            onChange={(typed) => {
              setTags(typed);
              change({ ...content, tags: tagsOf(typed) });
            }}
            placeholder="late, customs"
          />
        </Field>
      </div>
      <Field
        label="Message"
        help="Write {{name}} for what is filled in each time."
        verdict={
          verdict("template") ??
          (inSystem.length > 0
            ? { tone: "warning", text: "Variables are filled in the message, not in role and rules." }
            : null)
        }
      >
        <TextArea
          value={content.template}
          onChange={(template) => change({ ...content, template })}
          rows={8}
          maxRows={24}
          grow
        />
      </Field>
      <Variables names={names} content={content} change={change} problems={wrong} />
      <Asked content={content} change={change} />
    </div>
  );
}

function Asked({ content, change }: Omit<FieldsProps, "failure">) {
  const endpoints = useQuery(endpointsQuery("")).data ?? [];
  const name = content.target?.endpoint ?? "";
  const endpoint = useQuery({ ...endpointQuery(name), enabled: name !== "" }).data;
  return (
    <>
      <Field label="Made for" group optional>
        <div className={styles.target}>
          <TargetSelect
            target={content.target ?? { endpoint: "", entity: null }}
            onChange={(target) => change({ ...content, target })}
            endpoints={endpoints.map((one) => ({ name: one.name, detail: "" }))}
            entities={(endpoint?.entities ?? []).map((one) => ({ name: one.name, detail: one.model ?? "" }))}
          />
          {content.target && (
            <LinkButton size="s" onClick={() => change({ ...content, target: null })}>
              No endpoint in particular
            </LinkButton>
          )}
        </div>
      </Field>
      <OptionsPanel
        options={optionsOf(content)}
        endpoint={endpoint}
        entity={content.target?.entity ?? null}
        onChange={(options) => change(withOptions(content, options))}
      />
    </>
  );
}

type ActProps = { onFailure: (failure: Failure) => void };

function TryButton({ content, onFailure }: ActProps & { content: PromptContent }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const endpoints = useQuery(endpointsQuery(""));
  const [busy, setBusy] = useState(false);
  const endpoint = content.target?.endpoint ?? endpoints.data?.[0]?.name;
  const begin = async () => {
    if (!endpoint) return;
    setBusy(true);
    try {
      const chat = await startChat(client, content, endpoint);
      void navigate({ to: "/chat", search: { chat } });
    } catch (error) {
      onFailure(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Button
      icon="chat"
      busy={busy}
      busyLabel="Opening"
      disabledReason={endpoint ? null : "No endpoint that answers chat can be seen in this workspace."}
      onClick={() => void begin()}
    >
      Try in chat
    </Button>
  );
}

type MoreProps = ActProps & { prompt: Prompt; drafted: boolean; onDiscard: () => void; onGone: () => void };

function More({ prompt, drafted, onDiscard, onGone, onFailure }: MoreProps) {
  const client = useQueryClient();
  const say = useToast();
  const [asking, setAsking] = useState(false);
  const save = async (format: PromptFormat) => {
    try {
      say({ tone: "ready", title: "Saved", object: await exportPrompts([prompt.id], format) });
    } catch (error) {
      onFailure(failureOf(error));
    }
  };
  const remove = async () => {
    setAsking(false);
    try {
      await unwrap(commands.promptsDelete(prompt.id));
      changedBy(client, "prompts_delete");
      onGone();
    } catch (error) {
      onFailure(failureOf(error));
    }
  };
  return (
    <>
      <Menu align="end" trigger={<IconButton label="More for this prompt" icon="more" />}>
        <MenuItem icon="download" onSelect={() => void save("json")}>
          Save version {prompt.version} as a file
        </MenuItem>
        <MenuItem icon="download" onSelect={() => void save("promptfoo")}>
          Save version {prompt.version} for promptfoo
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon="undo"
          disabledReason={drafted ? null : "Nothing has changed since this version."}
          onSelect={onDiscard}
        >
          Discard what is typed
        </MenuItem>
        <MenuItem icon="trash" danger onSelect={() => setAsking(true)}>
          Delete
        </MenuItem>
      </Menu>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${prompt.content.name}?`}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button variant="dangerSolid" onClick={() => void remove()}>
              Delete
            </Button>
          </>
        }
      >
        <p>The prompt goes with all its versions. This cannot be taken back. Chats that used it stay.</p>
      </Dialog>
    </>
  );
}

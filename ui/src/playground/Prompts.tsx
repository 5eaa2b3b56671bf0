// Saved prompts from the chat: taking one into the message box, and keeping what stands there as one. What prompts are, and
// their own page, is the room prompts; here they are only fetched and made.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type Chat, commands, type Failure, type Prompt, type PromptContent } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureCard } from "../kit/FailureCard";
import { FailureNote } from "../kit/FailureNote";
import { Field } from "../kit/Field";
import { LinkButton } from "../kit/LinkButton";
import { Pulse } from "../kit/Spinner";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { type Conversation, useConversation } from "./conversation";
import styles from "./History.module.css";
import { clean } from "./markdown/clean";
import { filled } from "./variables";

type PickerProps = { onTake: (prompt: Prompt) => void; onClose: () => void };

export function PromptPicker({ onTake, onClose }: PickerProps) {
  const navigate = useNavigate();
  const [words, setWords] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const found = useQuery({
    queryKey: ["prompts", "list", words],
    queryFn: () => unwrap(commands.promptsList(words)),
    placeholderData: (before) => before,
  });
  const take = (id: string) =>
    unwrap(commands.promptsGet(id)).then(onTake, (error: unknown) => setFailure(failureOf(error)));
  return (
    <Dialog
      open
      onClose={onClose}
      title="Take a saved prompt"
      width={520}
      actions={
        <>
          <LinkButton onClick={() => void navigate({ to: "/prompts", search: {} })}>All prompts</LinkButton>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <div className={styles.body}>
        <TextInput
          type="text"
          role="searchbox"
          icon="search"
          size="m"
          label="Find a prompt"
          placeholder="Find a prompt"
          value={words}
          onChange={setWords}
          autoFocus
        />
        {found.isPending && <Pulse lines={3} />}
        {found.error && <FailureCard failure={found.error} compact />}
        {failure && <FailureNote failure={failure} />}
        {found.data?.length === 0 && (
          <p className={styles.empty}>
            {words.trim() === "" ? "No prompt is saved yet." : `No prompt has “${words}” in it.`}
          </p>
        )}
        <ul className={styles.list}>
          {found.data?.map((prompt) => (
            <li key={prompt.id} className={styles.line}>
              <button type="button" className={styles.open} onClick={() => void take(prompt.id)}>
                <b>{clean(prompt.name)}</b>
                <small>
                  {clean([prompt.folder, ...prompt.tags].filter((word) => word !== "").join(" · "))}
                </small>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** Puts a prompt into the box, with its rules and options. What was typed there is given up for it. */
export function takePrompt(conversation: Conversation, chat: Chat, { id, version, content }: Prompt): void {
  const { system, options, template } = content;
  if (options !== null || system !== "")
    conversation.setOptions({
      ...(options ?? chat.options),
      system: system === "" ? chat.options.system : system,
    });
  conversation.setDraft(template);
  conversation.setFrom({ prompt: id, version });
}

type SaveProps = { chat: Chat; template: string; onClose: () => void };

export function SavePrompt({ chat, template, onClose }: SaveProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const [name, setName] = useState(chat.title);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const conversation = useConversation(chat);
  const save = async () => {
    if (name.trim() === "" || busy) return;
    setBusy(true);
    try {
      // Without them the variables are asked for by their names alone.
      const known = await unwrap(commands.promptsFilling(conversation.from(), template), {
        quiet: true,
      }).catch(() => null);
      const content = contentOf(chat, template, name.trim());
      const fields = known?.fields ?? [];
      const made = await unwrap(
        commands.promptsCreate(fields.length > 0 ? { ...content, variables: fields } : content),
        { quiet: true },
      );
      const { variables } = filled(template, conversation.values());
      if (chat.recorded && variables.length > 0)
        await unwrap(commands.promptsKeepValues(made.id, variables), { quiet: true }).catch(() => undefined);
      changedBy(client, "prompts_create");
      toast({
        tone: "ready",
        title: "Saved as a prompt",
        object: name.trim(),
        action: { label: "Show prompts", onClick: () => void navigate({ to: "/prompts", search: {} }) },
      });
      onClose();
    } catch (error) {
      setFailure(failureOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Save as a prompt"
      busy={busy}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            variant="primary"
            busy={busy}
            busyLabel="Saving"
            onClick={() => void save()}
            disabledReason={name.trim() === "" ? "Type a name first." : null}
          >
            Save
          </Button>
        </>
      }
    >
      <Field
        label="Name"
        help="The message is kept with its variables, the role and rules, the options and whom it asks."
      >
        <TextInput
          value={name}
          onChange={setName}
          maxLength={120}
          autoFocus
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.nativeEvent.isComposing) void save();
          }}
        />
      </Field>
      {failure && <FailureNote failure={failure} />}
    </Dialog>
  );
}

function contentOf(chat: Chat, template: string, name: string): PromptContent {
  const { system } = chat.options;
  const target = { endpoint: chat.endpoint, entity: chat.entity };
  return { name, folder: "", tags: [], system, template, target, options: chat.options };
}

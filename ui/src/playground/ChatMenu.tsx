// What one can do with the whole conversation: name it, star it, keep it off the record, copy it, see what would be sent.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Chat } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { IconButton } from "../kit/IconButton";
import { Menu, MenuItem, MenuSeparator } from "../kit/Menu";
import { TextInput } from "../kit/TextInput";
import { useToast } from "../kit/Toast";
import { useCopy } from "./AnswerMenu";
import { chatAsMarkdown, chatAsText } from "./copyChat";
import { setEnterSends, useEnterSends } from "./enterKey";
import { recordChat, renameChat, starChat } from "./queries";

type Props = { chat: Chat; onPreview: () => void; onSavePrompt: () => void };

export function ChatMenu({ chat, onPreview, onSavePrompt }: Props) {
  const client = useQueryClient();
  const copy = useCopy();
  const toast = useToast();
  const enterSends = useEnterSends();
  const [asking, setAsking] = useState<"rename" | "record" | null>(null);
  const failed = (error: unknown) =>
    void toast({ tone: "failed", title: failureOf(error).explanation.title });
  const close = () => setAsking(null);
  const empty = chat.turns.length === 0 ? "Nothing has been asked here yet." : null;
  return (
    <>
      <IconButton
        icon="star"
        label={chat.starred ? "Take the star away" : "Star this chat"}
        pressed={chat.starred}
        onClick={() => void starChat(client, chat.id, !chat.starred).catch(failed)}
      />
      <Menu width={260} trigger={<IconButton icon="more" label="More for this chat" />}>
        <MenuItem icon="pencil" onSelect={() => setAsking("rename")}>
          Rename
        </MenuItem>
        <MenuItem
          icon="hidden"
          onSelect={() =>
            chat.recorded ? setAsking("record") : void recordChat(client, chat.id, true).catch(failed)
          }
        >
          {chat.recorded ? "Do not record this chat" : "Record this chat"}
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon="copy"
          disabledReason={empty}
          onSelect={() => copy(chatAsText(chat), "Copied as text")}
        >
          Copy as text
        </MenuItem>
        <MenuItem
          icon="code"
          disabledReason={empty}
          onSelect={() => copy(chatAsMarkdown(chat), "Copied as Markdown")}
        >
          Copy as Markdown
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon="book" onSelect={onSavePrompt}>
          Save as a prompt
        </MenuItem>
        <MenuItem icon="send" onSelect={onPreview}>
          What will be sent
        </MenuItem>
        <MenuItem icon="arrow" onSelect={() => setEnterSends(!enterSends)}>
          {enterSends ? "Enter makes a new line" : "Enter sends"}
        </MenuItem>
      </Menu>
      {asking === "rename" && (
        <Rename
          title={chat.title}
          onClose={close}
          onRename={(title) => renameChat(client, chat.id, title).then(close, failed)}
        />
      )}
      {asking === "record" && (
        <Dialog
          open
          onClose={close}
          title="Do not record this chat?"
          actions={
            <>
              <Button onClick={close}>Keep recording</Button>
              <Button
                variant="danger"
                onClick={() => void recordChat(client, chat.id, false).then(close, failed)}
              >
                Do not record
              </Button>
            </>
          }
        >
          <p>
            What was kept of it is deleted from this computer now. The chat stays open until Gatewright
            closes, and then it is gone.
          </p>
        </Dialog>
      )}
    </>
  );
}

type RenameProps = { title: string; onClose: () => void; onRename: (title: string) => Promise<void> };

function Rename({ title, onClose, onRename }: RenameProps) {
  const [typed, setTyped] = useState(title);
  const [busy, setBusy] = useState(false);
  const name = typed.trim();
  const save = () => {
    if (name === "" || busy) return;
    setBusy(true);
    void onRename(name).finally(() => setBusy(false));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename this chat"
      busy={busy}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            variant="primary"
            busy={busy}
            busyLabel="Renaming"
            onClick={save}
            disabledReason={name === "" ? "Type a name first." : null}
          >
            Rename
          </Button>
        </>
      }
    >
      <Field label="Name">
        <TextInput
          value={typed}
          onChange={setTyped}
          maxLength={120}
          autoFocus
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.nativeEvent.isComposing) save();
          }}
        />
      </Field>
    </Dialog>
  );
}

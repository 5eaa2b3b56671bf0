// Where a message is typed. Enter sends, Shift+Enter makes a new line, and the one button is Send or Stop as the request
// says. The text lives in the conversation, so that nothing typed is lost with the page. Pictures come as files, from the
// clipboard or dropped; how big the request gets is said before it is sent.
import { type ClipboardEvent, type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import type { Chat } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { TextArea } from "../kit/TextArea";
import styles from "./Chat.module.css";
import { type Conversation, useDraft, useRequest, useSaveFailure, useValues } from "./conversation";
import { useEnterSends } from "./enterKey";
import { Picture } from "./Mine";
import { buttonOf, isRunning } from "./model";
import { ACCEPTED, bytesInWords, MOST_BYTES, requestBytes } from "./picture";
import type { Attaching } from "./useAttaching";
import { filled, variablesIn } from "./variables";

type Props = {
  chat: Chat;
  conversation: Conversation;
  attaching: Attaching;
  goesTo: string;
  area: RefObject<HTMLTextAreaElement | null>;
  /** Sends what is typed; the page fills variables and scrolls down. */
  onSend: () => void;
  /** A variable that has to be filled before sending; the page leads there. */
  onMissing: (name: string) => void;
  onPrompts: () => void;
};

export function Composer({
  chat,
  conversation,
  attaching,
  goesTo,
  area,
  onSend,
  onMissing,
  onPrompts,
}: Props) {
  const own = useRef<HTMLTextAreaElement | null>(null);
  const draft = useDraft(conversation);
  const unsaved = useSaveFailure(conversation);
  const enterSends = useEnterSends();
  const running = isRunning(useRequest(conversation));
  const bytes = chat.draftAttachments.length > 0 ? requestBytes(chat, draft) : 0;
  const missing = filled(draft, useValues(conversation)).missing[0];
  const refused = refusalOf(draft, bytes) ?? (missing === undefined ? null : `Fill ${missing} first.`);
  const send = () => {
    if (refused === null) onSend();
    else if (missing !== undefined) onMissing(missing);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    if (!enterSends && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    if (!running) send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    // A spreadsheet puts a picture of its cells beside their text; the text is what was meant.
    if (files.length === 0 || event.clipboardData.getData("text/plain") !== "") return;
    event.preventDefault();
    void attaching.add(files);
  };
  useEscape(running, () => conversation.stop());
  return (
    <div className={styles.compose}>
      {!chat.recorded && (
        <p className={styles.unrecorded}>
          <Icon name="hidden" size={14} />
          This chat is not recorded. It is gone when Gatewright closes.
        </p>
      )}
      <div className={styles.box}>
        <Attached chat={chat} attaching={attaching} bytes={bytes} />
        <TextArea
          ref={(element) => {
            own.current = element;
            area.current = element;
          }}
          className={styles.typed ?? ""}
          value={draft}
          onChange={(text) => conversation.setDraft(text)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          rows={2}
          maxRows={10}
          grow
          label="Message"
          placeholder="Ask something. Type {{ to use a variable."
        />
        <div className={styles.boxFoot}>
          <span className={styles.tools}>
            <Button size="s" variant="quiet" icon="book" onClick={onPrompts}>
              Prompts
            </Button>
            <AttachButton attaching={attaching} />
            <IconButton
              size="s"
              icon="code"
              label="Insert a variable"
              onClick={() => insertVariable(own.current, draft, (text) => conversation.setDraft(text))}
            />
          </span>
          {unsaved ? (
            <span className={styles.unsaved} role="status">
              <Icon name="warning" size={13} />
              Not saved on this computer: {unsaved.explanation.title}
            </span>
          ) : (
            <span className={styles.path} title={goesTo}>
              {goesTo}
            </span>
          )}
          <SendOrStop conversation={conversation} refused={refused} enterSends={enterSends} onSend={send} />
        </div>
      </div>
    </div>
  );
}

function refusalOf(draft: string, bytes: number): string | null {
  if (draft.trim() === "") return "Write a message first.";
  if (bytes > MOST_BYTES) return `The request would have ${bytesInWords(bytes)}; 4 MB is the most.`;
  return null;
}

function AttachButton({ attaching }: { attaching: Attaching }) {
  const file = useRef<HTMLInputElement | null>(null);
  return (
    <>
      <IconButton
        size="s"
        icon="file"
        label="Add a picture"
        busy={attaching.busy}
        disabledReason={attaching.refused}
        onClick={() => file.current?.click()}
      />
      <input
        ref={file}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        aria-label="Picture file"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = "";
          void attaching.add(files);
        }}
      />
    </>
  );
}

type AttachedProps = { chat: Chat; attaching: Attaching; bytes: number };

/** The pictures that go with the next message, and how big the request gets with them. */
function Attached({ chat, attaching, bytes }: AttachedProps) {
  return (
    <>
      {chat.draftAttachments.length > 0 && (
        <div className={styles.attached}>
          <ul aria-label="Pictures that go along">
            {chat.draftAttachments.map((one) => (
              <li key={one.id}>
                <Picture attachment={one} />
                <IconButton
                  size="s"
                  icon="cross"
                  label={`Leave out ${one.name}`}
                  onClick={() => void attaching.remove(one.id)}
                />
              </li>
            ))}
          </ul>
          <p data-over={bytes > MOST_BYTES || undefined}>
            The request gets ≈ {bytesInWords(bytes)} of the 4 MB it may have.
            {attaching.unsure && " Whether this model reads pictures, only trying tells."}
          </p>
        </div>
      )}
      {attaching.problem !== null && (
        <p className={styles.attachProblem} role="alert">
          <Icon name="warning" size={14} />
          <span>{attaching.problem}</span>
          <IconButton size="s" icon="cross" label="Close this note" onClick={attaching.forget} />
        </p>
      )}
    </>
  );
}

/** Puts a variable where the cursor stands, its name ready to be typed over. */
function insertVariable(area: HTMLTextAreaElement | null, text: string, set: (text: string) => void): void {
  if (!area) return;
  const taken = new Set(variablesIn(text));
  let name = "name";
  for (let n = 2; taken.has(name); n += 1) name = `name_${n}`;
  const at = area.selectionStart;
  set(`${text.slice(0, at)}{{${name}}}${text.slice(area.selectionEnd)}`);
  area.focus();
  // The text stands in the box after React drew it.
  requestAnimationFrame(() => area.setSelectionRange(at + 2, at + 2 + name.length));
}

type ButtonProps = {
  conversation: Conversation;
  refused: string | null;
  enterSends: boolean;
  onSend: () => void;
};

function SendOrStop({ conversation, refused, enterSends, onSend }: ButtonProps) {
  const state = buttonOf(useRequest(conversation));
  if (state === "send") {
    return (
      <Button
        variant="primary"
        size="s"
        icon="send"
        keyHint={enterSends ? "↵" : ["Ctrl", "↵"]}
        className={styles.sendOrStop}
        onClick={onSend}
        disabledReason={refused}
      >
        Send
      </Button>
    );
  }
  return (
    <Button
      size="s"
      icon="stop"
      keyHint="Esc"
      className={styles.sendOrStop}
      data-stops
      busy={state === "stopping"}
      busyLabel="Stopping"
      onClick={() => conversation.stop()}
    >
      Stop
    </Button>
  );
}

/** Escape stops wherever the focus is, except in a layer above the page, which it closes. */
function useEscape(when: boolean, act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);
  useEffect(() => {
    if (!when) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      if (
        event.target instanceof Element &&
        event.target.closest('[role="dialog"], [role="menu"], [role="listbox"]')
      )
        return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [when]);
}

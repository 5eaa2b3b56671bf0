// An earlier message written anew, in its place. Sending makes a branch: the old message and what followed stay.
import type { KeyboardEvent } from "react";
import type { Turn } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { TextArea } from "../kit/TextArea";
import styles from "./Chat.module.css";
import type { Conversation } from "./conversation";

type Props = { turn: Turn; text: string; conversation: Conversation; busy: boolean };

export function EditMessage({ turn, text, conversation, busy }: Props) {
  const prompt = text.trim();
  const same = prompt === turn.prompt;
  const close = () => conversation.setEditing(null);
  const send = () => {
    if (prompt === "" || busy || same) return;
    close();
    const { attachments, variables, promptFrom } = turn;
    void conversation.ask({ editOf: turn.id, prompt, attachments, variables, promptFrom });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <section className={styles.edit} aria-label="The message written anew">
      <TextArea
        autoFocus
        onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
        label="The message written anew"
        value={text}
        onChange={(next) => conversation.setEditing({ turnId: turn.id, text: next })}
        onKeyDown={onKeyDown}
        rows={2}
        maxRows={12}
        grow
      />
      <div className={styles.editFoot}>
        <p>The old message and what followed stay; ‹ › leads back to them.</p>
        <Button size="s" variant="quiet" keyHint="Esc" onClick={close}>
          Leave it
        </Button>
        <Button
          size="s"
          variant="primary"
          icon="send"
          keyHint="↵"
          onClick={send}
          disabledReason={
            busy
              ? "Another answer is being written."
              : prompt === ""
                ? "Write a message first."
                : same
                  ? "It reads as before."
                  : null
          }
        >
          Send
        </Button>
      </div>
    </section>
  );
}

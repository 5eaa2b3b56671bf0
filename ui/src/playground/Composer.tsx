// Where a message is typed. Enter sends, Shift+Enter makes a new line, and the one button is Send or Stop as the request
// says. The text lives in the conversation, so that nothing typed is lost with the page.
import { type KeyboardEvent, type Ref, useEffect, useRef } from "react";
import { Button } from "../kit/Button";
import { Icon } from "../kit/Icon";
import { TextArea } from "../kit/TextArea";
import styles from "./Chat.module.css";
import { type Conversation, useDraft, useRequest, useSaveFailure } from "./conversation";
import { buttonOf, isRunning } from "./model";

type Props = {
  conversation: Conversation;
  goesTo: string;
  area: Ref<HTMLTextAreaElement>;
  onSent: () => void;
};

export function Composer({ conversation, goesTo, area, onSent }: Props) {
  const draft = useDraft(conversation);
  const unsaved = useSaveFailure(conversation);
  const running = isRunning(useRequest(conversation));
  const send = () => {
    conversation.send();
    onSent();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!running) send();
  };
  useEscape(running, () => conversation.stop());
  return (
    <div className={styles.compose}>
      <div className={styles.box}>
        <TextArea
          ref={area}
          className={styles.typed ?? ""}
          value={draft}
          onChange={(text) => conversation.setDraft(text)}
          onKeyDown={onKeyDown}
          rows={2}
          maxRows={10}
          grow
          label="Message"
          placeholder="Ask something"
        />
        <div className={styles.boxFoot}>
          <span className={styles.path} title={goesTo}>
            {goesTo}
          </span>
          {unsaved && (
            <span className={styles.unsaved} role="status">
              <Icon name="warning" size={13} />
              Not saved on this computer: {unsaved.explanation.title}
            </span>
          )}
          <SendOrStop conversation={conversation} empty={draft.trim() === ""} onSend={send} />
        </div>
      </div>
    </div>
  );
}

type ButtonProps = { conversation: Conversation; empty: boolean; onSend: () => void };

function SendOrStop({ conversation, empty, onSend }: ButtonProps) {
  const state = buttonOf(useRequest(conversation));
  if (state === "send") {
    return (
      <Button
        variant="primary"
        size="s"
        icon="send"
        keyHint="↵"
        className={styles.sendOrStop}
        onClick={onSend}
        disabledReason={empty ? "Write a message first." : null}
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

// What will be sent, before it is sent: to whom, which messages, which options. In words; the exact body of a call that was
// made is in RawDialog.
import type { Chat } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { clean } from "./markdown/clean";
import { outgoing } from "./outgoing";
import styles from "./Side.module.css";
import { amount } from "./words";

type Props = { chat: Chat; prompt: string; goesTo: string; onClose: () => void };

export function Preview({ chat, prompt, goesTo, onClose }: Props) {
  const { messages, leftOut, options } = outgoing(chat, prompt);
  return (
    <Dialog
      open
      onClose={onClose}
      title="What will be sent"
      width={620}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles.preview}>
        <p className={styles.quiet}>{goesTo}.</p>
        {messages.length === 0 && <p>Nothing yet: no message is typed.</p>}
        <ol>
          {messages.map((message, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: drawn once for one moment of the conversation.
            <li key={at}>
              <b>{message.who}</b>
              <p>{shortened(clean(message.text))}</p>
              {message.attachments.length > 0 && (
                <small>with {message.attachments.map((one) => clean(one.name)).join(", ")}</small>
              )}
            </li>
          ))}
        </ol>
        {leftOut > 0 && (
          <p className={styles.quiet}>
            And before these {amount(leftOut, "earlier message", "earlier messages")} of this chat, whole.
          </p>
        )}
        <dl className={styles.facts}>
          {options.map((option) => (
            <div key={option.name}>
              <dt className={styles.mono}>{option.name}</dt>
              <dd>{option.value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Dialog>
  );
}

const MOST = 1_200;

function shortened(text: string): string {
  return text.length <= MOST
    ? text
    : `${text.slice(0, MOST)}… (${amount(text.length, "character", "characters")})`;
}

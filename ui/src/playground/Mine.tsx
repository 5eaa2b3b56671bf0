// What the person said: the words, with what filled the variables marked, and the pictures that went along.
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import type { Attachment } from "../ipc/bindings";
import styles from "./Chat.module.css";
import { clean } from "./markdown/clean";
import { bytesInWords, isPicture } from "./picture";
import { pictureQuery } from "./queries";
import { filledParts } from "./variables";

type Props = {
  prompt: string;
  attachments: readonly Attachment[];
  variables: readonly (readonly [string, string])[];
};

export function Mine({ prompt, attachments, variables }: Props) {
  return (
    <article className={styles.mine} aria-label="You">
      {attachments.length > 0 && (
        <ul className={styles.pictures} aria-label="Pictures sent along">
          {attachments.map((one) => (
            <li key={one.id}>
              <Picture attachment={one} />
            </li>
          ))}
        </ul>
      )}
      {prompt !== "" && (
        <p>
          {filledParts(clean(prompt), variables).map((part) =>
            part.name === null ? (
              <Fragment key={part.at}>{part.text}</Fragment>
            ) : (
              <mark key={part.at} className={styles.filled} title={part.name}>
                {part.text}
              </mark>
            ),
          )}
        </p>
      )}
    </article>
  );
}

/** A picture the core has checked; its name where it cannot be shown. */
export function Picture({ attachment }: { attachment: Attachment }) {
  const address = useQuery(pictureQuery(attachment.id)).data;
  const name = clean(attachment.name);
  const words = `${name}, ${bytesInWords(attachment.bytes)}`;
  if (address === undefined || !isPicture(address))
    return (
      <span className={styles.noPicture} title={words}>
        {name}
      </span>
    );
  return <img className={styles.picture} src={address} alt={name} title={words} />;
}

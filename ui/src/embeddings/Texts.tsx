// The texts one compares: one row each, with the letter it has everywhere on the page. Enter begins a new text, Shift+Enter
// a new line; an empty row is not sent and has no letter.
import { type KeyboardEvent, useRef } from "react";
import { Button } from "../kit/Button";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { TextArea } from "../kit/TextArea";
import styles from "./Embeddings.module.css";
import { letter } from "./model";
import { MOST_TEXTS } from "./pasted";
import type { Row, Sheet } from "./useSheet";

type Props = {
  sheet: Sheet;
  chosen: number;
  onChoose: (at: number) => void;
  onPaste: () => void;
};

export function Texts({ sheet, chosen, onChoose, onPaste }: Props) {
  const list = useRef<HTMLOListElement | null>(null);
  const focus = (at: number) =>
    setTimeout(() => list.current?.querySelectorAll<HTMLElement>("textarea")[at]?.focus(), 0);
  const add = () => {
    if (sheet.add([""]) !== null) focus(sheet.rows.length);
  };
  const letters = lettersOf(sheet.rows);
  const onKey = (event: KeyboardEvent, at: number) => {
    if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey) return;
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (at < sheet.rows.length - 1) focus(at + 1);
    else add();
  };
  return (
    <section className={styles.left} aria-labelledby="embedding-texts">
      <div className={styles.between}>
        <h2 id="embedding-texts">Texts</h2>
        <Button size="s" variant="quiet" icon="table" onClick={onPaste}>
          Paste from a sheet
        </Button>
      </div>
      <ol className={styles.texts} ref={list}>
        {sheet.rows.map((row, at) => {
          const own = letters[at] ?? null;
          return (
            <li key={row.id} data-chosen={(own !== null && own === chosen) || undefined}>
              <span className={styles.letter} aria-hidden="true">
                {own === null ? "·" : letter(own)}
              </span>
              <span className={styles.grown} data-text={`${row.text} `}>
                <TextArea
                  className={styles.text}
                  label={own === null ? "New text" : `Text ${letter(own)}`}
                  value={row.text}
                  onChange={(text) => sheet.setText(row.id, text)}
                  onKeyDown={(event) => onKey(event, at)}
                  onFocus={() => own !== null && onChoose(own)}
                  rows={1}
                  placeholder="Type a text"
                />
              </span>
              <IconButton
                size="s"
                icon="cross"
                label={own === null ? "Remove the empty text" : `Remove text ${letter(own)}`}
                onClick={() => sheet.remove(row.id)}
              />
            </li>
          );
        })}
        <li className={styles.add}>
          <button type="button" onClick={add} disabled={sheet.room <= 0}>
            <span className={styles.letter} aria-hidden="true">
              +
            </span>
            {sheet.room > 0 ? "Add a text" : `${MOST_TEXTS} texts is the most`}
          </button>
        </li>
      </ol>
      {sheet.unsaved && (
        <p className={styles.unsaved} role="status">
          <Icon name="warning" size={13} />
          Not saved on this computer: {sheet.unsaved}
        </p>
      )}
      <p className={styles.note}>
        <Icon name="info" size={15} />
        <span>
          An embedding turns a text into a list of numbers. Texts that mean the same get similar lists,
          whatever their language.
        </span>
      </p>
    </section>
  );
}

/** The letter of each row, as its place among those with text; null for an empty one. */
export function lettersOf(rows: readonly Row[]): (number | null)[] {
  let next = 0;
  return rows.map((row) => (row.text.trim() === "" ? null : next++));
}

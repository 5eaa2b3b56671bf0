// Texts out of a spreadsheet: paste cells, choose the column, see what will be added before it is.
import { useState } from "react";
import { Button } from "../kit/Button";
import { Checkbox } from "../kit/Checkbox";
import { Dialog } from "../kit/Dialog";
import { Field } from "../kit/Field";
import { Select } from "../kit/Select";
import { TextArea } from "../kit/TextArea";
import styles from "./Embeddings.module.css";
import { amount, count } from "./model";
import { cells, likelyColumn, MOST_TEXTS, textsOf } from "./pasted";

type Props = {
  open: boolean;
  onClose: () => void;
  /** How many more texts there is room for. */
  room: number;
  onAdd: (texts: string[]) => void;
  onReplace: (texts: string[]) => void;
};

export function PasteDialog({ open, onClose, room, onAdd, onReplace }: Props) {
  const [pasted, setPasted] = useState("");
  const [heading, setHeading] = useState(false);
  const [column, setColumn] = useState<number | null>(null);
  const rows = cells(pasted);
  const width = Math.max(0, ...rows.map((row) => row.length));
  const at = column !== null && column < width ? column : likelyColumn(rows);
  const added = textsOf(rows, at, heading, room);
  const instead = textsOf(rows, at, heading, MOST_TEXTS);
  const close = () => {
    setPasted("");
    setColumn(null);
    onClose();
  };
  const take = (act: (texts: string[]) => void, texts: string[]) => {
    act(texts);
    close();
  };
  const none = instead.texts.length === 0 ? "Paste some cells first." : null;
  return (
    <Dialog
      open={open}
      onClose={close}
      title="Texts from a sheet"
      width={560}
      actions={
        <>
          <Button variant="quiet" onClick={close}>
            Cancel
          </Button>
          <Button disabledReason={none} onClick={() => take(onReplace, instead.texts)}>
            Replace all texts
          </Button>
          <Button
            variant="primary"
            disabledReason={none ?? (room <= 0 ? `${MOST_TEXTS} texts are there already.` : null)}
            onClick={() => take(onAdd, added.texts)}
          >
            {added.texts.length === 0 ? "Add" : `Add ${amount(added.texts.length, "text", "texts")}`}
          </Button>
        </>
      }
    >
      <div className={styles.paste}>
        <Field
          label="Cells"
          help="Copy cells in Excel, Google Sheets or Numbers and paste them here. One text a row."
        >
          <TextArea value={pasted} onChange={setPasted} rows={6} autoFocus />
        </Field>
        {width > 1 && (
          <Field label="Column with the texts">
            <Select
              value={String(at)}
              onChange={(next) => setColumn(Number(next))}
              options={Array.from({ length: width }, (_, number) => ({
                value: String(number),
                label: `Column ${number + 1}`,
                detail: rows[heading ? 1 : 0]?.[number]?.slice(0, 60) || "empty",
              }))}
            />
          </Field>
        )}
        {rows.length > 1 && (
          <Checkbox checked={heading} onChange={setHeading}>
            The first row is a heading
          </Checkbox>
        )}
        {rows.length > 0 && (
          <p className={styles.quiet} role="status">
            {amount(instead.texts.length + instead.over, "text", "texts")} found.
            {added.over > 0 &&
              ` There is room for ${count(Math.max(0, room))} more; ${MOST_TEXTS} is the most.`}
          </p>
        )}
      </div>
    </Dialog>
  );
}

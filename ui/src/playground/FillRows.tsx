// Filling variables from a CSV file: choosing or pasting one, then paging through its rows. Which row fills what is rows.ts;
// the fields themselves belong to whoever draws this.
import { useRef, useState } from "react";
import { commands, type Failure } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { LiveRegion } from "../kit/LiveRegion";
import { TextArea } from "../kit/TextArea";
import styles from "./FillRows.module.css";
import { columnsOf, decoded, type RowState, rowNotes, rowsOf, type Sheet, useRows, valuesOf } from "./rows";

type Props = {
  /** What the file belongs to: as long as it is there, the file is. */
  owner: object;
  names: readonly string[];
  values: ReadonlyMap<string, string>;
  onValues: (values: [string, string][]) => void;
};

export function FillRows({ owner, names, values, onValues }: Props) {
  const rows = rowsOf(owner);
  const state = useRows(rows);
  const [choosing, setChoosing] = useState(false);
  const words = state?.open ? rowWords(state, names) : "";
  return (
    <div className={styles.fill}>
      {state?.open ? (
        <Paging
          state={state}
          names={names}
          onGo={(at) => onValues(rows.go(at, names, values))}
          onLeave={(back) => onValues(rows.leave(names, values, back))}
        />
      ) : (
        <div className={styles.line}>
          <Button size="s" variant="quiet" icon="table" onClick={() => setChoosing(true)}>
            Fill from a CSV
          </Button>
          {state && (
            <LinkButton size="s" onClick={() => onValues(rows.again(names, values))}>
              Back to {state.sheet.name}
            </LinkButton>
          )}
        </div>
      )}
      <LiveRegion text={words} />
      {choosing && (
        <Choose
          names={names}
          onClose={() => setChoosing(false)}
          onSheet={(sheet) => {
            onValues(rows.take(sheet, names, values));
            setChoosing(false);
          }}
        />
      )}
    </div>
  );
}

function rowWords(state: RowState, names: readonly string[]): string {
  const said = valuesOf(state, names).map(([name, value]) => `${name} ${value === "" ? "empty" : value}`);
  return `Row ${state.at + 1} of ${state.sheet.rows.length}. ${said.join(", ")}`;
}

type PagingProps = {
  state: RowState;
  names: readonly string[];
  onGo: (at: number) => void;
  onLeave: (back: boolean) => void;
};

function Paging({ state, names, onGo, onLeave }: PagingProps) {
  const { sheet, at } = state;
  const notes = rowNotes(sheet, names);
  return (
    <fieldset className={styles.paging} aria-label={`Rows of ${sheet.name}`}>
      <div className={styles.line}>
        <IconButton
          size="s"
          variant="plain"
          icon="chevronLeft"
          label="Row before"
          disabledReason={at === 0 ? "This is the first row." : null}
          onClick={() => onGo(at - 1)}
        />
        <span className={styles.at}>
          row {at + 1} of {sheet.rows.length}
        </span>
        <IconButton
          size="s"
          variant="plain"
          icon="chevronRight"
          label="Next row"
          disabledReason={at + 1 === sheet.rows.length ? "This is the last row." : null}
          onClick={() => onGo(at + 1)}
        />
        <span className={styles.name} title={sheet.name}>
          {sheet.name}
        </span>
      </div>
      {notes.length > 0 && (
        <ul className={styles.notes} aria-label="About this file">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <div className={styles.line}>
        <LinkButton size="s" onClick={() => onLeave(true)}>
          Put back what was there
        </LinkButton>
        <LinkButton size="s" onClick={() => onLeave(false)}>
          Keep this row
        </LinkButton>
      </div>
    </fieldset>
  );
}

type ChooseProps = { names: readonly string[]; onClose: () => void; onSheet: (sheet: Sheet) => void };

function Choose({ names, onClose, onSheet }: ChooseProps) {
  const file = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState("");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [apart, setApart] = useState<string | null>(null);
  const read = async (name: string, text: () => Promise<string>) => {
    setFailure(null);
    setApart(null);
    try {
      const sheet = { ...(await unwrap(commands.promptsRows(await text()), { quiet: true })), name };
      if (columnsOf(sheet, names).size > 0) onSheet(sheet);
      else
        setApart(
          `None of its columns (${sheet.columns.join(", ")}) is called like a variable of this message.`,
        );
    } catch (error) {
      setFailure(failureOf(error));
    }
  };
  const take = (chosen: File | undefined) => {
    if (chosen) void read(chosen.name, async () => decoded(await chosen.arrayBuffer()));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Fill from a CSV"
      width={520}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button icon="file" onClick={() => file.current?.click()}>
            Choose a file
          </Button>
          <Button
            variant="primary"
            disabledReason={pasted.trim() === "" ? "Paste rows first, or choose a file." : null}
            onClick={() => void read("pasted rows", async () => pasted)}
          >
            Use these rows
          </Button>
        </>
      }
    >
      <div className={styles.choose}>
        <p>
          The first row names the variables: <b>{names.join(", ")}</b>. Each row below fills them once. What
          stands in the fields now can be put back.
        </p>
        <input
          ref={file}
          type="file"
          hidden
          aria-label="A CSV file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        <TextArea
          label="Rows to paste"
          placeholder={`${names.join(",")}\n…`}
          value={pasted}
          onChange={setPasted}
          rows={5}
          maxRows={12}
          grow
          mono
        />
        {apart && <p role="alert">{apart}</p>}
        {failure && <FailureNote failure={failure} />}
      </div>
    </Dialog>
  );
}

// Rows of further parameters, each a name and a JSON value, with a verdict in a sentence below. Rows that are not right
// stay on the screen as typed and are not sent; extra.ts decides which are.
import { useState } from "react";
import type { ExtraParam } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Icon } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { TextInput } from "../kit/TextInput";
import { type Checked, checkAll, type Row, SUGGESTIONS, type Verdict } from "./extra";
import styles from "./Side.module.css";

type Props = { params: ExtraParam[]; onChange: (params: ExtraParam[]) => void };

export function ExtraParams({ params, onChange }: Props) {
  const [rows, setRows] = useState<Row[]>(() => params.map((param, id) => ({ id, ...param })));
  const { checked } = checkAll(rows);
  const change = (next: Row[]) => {
    setRows(next);
    onChange(checkAll(next).params);
  };
  const add = (name: string, value: string) =>
    change([...rows, { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, name, value }]);
  const free = SUGGESTIONS.filter((one) => !rows.some((row) => row.name.trim() === one.name));
  return (
    <div className={styles.extras}>
      {rows.length === 0 && <p className={styles.quiet}>Sent as they are, after the options above.</p>}
      {rows.map((row, at) => (
        <ExtraRow
          key={row.id}
          row={row}
          checked={checked[at]}
          onChange={(next) => change(rows.map((one) => (one.id === row.id ? next : one)))}
          onRemove={() => change(rows.filter((one) => one.id !== row.id))}
        />
      ))}
      <Button size="s" icon="plus" onClick={() => add("", "")}>
        Add a parameter
      </Button>
      {free.length > 0 && (
        <div className={styles.chips}>
          {free.map((one) => (
            <button
              key={one.name}
              type="button"
              title={`${one.name} ${one.value}: ${one.detail}`}
              onClick={() => add(one.name, one.value)}
            >
              {one.name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

type RowProps = {
  row: Row;
  checked: Checked | undefined;
  onChange: (row: Row) => void;
  onRemove: () => void;
};

function ExtraRow({ row, checked, onChange, onRemove }: RowProps) {
  const [left, setLeft] = useState(row.name !== "");
  return (
    <fieldset
      className={styles.extra}
      aria-label={row.name === "" ? "A parameter" : `Parameter ${row.name}`}
      onBlur={() => setLeft(true)}
      onFocus={() => setLeft(false)}
    >
      <TextInput
        mono
        size="m"
        label="Name of the parameter"
        placeholder="top_p"
        value={row.name}
        onChange={(name) => onChange({ ...row, name })}
      />
      <TextInput
        mono
        size="m"
        label={`Value of ${row.name || "the parameter"}`}
        placeholder="0.9"
        value={row.value}
        onChange={(value) => onChange({ ...row, value })}
      />
      <IconButton size="s" icon="cross" label={`Remove ${row.name || "this parameter"}`} onClick={onRemove} />
      <Say verdict={checked?.name ?? null} />
      {(left || checked?.value?.tone === "fixed") && <Say verdict={checked?.value ?? null} />}
      {left && row.name !== "" && row.value.trim() === "" && (
        <Say verdict={{ tone: "wrong", text: "Without a value it is not sent." }} />
      )}
    </fieldset>
  );
}

function Say({ verdict }: { verdict: Verdict }) {
  if (verdict === null) return null;
  return (
    <p className={styles.say} data-tone={verdict.tone} role="status">
      <Icon name={verdict.tone === "wrong" ? "wrong" : "check"} size={13} />
      <span>{verdict.text}</span>
    </p>
  );
}

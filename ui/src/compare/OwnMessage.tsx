// What a column does not share with the others, visible under its name: a message of its own, options of its own.
import type { Column } from "../ipc/bindings";
import { LinkButton } from "../kit/LinkButton";
import { TextArea } from "../kit/TextArea";
import styles from "./Compare.module.css";
import type { Comparing } from "./comparing";

type Props = { column: Column; comparing: Comparing; changed: string };

export function OwnMessage({ column, comparing, changed }: Props) {
  const set = (message: string | null) =>
    comparing.change((now) => ({
      ...now,
      columns: now.columns.map((one) => (one.id === column.id ? { ...one, message } : one)),
    }));
  if (column.message === null && changed === "") return null;
  return (
    <div className={styles.own}>
      {changed !== "" && <p>Own options: {changed}</p>}
      {column.message !== null && (
        <>
          <TextArea
            value={column.message}
            onChange={set}
            rows={2}
            maxRows={5}
            grow
            label={`Message of ${column.prompt?.name ?? "this column"} alone`}
            placeholder="What only this column is asked"
          />
          <LinkButton size="s" onClick={() => set(null)}>
            Ask the same as all
          </LinkButton>
        </>
      )}
    </div>
  );
}

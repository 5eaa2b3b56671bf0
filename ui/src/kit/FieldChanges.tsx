// What a change does, field by field: a table grouped by part of the endpoint, or the same as JSON. Before is struck out in
// colour and word, what goes away for good is named. Used by every review and by the activity.
import { Fragment, useState } from "react";
import { CodeBlock } from "./CodeBlock";
import styles from "./FieldChanges.module.css";
import { Segmented } from "./Segmented";
import { Tag } from "./Tag";

export type FieldLine = {
  part: "config" | "traffic" | "gateway" | "tags" | "notifications" | "permissions" | "endpoint";
  label: string;
  path: string;
  before: string | null;
  after: string | null;
  removes: boolean;
};

export const PART_WORDS: Record<FieldLine["part"], string> = {
  config: "Served entities",
  traffic: "Traffic",
  gateway: "Gateway",
  tags: "Tags",
  notifications: "Notifications",
  permissions: "Access",
  endpoint: "Endpoint",
};
const ORDER: FieldLine["part"][] = [
  "endpoint",
  "config",
  "traffic",
  "gateway",
  "tags",
  "notifications",
  "permissions",
];

type Props = { fields: readonly FieldLine[]; before: string; after: string; title?: string };
type View = "fields" | "json";

export function FieldChanges({ fields, before, after, title = "All changes" }: Props) {
  const [view, setView] = useState<View>("fields");
  return (
    <section className={styles.changes} aria-label={title}>
      <div className={styles.title}>
        <h2>{title}</h2>
        <Segmented
          size="s"
          label="Show as"
          value={view}
          onChange={setView}
          options={[
            { value: "fields", label: "Fields" },
            { value: "json", label: "JSON" },
          ]}
        />
      </div>
      {view === "fields" ? <Fields fields={fields} title={title} /> : <Json before={before} after={after} />}
    </section>
  );
}

function Fields({ fields, title }: { fields: readonly FieldLine[]; title: string }) {
  if (fields.length === 0) return <p className={styles.none}>No field becomes another one.</p>;
  const parts = ORDER.filter((part) => fields.some((field) => field.part === part));
  return (
    <table className={styles.table} aria-label={title}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {parts.map((part) => (
          <Fragment key={part}>
            <tr className={styles.group}>
              <th scope="rowgroup" colSpan={3}>
                {PART_WORDS[part]}
              </th>
            </tr>
            {fields
              .filter((field) => field.part === part)
              .map((field) => (
                <tr key={`${field.path} ${field.label}`}>
                  <th scope="row" title={field.path}>
                    {field.label}
                  </th>
                  <td>{field.before === null ? <i>not set</i> : <del>{field.before}</del>}</td>
                  <td>
                    {field.after !== null ? (
                      <ins>{field.after}</ins>
                    ) : field.removes ? (
                      <Tag tone="warning">removed</Tag>
                    ) : (
                      <i>not set</i>
                    )}
                  </td>
                </tr>
              ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

/** Both texts with the lines that the other one does not have marked. */
function Json({ before, after }: { before: string; after: string }) {
  const old = before.split("\n");
  const next = after.split("\n");
  const { gone, come } = differingLines(old, next);
  return (
    <div className={styles.json}>
      <div>
        <h3>Before</h3>
        <CodeBlock text={before} label="Before, as JSON" wrong={gone} maxHeight={520} />
      </div>
      <div>
        <h3>After</h3>
        <CodeBlock text={after} label="After, as JSON" marked={come} maxHeight={520} />
      </div>
    </div>
  );
}

const COMPARED = 1_500;

/** Lines (from 1) that stand only in the first or only in the second text: longest common run of lines, by the book. */
export function differingLines(
  old: readonly string[],
  next: readonly string[],
): { gone: number[]; come: number[] } {
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start += 1;
  let end = 0;
  while (
    end < old.length - start &&
    end < next.length - start &&
    old[old.length - 1 - end] === next[next.length - 1 - end]
  )
    end += 1;
  const a = old.slice(start, old.length - end);
  const b = next.slice(start, next.length - end);
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => start + at + 1);
  if (a.length > COMPARED || b.length > COMPARED) return { gone: numbers(a.length), come: numbers(b.length) };
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row -= 1)
    for (let column = b.length - 1; column >= 0; column -= 1)
      common[row * width + column] =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const gone: number[] = [];
  const come: number[] = [];
  let row = 0;
  let column = 0;
  while (row < a.length || column < b.length) {
    if (row < a.length && column < b.length && a[row] === b[column]) {
      row += 1;
      column += 1;
    } else if (column >= b.length || (row < a.length && at(row + 1, column) >= at(row, column + 1))) {
      row += 1;
      gone.push(start + row);
    } else {
      column += 1;
      come.push(start + column);
    }
  }
  return { gone, come };
}

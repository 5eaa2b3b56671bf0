// An answer that is data, laid out for reading: fields with their values, lists as rows. Text only; `As it came` shows
// what the model wrote.
import { type ReactNode, useState } from "react";
import { Segmented } from "../kit/Segmented";
import { clean } from "./markdown/clean";
import { spotted } from "./markdown/Masked";
import styles from "./Structured.module.css";
import { type Data, isData, sheetOf, sizeOf } from "./structure";

export function Structured({ data, asItCame }: { data: Data; asItCame: ReactNode }) {
  const [view, setView] = useState<"laidOut" | "asItCame">("laidOut");
  return (
    <div className={styles.structured}>
      <Segmented
        size="s"
        label="How this data is shown"
        value={view}
        onChange={setView}
        options={[
          { value: "laidOut", label: "Laid out" },
          { value: "asItCame", label: "As it came" },
        ]}
      />
      {view === "laidOut" ? <LaidOut data={data} /> : asItCame}
    </div>
  );
}

export function LaidOut({ data }: { data: Data }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard.
    <section className={styles.box} aria-label="Data" tabIndex={0} data-selectable>
      <Value value={data} />
    </section>
  );
}

function Value({ value }: { value: unknown }) {
  if (!isData(value)) return <Scalar value={value} />;
  if (sizeOf(value) === 0) return <span className={styles.quiet}>nothing</span>;
  return Array.isArray(value) ? <Rows list={value} /> : <Fields fields={value} />;
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === "string")
    return value === "" ? <span className={styles.quiet}>empty</span> : <span>{spotted(clean(value))}</span>;
  if (value === null || value === undefined) return <span className={styles.quiet}>none</span>;
  if (typeof value === "boolean") return <span>{value ? "yes" : "no"}</span>;
  return <span className={styles.number}>{String(value)}</span>;
}

function Fields({ fields }: { fields: Record<string, unknown> }) {
  return (
    <dl className={styles.fields}>
      {Object.entries(fields).map(([name, value]) => (
        <div key={name} data-deep={(isData(value) && sizeOf(value) > 0) || undefined}>
          <dt>{clean(name)}</dt>
          <dd>
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Rows({ list }: { list: unknown[] }) {
  const sheet = sheetOf(list);
  if (sheet === null) {
    return (
      <ol className={styles.list}>
        {list.map((value, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: data that came whole never changes.
          <li key={at}>
            <Value value={value} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <table className={styles.sheet}>
      <thead>
        <tr>
          {sheet.columns.map((column) => (
            <th key={column} scope="col">
              {clean(column)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sheet.rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: data that came whole never changes.
          <tr key={at}>
            {row.map((value, column) => (
              <td key={sheet.columns[column]}>
                <Scalar value={value} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

// A field for each variable of the messages, by the kinds their prompts give them, or a file's row for all; what is typed here
// fills all columns.
import type { ComparisonSetup } from "../ipc/bindings";
import { FillRows, labelOf, useFilling, VariableInput, wrongValue } from "../playground";
import type { Comparing } from "./comparing";
import { messageOf } from "./model";
import styles from "./Variables.module.css";

type Props = { names: string[]; setup: ComparisonSetup; comparing: Comparing };

export function Variables({ names, setup, comparing }: Props) {
  const values = new Map(setup.variables);
  const setAll = (all: readonly (readonly [string, string])[]) =>
    comparing.change((now) => ({ ...now, variables: [...new Map([...now.variables, ...all])] }));
  const filling = useFilling({
    sources: sourcesOf(setup),
    values,
    onValue: (name, value) => setAll([[name, value]]),
    keeps: true,
  });
  if (names.length === 0) return null;
  return (
    <div className={styles.filling}>
      <ul className={styles.variables} aria-label="Variables">
        {names.map((name) => {
          const field = filling.fieldOf(name);
          const label = labelOf(name, field);
          const value = values.get(name) ?? "";
          const wrong = wrongValue(field, value);
          return (
            <li key={name} data-missing={value.trim() === "" || undefined}>
              <span aria-hidden="true" title={label === name ? undefined : name}>
                {label}
              </span>
              <VariableInput
                short
                field={field}
                label={label}
                value={value}
                onChange={(typed) => {
                  setAll([[name, typed]]);
                  filling.keep(name, typed);
                }}
              />
              {wrong && <small role="status">{wrong}</small>}
            </li>
          );
        })}
      </ul>
      <FillRows owner={comparing} names={names} values={values} onValues={setAll} />
    </div>
  );
}

/** Each different message once, with the prompt it came from. */
function sourcesOf(setup: ComparisonSetup) {
  const sources = new Map<string, { from: { prompt: string; version: number } | null; text: string }>();
  for (const column of setup.columns) {
    const text = messageOf(column, setup);
    const from = column.prompt ? { prompt: column.prompt.id, version: column.prompt.version } : null;
    const key = `${from?.prompt ?? ""} ${from?.version ?? ""} ${from ? "" : text}`;
    if (!sources.has(key)) sources.set(key, { from, text });
  }
  return [...sources.values()];
}

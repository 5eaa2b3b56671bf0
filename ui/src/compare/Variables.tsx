// A field for each variable of the messages; what is typed here fills all columns.
import type { ComparisonSetup } from "../ipc/bindings";
import { TextInput } from "../kit/TextInput";
import styles from "./Compare.module.css";
import type { Comparing } from "./comparing";

type Props = { names: string[]; setup: ComparisonSetup; comparing: Comparing };

export function Variables({ names, setup, comparing }: Props) {
  const values = new Map(setup.variables);
  const set = (name: string, value: string) =>
    comparing.change((now) => {
      const changed = new Map(now.variables).set(name, value);
      return { ...now, variables: [...changed] };
    });
  if (names.length === 0) return null;
  return (
    <ul className={styles.variables} aria-label="Variables">
      {names.map((name) => (
        <li key={name} data-missing={(values.get(name) ?? "").trim() === "" || undefined}>
          <span aria-hidden="true">{name}</span>
          <TextInput
            size="m"
            label={name}
            placeholder="Not filled yet"
            value={values.get(name) ?? ""}
            onChange={(value) => set(name, value)}
          />
        </li>
      ))}
    </ul>
  );
}

// What the history can be narrowed to beside words: the endpoint, the model, where it was asked, when, and whether it failed or
// has a star. Everything chosen stands in the address.
import type { HistoryKind } from "../ipc/bindings";
import { Field } from "../kit/Field";
import { Segmented } from "../kit/Segmented";
import { Select } from "../kit/Select";
import { TextInput } from "../kit/TextInput";
import styles from "./History.module.css";
import { type Given, KIND_WORDS, kindOf, type Only, onlyOf, WHEN_WORDS, type When, whenOf } from "./model";

type Props = {
  given: Given;
  endpoints: readonly string[];
  entities: readonly string[];
  change: (change: Given) => void;
};

const ANY = "";

export function Narrowing({ given, endpoints, entities, change }: Props) {
  const when = whenOf(given);
  // What the address asks for can be chosen even when nothing is found of it.
  const named = (names: readonly string[], chosen: string | undefined) =>
    (chosen !== undefined && !names.includes(chosen) ? [chosen, ...names] : names).map((name) => ({
      value: name,
      label: name,
    }));
  return (
    <div className={styles.narrowing}>
      <Select
        size="m"
        className={styles.choice}
        label="Endpoint"
        value={given.endpoint ?? ANY}
        options={[{ value: ANY, label: "All endpoints" }, ...named(endpoints, given.endpoint)]}
        onChange={(name) => change({ endpoint: name === ANY ? undefined : name, entity: undefined })}
      />
      {given.endpoint !== undefined && (entities.length > 0 || given.entity !== undefined) && (
        <Select
          size="m"
          className={styles.choice}
          label="Model"
          value={given.entity ?? ANY}
          options={[{ value: ANY, label: "All its models" }, ...named(entities, given.entity)]}
          onChange={(name) => change({ entity: name === ANY ? undefined : name })}
        />
      )}
      <Select
        size="m"
        className={styles.choice}
        label="Where it was asked"
        value={kindOf(given) ?? ANY}
        options={[
          { value: ANY, label: "Everywhere" },
          ...(Object.keys(KIND_WORDS) as HistoryKind[]).map((kind) => ({
            value: kind as string,
            label: KIND_WORDS[kind],
          })),
        ]}
        onChange={(kind) => change({ kind: kind === ANY ? undefined : kind })}
      />
      <Select
        size="m"
        className={styles.choice}
        label="When"
        value={when}
        options={(Object.keys(WHEN_WORDS) as When[]).map((value) => ({ value, label: WHEN_WORDS[value] }))}
        onChange={(value) =>
          change({ when: value === "any" ? undefined : value, from: undefined, to: undefined })
        }
      />
      <Segmented<Only>
        size="s"
        label="Which"
        value={onlyOf(given)}
        options={[
          { value: "all", label: "All" },
          { value: "starred", label: "Starred" },
          { value: "failed", label: "Failed" },
        ]}
        onChange={(only) => change({ only: only === "all" ? undefined : only })}
      />
      {when === "between" && (
        <div className={styles.between}>
          <Field label="From">
            <TextInput
              type="date"
              size="m"
              value={given.from ?? ""}
              onChange={(from) => change({ from: from === "" ? undefined : from })}
            />
          </Field>
          <Field label="To">
            <TextInput
              type="date"
              size="m"
              value={given.to ?? ""}
              onChange={(to) => change({ to: to === "" ? undefined : to })}
            />
          </Field>
        </div>
      )}
    </div>
  );
}

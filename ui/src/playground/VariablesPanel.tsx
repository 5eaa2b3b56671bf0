// Fields for the variables of the message being typed, by the kinds its prompt gives them, and filling them from a file. The
// last values stay; those of variables that are not in the message now are listed dimmed. What is typed goes to the
// conversation at once.
import { useEffect } from "react";
import { Field, type Verdict } from "../kit/Field";
import { type Conversation, useDraft, useFrom, useValues } from "./conversation";
import { FillRows } from "./FillRows";
import styles from "./Side.module.css";
import { type Filling, useFilling } from "./useFilling";
import { labelOf, VariableInput, wrongValue } from "./VariableInput";
import { variablesIn } from "./variables";
import { amount } from "./words";

/** What is known for the variables of the message; it also holds while the fields are out of sight. `keeps`: whether what is
 * typed may be kept for next time. */
export function useVariables(conversation: Conversation, keeps: boolean): Filling {
  const text = useDraft(conversation);
  const from = useFrom(conversation);
  const values = useValues(conversation);
  const onValue = (name: string, value: string) => conversation.setValue(name, value);
  const filling = useFilling({ sources: [{ from, text }], values, onValue, keeps });
  const found = filling.prompts[0] ?? null;
  useEffect(() => {
    // A message that says just what a saved prompt says came from it, also after the app was closed.
    if (from === null && found !== null) conversation.setFrom(found);
  }, [conversation, from, found]);
  return filling;
}

type Props = { conversation: Conversation; filling: Filling };

export function VariablesPanel({ conversation, filling }: Props) {
  const names = variablesIn(useDraft(conversation));
  const values = useValues(conversation);
  const set = (name: string, value: string) => conversation.setValue(name, value);
  const unused = [...values].filter(([name, value]) => value !== "" && !names.includes(name));
  if (names.length === 0) return null;
  return (
    <section className={styles.variables} aria-label="Variables">
      <header className={styles.between}>
        <h2>Variables</h2>
        <span className={styles.quiet}>{amount(names.length, "used", "used")}</span>
      </header>
      <FillRows
        owner={conversation}
        names={names}
        values={values}
        onValues={(all) => {
          for (const [name, value] of all) set(name, value);
        }}
      />
      {names.map((name) => {
        const field = filling.fieldOf(name);
        const label = labelOf(name, field);
        const value = values.get(name) ?? "";
        return (
          <div key={name} data-variable={name}>
            <Field
              label={label}
              apiName={label === name ? undefined : name}
              verdict={verdictOf(value, wrongValue(field, value))}
            >
              <VariableInput
                field={field}
                value={value}
                onChange={(typed) => {
                  set(name, typed);
                  filling.keep(name, typed);
                }}
              />
            </Field>
          </div>
        );
      })}
      {unused.length > 0 && (
        <dl className={styles.unusedValues}>
          {unused.map(([name, value]) => (
            <div key={name}>
              <dt>{name}, not used here</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function verdictOf(value: string, wrong: string | null): Verdict | null {
  if (value.trim() === "") return { tone: "warning", text: "Fill it before you send." };
  return wrong === null ? null : { tone: "warning", text: wrong };
}

/** Puts the cursor into the field of a variable, once it is drawn. */
export function focusVariable(name: string): void {
  requestAnimationFrame(() => {
    for (const place of document.querySelectorAll<HTMLElement>("[data-variable]"))
      if (place.dataset.variable === name)
        place.querySelector<HTMLElement>("textarea, [role=combobox], input:not([aria-hidden])")?.focus();
  });
}

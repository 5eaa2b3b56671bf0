// Fields for the variables of the message being typed. The last values stay; those of variables that are not in the
// message now are listed dimmed. What is typed goes to the conversation at once.
import { Field } from "../kit/Field";
import { TextArea } from "../kit/TextArea";
import { type Conversation, useDraft, useValues } from "./conversation";
import styles from "./Side.module.css";
import { variablesIn } from "./variables";
import { amount } from "./words";

export function VariablesPanel({ conversation }: { conversation: Conversation }) {
  const names = variablesIn(useDraft(conversation));
  const values = useValues(conversation);
  const unused = [...values].filter(([name, value]) => value !== "" && !names.includes(name));
  if (names.length === 0) return null;
  return (
    <section className={styles.variables} aria-label="Variables">
      <header className={styles.between}>
        <h2>Variables</h2>
        <span className={styles.quiet}>{amount(names.length, "used", "used")}</span>
      </header>
      {names.map((name) => (
        <div key={name} data-variable={name}>
          <Field
            label={name}
            verdict={
              (values.get(name) ?? "").trim() === ""
                ? { tone: "warning", text: "Fill it before you send." }
                : null
            }
          >
            <TextArea
              value={values.get(name) ?? ""}
              onChange={(value) => conversation.setValue(name, value)}
              rows={1}
              maxRows={6}
              grow
            />
          </Field>
        </div>
      ))}
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

/** Puts the cursor into the field of a variable, once it is drawn. */
export function focusVariable(name: string): void {
  requestAnimationFrame(() => {
    for (const place of document.querySelectorAll<HTMLElement>("[data-variable]"))
      if (place.dataset.variable === name) place.querySelector("textarea")?.focus();
  });
}

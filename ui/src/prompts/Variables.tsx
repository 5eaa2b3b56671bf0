// The variables found in a prompt's message, and how each is asked for wherever the prompt is filled: its kind, what stands
// over its field, what may be chosen.
import type { FieldProblem, PromptContent, PromptVariable, VariableKind } from "../ipc/bindings";
import { Field } from "../kit/Field";
import { Select } from "../kit/Select";
import { Tag } from "../kit/Tag";
import { TextArea } from "../kit/TextArea";
import { TextInput } from "../kit/TextInput";
import { KIND_WORDS, variableOf, withVariable } from "./model";
import styles from "./Prompts.module.css";

const KINDS = (Object.keys(KIND_WORDS) as VariableKind[]).map((value) => ({
  value,
  label: KIND_WORDS[value],
}));

type Props = {
  names: readonly string[];
  content: PromptContent;
  change: (content: PromptContent) => void;
  problems: readonly FieldProblem[];
};

export function Variables({ names, content, change, problems }: Props) {
  if (names.length === 0) return null;
  return (
    <ul className={styles.variables} aria-label="Variables in this prompt">
      {names.map((name) => (
        <Variable
          key={name}
          variable={variableOf(content, name)}
          onChange={(variable) => change(withVariable(content, variable))}
          problem={problems.find((one) => one.path === `variables.${name}`)?.message}
        />
      ))}
    </ul>
  );
}

type VariableProps = {
  variable: PromptVariable;
  onChange: (variable: PromptVariable) => void;
  problem: string | undefined;
};

function Variable({ variable, onChange, problem }: VariableProps) {
  const { name, kind, label, choices } = variable;
  const empty = choices.every((choice) => choice.trim() === "");
  return (
    <li className={styles.variable}>
      <span className={styles.variableName} data-name={name}>
        <Tag tone="accent">{name}</Tag>
      </span>
      <Select
        size="m"
        label={`Kind of ${name}`}
        value={kind}
        onChange={(chosen) => onChange({ ...variable, kind: chosen })}
        options={KINDS}
      />
      <TextInput
        size="m"
        label={`Label of ${name}`}
        placeholder={`Asked for as “${name}”`}
        maxLength={120}
        value={label}
        onChange={(typed) => onChange({ ...variable, label: typed })}
      />
      {kind === "choice" && (
        <div className={styles.choices}>
          <Field
            label={`Choices of ${name}`}
            help="One a line."
            verdict={problem && empty ? { tone: "wrong", text: problem } : null}
          >
            <TextArea
              value={choices.join("\n")}
              onChange={(typed) => onChange({ ...variable, choices: typed === "" ? [] : typed.split("\n") })}
              rows={2}
              maxRows={10}
              grow
            />
          </Field>
        </div>
      )}
    </li>
  );
}

// The control for one variable, by its kind: lines of text, a number, or a choice. What it holds is always the text that is
// sent. The label stands outside, in a Field, or is said with `label`.
import type { PromptVariable } from "../ipc/bindings";
import { Select } from "../kit/Select";
import { TextArea } from "../kit/TextArea";
import { TextInput } from "../kit/TextInput";

type Props = {
  field: PromptVariable | undefined;
  value: string;
  onChange: (value: string) => void;
  label?: string | undefined;
  /** One line where that is enough. */
  short?: boolean | undefined;
};

export function VariableInput({ field, value, onChange, label, short = false }: Props) {
  const kind = field?.kind ?? "line";
  const placeholder = short ? "Not filled yet" : undefined;
  if (field && kind === "choice") {
    const own = value !== "" && !field.choices.includes(value);
    return (
      <Select
        size="m"
        label={label}
        value={value === "" ? null : value}
        onChange={onChange}
        options={[
          ...field.choices.map((choice) => ({ value: choice, label: choice })),
          ...(own ? [{ value, label: value, detail: "Not one of the choices" }] : []),
        ]}
      />
    );
  }
  if (kind === "number" || (short && kind === "line" && !value.includes("\n"))) {
    return (
      <TextInput
        size="m"
        label={label}
        placeholder={placeholder}
        inputMode={kind === "number" ? "decimal" : "text"}
        value={value}
        onChange={onChange}
      />
    );
  }
  return (
    <TextArea
      label={label}
      placeholder={placeholder}
      value={value}
      onChange={onChange}
      rows={kind === "long" && !short ? 4 : 1}
      maxRows={kind === "long" ? 12 : 6}
      grow
    />
  );
}

/** What its field is called. */
export function labelOf(name: string, field: PromptVariable | undefined): string {
  return field && field.label !== "" ? field.label : name;
}

/** Why the value is not what its kind says; null when it is, or when there is none. */
export function wrongValue(field: PromptVariable | undefined, value: string): string | null {
  if (field?.kind !== "number" || value.trim() === "") return null;
  const number = Number(value.trim().replace(",", "."));
  return Number.isFinite(number) ? null : "This is no number. It is sent as it stands.";
}

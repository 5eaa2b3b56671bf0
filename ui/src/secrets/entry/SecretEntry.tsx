// The one field a provider key is pasted into: dots, length and last four, what it looks like and what does not fit.
// The value lives in the caller's state for as long as the field is open. Used by this room and the create flow.
import { Field } from "../../kit/Field";
import { SecretInput } from "../../kit/SecretInput";
import type { Inspection } from "../types";
import { inspectionVerdict } from "./inspection";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  inspection: Inspection | null;
  /** After an attempt to store: an empty field is wrong now. */
  complain?: boolean;
  multiline?: boolean;
  help?: string;
  autoFocus?: boolean;
};

const HELP =
  "Blanks and line ends around it are removed. It goes straight into the secret scope and is kept nowhere else.";

export function SecretEntry({
  label,
  value,
  onChange,
  inspection,
  complain = false,
  multiline = false,
  help = HELP,
  autoFocus = false,
}: Props) {
  const empty = value.trim() === "";
  const verdict =
    empty && complain
      ? { tone: "wrong" as const, text: "Paste the secret first." }
      : inspectionVerdict(inspection);
  return (
    <Field label={label} verdict={verdict} help={help}>
      <SecretInput
        value={value}
        onChange={onChange}
        multiline={multiline}
        placeholder="Paste it here"
        autoFocus={autoFocus || undefined}
      />
    </Field>
  );
}

// The formats in the order of the picker, with the words for each. What stands in a text is the core's matter.
import type { HandoffFormat } from "../ipc/bindings";
import type { Language } from "../kit/inks";

export type FormatWords = { value: HandoffFormat; label: string; detail: string };

export const CREATING: readonly FormatWords[] = [
  { value: "terraform", label: "Terraform", detail: "A Databricks resource" },
  { value: "bundle", label: "Bundle", detail: "YAML for a Databricks bundle" },
  { value: "python", label: "Python", detail: "The Databricks SDK" },
  { value: "cli", label: "Command line", detail: "One call of databricks" },
  { value: "curl", label: "curl", detail: "One call of the REST API" },
  { value: "restJson", label: "JSON", detail: "The body of that call" },
];

export const ASKING: readonly FormatWords[] = [
  { value: "openai", label: "OpenAI client", detail: "Python that asks it" },
  { value: "sql", label: "SQL", detail: "ai_query over a table" },
];

export const wordsOf = (format: HandoffFormat): FormatWords | undefined =>
  [...CREATING, ...ASKING].find((one) => one.value === format);

const LANGUAGES: readonly Language[] = ["json", "shell", "python", "hcl", "yaml", "sql"];

export const languageOf = (word: string): Language => LANGUAGES.find((one) => one === word) ?? "plain";

// What the library works out by itself: folders of a list, tags as they are typed, an empty prompt, whether something
// typed is saved. Pure.
import type {
  ChatOptions,
  PromptContent,
  PromptSummary,
  PromptVariable,
  VariableKind,
} from "../ipc/bindings";

export const OPTIONS: ChatOptions = {
  temperature: null,
  maxTokens: null,
  system: "",
  stream: true,
  extra: [],
  stop: [],
  n: null,
  useCache: "off",
};

export const EMPTY: PromptContent = {
  name: "New prompt",
  folder: "",
  tags: [],
  system: "",
  template: "",
  target: null,
  options: null,
};

/** The options a prompt asks with; its role and rules stand in them. */
export function optionsOf(content: PromptContent): ChatOptions {
  return { ...(content.options ?? OPTIONS), system: content.system };
}

/** The prompt with these options; without any beyond role and rules it keeps none. */
export function withOptions(content: PromptContent, options: ChatOptions): PromptContent {
  const rest = { ...options, system: "" };
  const own = JSON.stringify(rest) !== JSON.stringify(OPTIONS);
  return { ...content, system: options.system, options: own ? rest : null };
}

/** Tags between commas, each once. */
export function tagsOf(typed: string): string[] {
  const tags = new Map<string, string>();
  for (const tag of typed.split(",").map((each) => each.trim()))
    if (tag !== "" && !tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  return [...tags.values()];
}

/** All tags of a list, by name. */
export function allTags(prompts: readonly PromptSummary[]): string[] {
  return [...new Set(prompts.flatMap((prompt) => prompt.tags))].toSorted((a, b) => a.localeCompare(b));
}

export type Folder = { name: string; prompts: PromptSummary[] };

/** The prompts with the tag (all without one) in their folders, in the order they came in. */
export function foldersOf(prompts: readonly PromptSummary[], tag: string): Folder[] {
  const folders = new Map<string, PromptSummary[]>();
  for (const prompt of prompts) {
    if (tag !== "" && !prompt.tags.includes(tag)) continue;
    folders.set(prompt.folder, [...(folders.get(prompt.folder) ?? []), prompt]);
  }
  return [...folders].map(([name, inside]) => ({ name, prompts: inside }));
}

/** How a variable is asked for: as the prompt says, or with one line under its own name. */
export function variableOf(content: PromptContent, name: string): PromptVariable {
  const known = content.variables?.find((one) => one.name === name);
  return known ?? { name, kind: "line", label: "", choices: [] };
}

/** The prompt with one variable asked for in another way; one that says no more than its name is not kept. */
export function withVariable(content: PromptContent, variable: PromptVariable): PromptContent {
  const others = (content.variables ?? []).filter((one) => one.name !== variable.name);
  const says = variable.kind !== "line" || variable.label !== "" || variable.choices.length > 0;
  return { ...content, variables: says ? [...others, variable] : others };
}

export const KIND_WORDS: Record<VariableKind, string> = {
  line: "Line of text",
  long: "Long text",
  number: "Number",
  choice: "Choice",
};

function asked({ name, kind, label, choices }: PromptVariable): string {
  const what = kind === "choice" ? `one of ${choices.join(", ")}` : KIND_WORDS[kind].toLowerCase();
  return `{{${name}}}: ${label === "" ? "" : `${label}, `}${what}`;
}

const FIELDS = ["name", "folder", "tags", "system", "template", "target", "options"] as const;

/** True when both say the same. */
export function same(one: PromptContent, other: PromptContent): boolean {
  const variables = (content: PromptContent) =>
    JSON.stringify(content.variables?.toSorted((a, b) => a.name.localeCompare(b.name)) ?? []);
  return (
    FIELDS.every((field) => JSON.stringify(one[field]) === JSON.stringify(other[field])) &&
    variables(one) === variables(other)
  );
}

/** What a version keeps, part by part under its name, for the differences between two. */
export function partsOf(content: PromptContent): [label: string, text: string][] {
  const { system, template, target, options } = content;
  return [
    ["Name", content.name],
    ["Folder", content.folder],
    ["Tags", content.tags.join(", ")],
    ["Message", template],
    ["Variables", (content.variables ?? []).map(asked).join("\n")],
    ["Made for", target ? `${target.endpoint}${target.entity ? `, ${target.entity}` : ""}` : ""],
    ["Role and rules", system],
    ["How it answers", options ? settingsOf(options) : ""],
  ];
}

function settingsOf(options: ChatOptions): string {
  const said = Object.entries(options).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(OPTIONS[name as keyof ChatOptions]),
  );
  return said.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join("\n");
}

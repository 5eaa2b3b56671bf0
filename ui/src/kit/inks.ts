// Which ink a piece of a line gets, for the languages beside JSON. By line and by the looks of a word, not by grammar: a
// wrong colour harms nobody, so this stays small. JSON has its own file. Called by CodeBlock.
import type { Inked } from "./json";
import { inkJson } from "./json";

export type Language = "json" | "shell" | "python" | "hcl" | "yaml" | "sql" | "plain";

const STRING = String.raw`(?<string>"(?:[^"\\]|\\.)*"?)`;
const NUMBER = String.raw`(?<number>\b\d+(?:\.\d+)?\b|\b(?:true|false|null|True|False|None)\b)`;

const RULES = {
  python: new RegExp(
    String.raw`(?<mute>#.*|[()[\]{},]|\b(?:import|from|as)\b)|${STRING}|(?<key>\b[a-z_][a-z0-9_]*(?==))|${NUMBER}`,
    "g",
  ),
  hcl: new RegExp(String.raw`(?<mute>#.*|[{}[\]=,])|(?<key>^\s*[a-z_][a-z0-9_]*)|${STRING}|${NUMBER}`, "g"),
  yaml: new RegExp(
    String.raw`(?<key>^[\s-]*(?:"(?:[^"\\]|\\.)*"|[\w.-]+)(?=:))|${STRING}|(?<mute>^\s*#.*|[:{}[\],])|${NUMBER}`,
    "g",
  ),
  sql: new RegExp(
    String.raw`(?<mute>--.*|[(),;])|(?<string>'(?:[^'\\]|\\.)*'?)|(?<key>\b(?:SELECT|AS|FROM|VALUES)\b)|${NUMBER}`,
    "g",
  ),
} as const;

const INKS = ["mute", "key", "string", "number"] as const;

export function inkLine(line: string, language: Language): Inked[] {
  // What the shell is given here is JSON with a command around it.
  if (language === "json" || language === "shell") return inkJson(line);
  const parts: Inked[] = [];
  let end = 0;
  const put = (text: string, ink: Inked["ink"]): void => {
    if (text === "") return;
    parts.push({ at: end, text, ink });
    end += text.length;
  };
  if (language !== "plain") {
    for (const found of line.matchAll(RULES[language])) {
      put(line.slice(end, found.index), undefined);
      put(
        found[0],
        INKS.find((ink) => found.groups?.[ink] !== undefined),
      );
    }
  }
  put(line.slice(end), undefined);
  return parts;
}

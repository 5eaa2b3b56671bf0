// Variables of a message: `{{name}}` in what is typed, what fills them, and finding again in the words that were sent what
// filled them, so that it can be marked. Pure. The core finds names by the same rule (src-tauri/src/prompts/variables.rs);
// both prove it with tests/cases/variables.json.

const VARIABLE = /\{\{[ \t]*([\p{Alphabetic}_][\p{Alphabetic}\p{N}_-]{0,59})[ \t]*\}\}/gu;

/** The names in a text, each once, in their order. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(VARIABLE)].map((found) => found[1] ?? ""))];
}

export type Filled = { prompt: string; variables: [string, string][]; missing: string[] };

/** The text with its variables filled; what is missing stays as it was typed. A value is never looked through again. */
export function filled(text: string, values: ReadonlyMap<string, string>): Filled {
  const names = variablesIn(text);
  const has = (name: string) => (values.get(name) ?? "").trim() !== "";
  return {
    prompt: text.replace(VARIABLE, (whole, name: string) => (has(name) ? (values.get(name) ?? "") : whole)),
    variables: names.filter(has).map((name) => [name, values.get(name) ?? ""]),
    missing: names.filter((name) => !has(name)),
  };
}

export type Part = { at: number; text: string; name: string | null };

/** The message in pieces; a piece with a name is what filled that variable. Longer values are looked for first. */
export function filledParts(text: string, variables: readonly (readonly [string, string])[]): Part[] {
  const values = new Map(
    variables.filter(([, value]) => value.trim() !== "").map(([name, value]) => [value, name]),
  );
  if (values.size === 0) return [{ at: 0, text, name: null }];
  const longestFirst = [...values.keys()].toSorted((a, b) => b.length - a.length);
  const either = longestFirst.map((value) => value.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&")).join("|");
  // "6" is not what stands in "16".
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${either})(?![\\p{L}\\p{N}])`, "gu");
  const parts: Part[] = [];
  let end = 0;
  for (const found of text.matchAll(any)) {
    if (found.index > end) parts.push({ at: end, text: text.slice(end, found.index), name: null });
    parts.push({ at: found.index, text: found[0], name: values.get(found[0]) ?? null });
    end = found.index + found[0].length;
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), name: null });
  return parts;
}

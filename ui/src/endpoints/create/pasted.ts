// What may be said about a pasted secret without showing it: length, last four, what was trimmed, what it looks like.
// Nothing here keeps the value. Used by create/SecretField.tsx.

export type Pasted = { value: string; characters: number; lastFour: string; said: string };

const FAMILIES: { starts: RegExp; name: string }[] = [
  { starts: /^sk-ant-/, name: "an Anthropic key" },
  { starts: /^sk-/, name: "an OpenAI key" },
  { starts: /^AKIA|^ASIA/, name: "an AWS access key ID" },
  { starts: /^dapi/, name: "a Databricks token" },
  { starts: /^AIza/, name: "a Google API key" },
  { starts: /^-----BEGIN [A-Z ]*PRIVATE KEY-----/, name: "a private key" },
];

function family(value: string): string | null {
  if (value.startsWith("{")) {
    try {
      const parsed: unknown = JSON.parse(value);
      if (typeof parsed === "object" && parsed !== null && "private_key" in parsed)
        return "a service account's JSON key";
    } catch {
      return "JSON that is cut off or damaged";
    }
  }
  return FAMILIES.find((one) => one.starts.test(value))?.name ?? null;
}

const times = (count: number, one: string, many: string): string =>
  count === 1 ? `One ${one}` : `${count} ${many}`;

function removed(before: string, multiline: boolean): { value: string; said: string[] } {
  const value = before.trim();
  const start = before.slice(0, before.length - before.trimStart().length);
  const end = before.slice(before.trimEnd().length);
  const said: string[] = [];
  if (value !== "" && before !== value) {
    const breaks = (`${start}${end}`.match(/\r\n|\r|\n/g) ?? []).length;
    const blanks = [...`${start}${end}`].filter((sign) => sign !== "\n" && sign !== "\r").length;
    const where = start === "" ? "at the end" : end === "" ? "at the start" : "around it";
    const what =
      breaks > 0 && blanks > 0
        ? "Blanks and line breaks"
        : breaks > 0
          ? times(breaks, "line break", "line breaks")
          : times(blanks, "blank", "blanks");
    said.push(`${what} ${where} removed.`);
  }
  if (multiline || !/[\r\n]/.test(value)) return { value, said };
  const joined = value.replace(/\s*[\r\n]+\s*/g, "");
  return { value: joined, said: [...said, "Line breaks inside it removed."] };
}

/** Reads what was pasted. Multi-line secrets (JSON keys, PEM) keep their inner line breaks. Null when nothing is left. */
export function readPasted(text: string, multiline: boolean): Pasted | null {
  const { value, said } = removed(text, multiline);
  if (value === "") return null;
  const signs = [...value];
  const characters = signs.length;
  const looks = family(value);
  const first = `${times(characters, "character", "characters").replace(/^One/, "1")}${looks ? `, looks like ${looks}` : ""}.`;
  return {
    value,
    characters,
    lastFour: characters >= 12 ? signs.slice(-4).join("") : "",
    said: [first, ...said].join(" "),
  };
}

/** A key that has been pasted where a reference belongs must not be kept in the draft. */
export function looksLikeValue(text: string): boolean {
  const trimmed = text.trim();
  return trimmed !== "" && !trimmed.startsWith("{{");
}

const NAME_SIGNS = { scope: /^[A-Za-z0-9_.@-]+$/, key: /^[A-Za-z0-9_.-]+$/ };

/** Why Databricks would refuse this name of a scope or a key, or null. */
export function secretNameProblem(name: string, what: "scope" | "key"): string | null {
  if (name === "") return what === "scope" ? "Choose a scope or name a new one." : "Name the key.";
  if (name.length > 128) return "A name may have 128 characters at most.";
  if (NAME_SIGNS[what].test(name)) return null;
  return `Letters, digits and - _ .${what === "scope" ? " @" : ""} are allowed.`;
}

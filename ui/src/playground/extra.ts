// Extra parameters: rows of a name and a JSON value, checked in sentences. Only rows that are right reach the core; the
// panel keeps the others on the screen as typed. Which parameters a provider knows is the provider's matter, not ours.
import type { ExtraParam } from "../ipc/bindings";

export type Row = { id: number; name: string; value: string };
export type Verdict = { tone: "wrong" | "fixed"; text: string } | null;
export type Checked = { param: ExtraParam | null; name: Verdict; value: Verdict };

/** Set by another control of this room, or by the request itself. */
const TAKEN: Record<string, string> = {
  temperature: "Creativity sets this one.",
  max_tokens: "Length sets this one.",
  stop: "End at sets this one.",
  n: "Answers to one message sets this one.",
  stream: "Show words as they come sets this one.",
  messages: "The conversation is sent under this name.",
  prompt: "The conversation is sent under this name.",
  client_request_id: "Gatewright marks each request with it.",
};

export const SUGGESTIONS: { name: string; value: string; detail: string }[] = [
  { name: "top_p", value: "0.9", detail: "keep to the likelier words" },
  { name: "seed", value: "7", detail: "ask for the same answer each time" },
  { name: "presence_penalty", value: "0.3", detail: "move on to new subjects" },
  { name: "reasoning_effort", value: '"low"', detail: "how long to think" },
  {
    name: "tools",
    value:
      '[{"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}}]',
    detail: "tools the model may ask for",
  },
  { name: "response_format", value: '{"type": "json_object"}', detail: "answer in JSON" },
];

/** The names a row of this list may not take are those of the other rows. */
export function check(row: Row, others: Row[]): Checked {
  const name = row.name.trim();
  const nameVerdict = checkName(name, others);
  const [value, valueVerdict] = checkValue(row.value.trim());
  const usable = name !== "" && nameVerdict === null && value !== null;
  return { param: usable ? { name, value } : null, name: nameVerdict, value: valueVerdict };
}

export function checkAll(rows: Row[]): { checked: Checked[]; params: ExtraParam[] } {
  const checked = rows.map((row, at) => check(row, rows.slice(0, at)));
  return { checked, params: checked.flatMap((each) => (each.param ? [each.param] : [])) };
}

function checkName(name: string, others: Row[]): Verdict {
  if (name === "") return null;
  const taken = Object.hasOwn(TAKEN, name) ? TAKEN[name] : undefined;
  if (taken) return { tone: "wrong", text: taken };
  if (others.some((other) => other.name.trim() === name))
    return { tone: "wrong", text: `${name} is in the list already.` };
  if (!/^[\w.-]+$/u.test(name))
    return { tone: "wrong", text: "A name holds letters, digits and _ only, for example top_p." };
  return null;
}

const EXAMPLES = 'Expected a number, true, "text" in quotes, [a list] or {"an": "object"}.';

function checkValue(value: string): [string | null, Verdict] {
  if (value === "") return [null, null];
  try {
    JSON.parse(value);
    return [value, null];
  } catch {
    return repaired(value);
  }
}

// A person who types `low` or `0,9` means something that can be told for certain; anything else is theirs to write.
function repaired(value: string): [string | null, Verdict] {
  if (/^-?\d+,\d+$/u.test(value)) {
    const dotted = value.replace(",", ".");
    return [dotted, { tone: "fixed", text: `Sent as the number ${dotted}.` }];
  }
  if (/^[\p{L}_][\p{L}\p{N}_ -]*$/u.test(value)) {
    const quoted = JSON.stringify(value);
    return [quoted, { tone: "fixed", text: `Sent as the text ${quoted}.` }];
  }
  if (/^'.*'$/u.test(value))
    return [null, { tone: "wrong", text: 'Text stands between double quotes: "like this".' }];
  if (/^[[{]/u.test(value)) {
    return [
      null,
      { tone: "wrong", text: "The brackets or quotes do not close, or a comma is missing or too many." },
    ];
  }
  return [null, { tone: "wrong", text: EXAMPLES }];
}

// What differs between two answers that are JSON: by place, not by word, so that another order of the fields or other
// spaces are no difference. Pure.

export type JsonChange = {
  kind: "added" | "left" | "changed";
  /** Where: names of fields and places in lists, from the top. */
  steps: (string | number)[];
  /** JSON of the value in the baseline and here; null where there is none. */
  before: string | null;
  after: string | null;
};

export type JsonDiff = { changes: JsonChange[]; more: boolean };

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const MOST = 500;
/** Deeper than this a value is compared as one piece. */
const DEEPEST = 60;

/** An object or a list, bare or alone in a code block; anything else is text. */
export function jsonOf(text: string): Json | undefined {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text);
  const bare = (fenced?.[1] ?? text).trim();
  if (!bare.startsWith("{") && !bare.startsWith("[")) return undefined;
  try {
    return JSON.parse(bare) as Json;
  } catch {
    return undefined;
  }
}

/** Null when one of the two is not JSON. */
export function diffJson(before: string, after: string): JsonDiff | null {
  const a = jsonOf(before);
  const b = jsonOf(after);
  if (a === undefined || b === undefined) return null;
  const changes: JsonChange[] = [];
  compare(a, b, [], changes);
  return { changes: changes.slice(0, MOST), more: changes.length > MOST };
}

/** `items[2].name`; names that are no plain words stand in quotes. */
export function placeOf(steps: (string | number)[]): string {
  if (steps.length === 0) return "the whole answer";
  return steps
    .map((step, at) => {
      if (typeof step === "number") return `[${step}]`;
      const plain = /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(step);
      return plain ? `${at > 0 ? "." : ""}${step}` : `[${JSON.stringify(step)}]`;
    })
    .join("");
}

function compare(a: Json, b: Json, steps: (string | number)[], changes: JsonChange[]): void {
  if (changes.length > MOST) return;
  if (steps.length < DEEPEST && Array.isArray(a) && Array.isArray(b)) {
    lists(a, b, steps, changes);
  } else if (steps.length < DEEPEST && isObject(a) && isObject(b)) {
    objects(a, b, steps, changes);
  } else {
    const [before, after] = [written(a), written(b)];
    if (before !== after || before === TOO_DEEP) changes.push({ kind: "changed", steps, before, after });
  }
}

function lists(a: Json[], b: Json[], steps: (string | number)[], changes: JsonChange[]): void {
  for (let at = 0; at < Math.max(a.length, b.length) && changes.length <= MOST; at += 1) {
    const here = [...steps, at];
    if (at >= a.length)
      changes.push({ kind: "added", steps: here, before: null, after: written(b[at] as Json) });
    else if (at >= b.length)
      changes.push({ kind: "left", steps: here, before: written(a[at] as Json), after: null });
    else compare(a[at] as Json, b[at] as Json, here, changes);
  }
}

type Fields = { [name: string]: Json };

function objects(a: Fields, b: Fields, steps: (string | number)[], changes: JsonChange[]): void {
  for (const name of Object.keys(a)) {
    const here = [...steps, name];
    const before = a[name] as Json;
    if (!Object.hasOwn(b, name))
      changes.push({ kind: "left", steps: here, before: written(before), after: null });
    else compare(before, b[name] as Json, here, changes);
  }
  for (const name of Object.keys(b)) {
    if (Object.hasOwn(a, name)) continue;
    changes.push({ kind: "added", steps: [...steps, name], before: null, after: written(b[name] as Json) });
  }
}

function isObject(value: Json): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const TOO_DEEP = "nested too deeply to compare";

function written(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch {
    return TOO_DEEP;
  }
}

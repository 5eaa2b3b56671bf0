// Answers that are data: found by reading the whole answer as JSON, and checked to be small enough to lay out. Pure.

export type Data = Record<string, unknown> | unknown[];

const MOST_CHARS = 200_000;
const MOST_PARTS = 1_500;
const DEEPEST = 8;
const FENCED = /^```(?:json[c5]?)?[ \t]*\n([\s\S]*?)\n```$/iu;

/** The data an answer consists of; null when it is words, or data too big to read laid out. */
export function structuredOf(text: string): Data | null {
  if (text.length > MOST_CHARS) return null;
  const trimmed = text.trim();
  const inside = FENCED.exec(trimmed)?.[1]?.trim() ?? trimmed;
  const first = inside[0];
  if (first !== "{" && first !== "[") return null;
  try {
    const data: unknown = JSON.parse(inside);
    return isData(data) && sizeOf(data) > 0 && parts(data, 0) <= MOST_PARTS ? data : null;
  } catch {
    return null;
  }
}

export function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null;
}

export function sizeOf(data: Data): number {
  return Array.isArray(data) ? data.length : Object.keys(data).length;
}

function parts(value: unknown, depth: number): number {
  if (!isData(value)) return 1;
  if (depth > DEEPEST) return MOST_PARTS + 1;
  let sum = 1;
  for (const one of Array.isArray(value) ? value : Object.values(value)) {
    sum += parts(one, depth + 1);
    if (sum > MOST_PARTS) break;
  }
  return sum;
}

export type Sheet = { columns: string[]; rows: unknown[][] };

/** A list of flat things that share their fields, as rows under columns; null when it is not one. */
export function sheetOf(data: unknown[]): Sheet | null {
  if (data.length < 2) return null;
  const columns: string[] = [];
  for (const one of data) {
    if (!isData(one) || Array.isArray(one) || Object.values(one).some(isData)) return null;
    for (const key of Object.keys(one)) if (!columns.includes(key)) columns.push(key);
    if (columns.length > 8) return null;
  }
  if (columns.length === 0) return null;
  const has = (one: unknown, column: string) => isData(one) && Object.hasOwn(one, column);
  const rows = data.map((one) =>
    columns.map((column) => (has(one, column) ? (one as Record<string, unknown>)[column] : undefined)),
  );
  return { columns, rows };
}

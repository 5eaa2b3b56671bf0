// Which lines of the previewed JSON a problem is about. The text comes from the core; one line holds one key.
// Used by Side.tsx.
import type { Problem } from "./validate";

/** 1-based numbers of the lines that hold the fields of blocking problems. Entities are told apart by their order. */
export function wrongLines(body: string, problems: Problem[]): number[] {
  const lines = body.split("\n");
  const starts = lines.flatMap((line, index) => (/"external_model"\s*:/.test(line) ? [index] : []));
  const wrong = new Set<number>();
  for (const problem of problems) {
    if (!problem.blocks) continue;
    const place = problem.entity;
    const [from, to] =
      place === null ? [0, starts[0] ?? lines.length] : [starts[place], starts[place + 1] ?? lines.length];
    if (from === undefined) continue;
    const key = problem.entity !== null && problem.field === "model" ? "name" : problem.field;
    const found = lines.slice(from, to).findIndex((line) => line.trimStart().startsWith(`"${key}"`));
    if (found >= 0) wrong.add(from + found + 1);
  }
  return [...wrong].sort((a, b) => a - b);
}

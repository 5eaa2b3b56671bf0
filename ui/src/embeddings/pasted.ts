// What was copied from a spreadsheet, as cells. A sheet writes tabs between cells and puts a cell in quotes when it holds a
// tab, a line end or a quote; a comma inside a text is only a comma. Pure.

/** At most so many texts are compared at once. */
export const MOST_TEXTS = 200;

/** Rows of cells. Rows without any text are left out. */
export function cells(pasted: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell.trim());
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.some((one) => one !== "")) rows.push(row);
    row = [];
  };
  const text = pasted.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n");
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "" && closes(text, at)) quoted = true;
    else if (sign === "\t") endCell();
    else if (sign === "\n") endRow();
    else cell += sign;
  }
  endRow();
  return rows;
}

/** Whether a quote that opens a cell is closed at the end of one; else it is part of the text. */
function closes(text: string, from: number): boolean {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') at += 1;
    else return at + 1 >= text.length || text[at + 1] === "\t" || text[at + 1] === "\n";
  }
  return false;
}

/** The texts of one column, and how many had no room. */
export function textsOf(
  rows: readonly string[][],
  column: number,
  heading: boolean,
  room: number,
): { texts: string[]; over: number } {
  const all = rows
    .slice(heading ? 1 : 0)
    .map((row) => row[column] ?? "")
    .filter((text) => text !== "");
  return { texts: all.slice(0, room), over: Math.max(0, all.length - room) };
}

/** The column with the longest texts: sheets begin with numbers and dates. */
export function likelyColumn(rows: readonly string[][]): number {
  const lengths: number[] = [];
  for (const row of rows) {
    for (const [at, cell] of row.entries()) lengths[at] = (lengths[at] ?? 0) + cell.length;
  }
  return lengths.reduce((best, length, at) => (length > (lengths[best] ?? 0) ? at : best), 0);
}

// Cells as spreadsheets put them on the clipboard.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cells, likelyColumn, textsOf } from "./pasted";

describe("pasted cells", () => {
  it("are rows and columns, whatever ends a line", () => {
    expect(cells("a\tb\r\nc\td\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("leave commas and quotes inside a text alone", () => {
    expect(cells('Late, again\nHe said "no"\n"Quoted" start')).toEqual([
      ["Late, again"],
      ['He said "no"'],
      ['"Quoted" start'],
    ]);
  });

  it("keep a line end inside a quoted cell", () => {
    expect(cells('1\t"two\nlines, ""quoted"""\n2\tone')).toEqual([
      ["1", 'two\nlines, "quoted"'],
      ["2", "one"],
    ]);
  });

  it("have no empty rows and no byte order mark", () => {
    expect(cells("\uFEFFa\n\n \t \nb")).toEqual([["a"], ["b"]]);
    expect(cells("")).toEqual([]);
  });

  it("are read back as a sheet would have written them", () => {
    const cell = fc.string().map((text) => text.replace(/\r/gu, " ").trim());
    const quoted = (text: string) => (/["\t\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        (rows) => {
          const full = rows.filter((row) => row.some((one) => one !== ""));
          // A byte order mark at the very beginning is no text.
          if (full[0]?.[0]?.startsWith("\uFEFF")) return;
          expect(cells(full.map((row) => row.map(quoted).join("\t")).join("\n"))).toEqual(full);
        },
      ),
    );
  });

  it("give the column with the longest texts, without the heading, as far as there is room", () => {
    const rows = cells("id\ttext\n1\tWhere is my parcel?\n2\tThank you\n3\t");
    expect(likelyColumn(rows)).toBe(1);
    expect(textsOf(rows, 1, true, 200)).toEqual({ texts: ["Where is my parcel?", "Thank you"], over: 0 });
    expect(textsOf(rows, 1, true, 1)).toEqual({ texts: ["Where is my parcel?"], over: 1 });
    expect(textsOf(rows, 1, false, 200).texts).toHaveLength(3);
  });
});

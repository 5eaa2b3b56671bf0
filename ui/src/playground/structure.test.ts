// Which answers are data, and which lists are tables.
import { describe, expect, it } from "vitest";
import { sheetOf, structuredOf } from "./structure";

describe("an answer that is data", () => {
  it("is found bare, with space around it and in a fence", () => {
    expect(structuredOf('{"a": 1}')).toEqual({ a: 1 });
    expect(structuredOf(" \n[1, 2]\n")).toEqual([1, 2]);
    expect(structuredOf('```json\n{"a": [true]}\n```')).toEqual({ a: [true] });
  });

  it("is not found in words, in pieces, in something empty or beside other words", () => {
    for (const text of ["Hello", '{"a": 1', "{}", "[]", '"text"', "12", 'Here: {"a":1}', '{"a":1} thanks'])
      expect(structuredOf(text)).toBeNull();
  });

  it("is left as text when laying it out would be too much", () => {
    expect(structuredOf(JSON.stringify(Array.from({ length: 2_000 }, () => 1)))).toBeNull();
    expect(structuredOf(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`)).toBeNull();
    expect(structuredOf(`[${"9".repeat(300_000)}]`)).toBeNull();
  });

  it("makes a table of things that share their fields, and of nothing else", () => {
    expect(sheetOf([{ a: 1, b: "x" }, { a: 2 }])).toEqual({
      columns: ["a", "b"],
      rows: [
        [1, "x"],
        [2, undefined],
      ],
    });
    expect(sheetOf([{ a: 1 }])).toBeNull();
    expect(sheetOf([{ a: [1] }, { a: 2 }])).toBeNull();
    expect(sheetOf([1, 2])).toBeNull();
    expect(sheetOf([{}, {}])).toBeNull();
  });
});

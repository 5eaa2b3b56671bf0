import { describe, expect, it } from "vitest";
import { columnsOf, decoded, Rows, rowNotes, type Sheet } from "./rows";

const sheet = (change: Partial<Sheet> = {}): Sheet => ({
  name: "late.csv",
  columns: ["customer", "days", "region"],
  rows: [
    ["Ann", "6", "north"],
    ["Bo", "7", "south"],
    ["", "8", "west"],
  ],
  notes: [],
  ...change,
});
const NAMES = ["customer", "days"];

/** Fields a page would draw. */
function fields(begin: Record<string, string>) {
  const values = new Map(Object.entries(begin));
  return {
    values,
    put: (all: [string, string][]) => {
      for (const [name, value] of all) values.set(name, value);
    },
    now: () => Object.fromEntries(values),
  };
}

describe("columns", () => {
  it("fill the variable of their name, or the one that reads the same", () => {
    const found = columnsOf(sheet({ columns: ["Customer Name", "DAYS", "days"] }), [
      "customer_name",
      "days",
      "tone",
    ]);
    expect([...found]).toEqual([
      ["customer_name", 0],
      ["days", 2],
    ]);
  });
  it("that are missing or not used are said, after what the file is not", () => {
    expect(rowNotes(sheet({ notes: ["Row 2 is short."] }), ["customer", "tone"])).toEqual([
      "No column for tone. What stands there stays.",
      "Not used here: days, region.",
      "Row 2 is short.",
    ]);
  });
});

describe("rows", () => {
  it("go into the fields one by one, and not past the ends", () => {
    const rows = new Rows();
    const page = fields({ customer: "typed", tone: "warm" });
    page.put(rows.take(sheet(), NAMES, page.values));
    expect(page.now()).toEqual({ customer: "Ann", days: "6", tone: "warm" });
    page.put(rows.go(2, NAMES, page.values));
    expect(page.now()).toEqual({ customer: "", days: "8", tone: "warm" });
    expect(rows.go(3, NAMES, page.values)).toEqual([]);
    expect(rows.go(-1, NAMES, page.values)).toEqual([]);
    expect(rows.state()?.at).toBe(2);
  });

  it("keep what was typed over them, and give back what was typed before them", () => {
    const rows = new Rows();
    const page = fields({ customer: "typed" });
    page.put(rows.take(sheet(), NAMES, page.values));
    page.values.set("days", "6 or 7");
    page.put(rows.go(1, NAMES, page.values));
    expect(page.now()).toEqual({ customer: "Bo", days: "7" });
    page.put(rows.go(0, NAMES, page.values));
    expect(page.now()).toEqual({ customer: "Ann", days: "6 or 7" });
    page.put(rows.leave(NAMES, page.values, true));
    expect(page.now()).toEqual({ customer: "typed", days: "" });
    page.put(rows.again(NAMES, page.values));
    expect(page.now()).toEqual({ customer: "Ann", days: "6 or 7" });
  });

  it("can be left as they are", () => {
    const rows = new Rows();
    const page = fields({ customer: "typed" });
    page.put(rows.take(sheet(), NAMES, page.values));
    page.put(rows.leave(NAMES, page.values, false));
    expect(page.now()).toEqual({ customer: "Ann", days: "6" });
    expect(rows.state()?.open).toBe(false);
  });
});

describe("the letters of a file", () => {
  it("are read in the ways spreadsheets write them", () => {
    const bytes = (...all: number[]) => decoded(new Uint8Array(all).buffer);
    expect(bytes(0xc3, 0xbc)).toBe("ü");
    expect(bytes(0xfc)).toBe("ü");
    expect(bytes(0xff, 0xfe, 0xfc, 0x00)).toBe("ü");
    expect(bytes(0xfe, 0xff, 0x00, 0xfc)).toBe("ü");
    expect(bytes()).toBe("");
  });
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { fitOf } from "./fuzzy";

const best = (typed: string, texts: string[]): string[] =>
  texts
    .map((text) => ({ text, found: fitOf(text, typed) }))
    .filter((one) => one.found !== null)
    .sort((a, b) => (b.found?.score ?? 0) - (a.found?.score ?? 0))
    .map((one) => one.text);

test("the start of a word comes before its inside, and that before scattered letters", () => {
  expect(best("end", ["Send it", "New endpoint", "Extend no daylight", "Nothing"])).toEqual([
    "New endpoint",
    "Send it",
    "Extend no daylight",
  ]);
  expect(best("nep", ["New endpoint", "Open the page"])).toEqual(["New endpoint"]);
});

test("every word typed has to be found, in any order", () => {
  expect(best("endpoint new", ["New endpoint", "Endpoints"])).toEqual(["New endpoint"]);
  expect(fitOf("Settings", "settings x")).toBeNull();
});

test("what was found is where it says, and what is typed in full is always found", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, typed) => {
      const found = fitOf(text, typed);
      const word = typed.trim();
      if (word !== "" && !/\s/.test(word) && text.toLowerCase().includes(word.toLowerCase()))
        expect(found).not.toBeNull();
      for (const place of found?.at ?? []) expect(place).toBeLessThan(text.toLowerCase().length);
    }),
  );
});

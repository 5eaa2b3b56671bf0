// Colours of code.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grammarOf, type Inside, inkLine } from "./inkCode";

const LANGUAGES = ["ts", "rust", "python", "ruby", "sh", "sql", "yaml", "json", "css", "html", "tf"];

function inks(language: string, ...lines: string[]): string[] {
  const grammar = grammarOf(language);
  if (grammar === null) throw new Error(`No grammar for ${language}.`);
  let inside: Inside = null;
  return lines.flatMap((line) => {
    const inked = inkLine(line, grammar, inside);
    inside = inked.inside;
    return inked.parts.filter((part) => part.ink !== undefined).map((part) => `${part.ink} ${part.text}`);
  });
}

describe("code", () => {
  it("is told apart into keywords, strings, numbers, names and comments", () => {
    expect(inks("ts", 'const a = greet("Ann", 0x1f); // hi')).toEqual([
      "keyword const",
      "name greet",
      'string "Ann"',
      "number 0x1f",
      "comment // hi",
    ]);
    expect(inks("sql", "SELECT name -- all")).toEqual(["keyword SELECT", "comment -- all"]);
  });

  it("keeps comments and strings that go over lines", () => {
    expect(inks("python", '"""one', 'two""" def', "x")).toEqual([
      'string """one',
      'string two"""',
      "keyword def",
    ]);
    expect(inks("rust", "/* a", "b */ fn")).toEqual(["comment /* a", "comment b */", "keyword fn"]);
  });

  it("takes a lone apostrophe for what it is", () => {
    expect(inks("rust", "let a: &'static str")).toEqual(["keyword let", "keyword static", "keyword str"]);
  });

  it("is left alone in a language nobody knows", () => {
    expect(grammarOf("klingon")).toBeNull();
    expect(grammarOf("__proto__")).toBeNull();
  });

  it("never changes, loses or doubles a character", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.string({
          unit: fc.constantFrom("/", "*", '"', "'", "`", "#", "-", "<", "!", ">", "\\", "a", "1", " ", "é"),
        }),
        fc.constantFrom<Inside>(null, "/*", '"""', "`", "<!--"),
        (language, line, inside) => {
          const grammar = grammarOf(language);
          if (grammar === null) throw new Error(language);
          const { parts } = inkLine(line, grammar, inside);
          expect(parts.map((part) => part.text).join("")).toBe(line);
        },
      ),
    );
  });

  it("costs what its length is, whatever the text does", () => {
    const grammar = grammarOf("ts");
    if (grammar === null) throw new Error("ts");
    for (const piece of ["/", "`", '"', "\\", "'", "/*", "<!--", "1e", "a("]) {
      const before = performance.now();
      inkLine(piece.repeat(100_000), grammar, null);
      expect(performance.now() - before).toBeLessThan(1_500);
    }
  });
});

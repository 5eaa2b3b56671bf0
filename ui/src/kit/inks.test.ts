import fc from "fast-check";
import { expect, test } from "vitest";
import { inkLine, type Language } from "./inks";

const LANGUAGES: Language[] = ["json", "shell", "python", "hcl", "yaml", "sql", "plain"];
const inkOf = (line: string, language: Language, text: string) =>
  inkLine(line, language).find((part) => part.text.includes(text))?.ink;

test("colouring never changes a line", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), fc.constantFrom(...LANGUAGES), (line, language) => {
      expect(
        inkLine(line, language)
          .map((part) => part.text)
          .join(""),
      ).toBe(line);
    }),
  );
});

test("names, texts and numbers of each language are told apart", () => {
  expect(inkOf('    traffic_percentage=80, name="a b"', "python", "traffic_percentage")).toBe("key");
  expect(inkOf('    name="a # b"', "python", "a # b")).toBe("string");
  expect(inkOf("  traffic_percentage = 80", "hcl", "80")).toBe("number");
  expect(inkOf('  name = "x"', "hcl", "name")).toBe("key");
  expect(inkOf("      - name: gpt-4o", "yaml", "name")).toBe("key");
  expect(inkOf('        key: "{{secrets/a/b}}"', "yaml", "{{secrets")).toBe("string");
  expect(inkOf("SELECT ai_query('it\\'s', 'b')", "sql", "it")).toBe("string");
  expect(inkOf("-- One request", "sql", "One")).toBe("mute");
});

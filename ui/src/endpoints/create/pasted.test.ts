import { describe, expect, test } from "vitest";
import { looksLikeValue, readPasted, secretNameProblem } from "./pasted";

describe("a pasted secret", () => {
  test("loses the line break at its end and says so", () => {
    expect(readPasted("sk-abcdefghijklmnop\n", false)).toEqual({
      value: "sk-abcdefghijklmnop",
      characters: 19,
      lastFour: "mnop",
      said: "19 characters, looks like an OpenAI key. One line break at the end removed.",
    });
  });

  test("keeps inner line breaks only where several lines are normal", () => {
    const pem = "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n";
    expect(readPasted(pem, true)?.value).toBe(pem.trim());
    expect(readPasted("abc\ndef", false)).toMatchObject({
      value: "abcdef",
      said: "6 characters. Line breaks inside it removed.",
    });
  });

  test("never shows the last four of a short one, because that would be most of it", () => {
    expect(readPasted("secret", false)?.lastFour).toBe("");
  });

  test("is nothing when only blanks were pasted", () => {
    expect(readPasted(" \n\t", false)).toBeNull();
  });

  test("of a service account is recognised by its JSON, and damaged JSON is named", () => {
    expect(readPasted('{"private_key":"x"}', true)?.said).toContain(
      "looks like a service account's JSON key",
    );
    expect(readPasted('{"private_key":', true)?.said).toContain("cut off or damaged");
  });

  test("is told apart from a reference", () => {
    expect(looksLikeValue("sk-abc")).toBe(true);
    expect(looksLikeValue("{{secrets/a/b}}")).toBe(false);
    expect(looksLikeValue("  ")).toBe(false);
  });

  test("is stored under a name that Databricks allows", () => {
    expect(secretNameProblem("a key", "key")).toBe("Letters, digits and - _ . are allowed.");
    expect(secretNameProblem("", "scope")).toBe("Choose a scope or name a new one.");
    expect(secretNameProblem("llm.keys-1", "scope")).toBeNull();
  });
});

import { describe, expect, test } from "vitest";
import { looksLikeValue } from "./pasted";

describe("a pasted secret", () => {
  test("is told apart from a reference", () => {
    expect(looksLikeValue("sk-abc")).toBe(true);
    expect(looksLikeValue("{{secrets/a/b}}")).toBe(false);
    expect(looksLikeValue("  ")).toBe(false);
  });
});

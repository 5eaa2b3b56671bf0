import { describe, expect, test } from "vitest";
import { fails, sampleFailure } from "../../ipc/testing";
import { inspect } from "../testing";
import { inspectionVerdict, inspectionWords } from "./inspection";
import { secretNameProblem } from "./names";
import { asksForEveryone } from "./storing";

describe("what is said about a value", () => {
  test("is its length, its family and what is cut off, never itself", () => {
    const words = inspectionWords(inspect(" sk-abcdefghijklmnop ", null));
    expect(words).toBe("19 characters, looks like an OpenAI key. Blanks around it are removed.");
    expect(inspectionWords(inspect("something-else", null))).toBe("14 characters.");
  });

  test("puts what cannot be stored before what does not fit, and that before what was read", () => {
    const seen = inspect("sk-abcdefghijklmnop", "anthropic");
    expect(inspectionVerdict({ ...seen, problem: "Too large." })).toEqual({
      tone: "wrong",
      text: "Too large.",
    });
    expect(inspectionVerdict(seen)?.tone).toBe("warning");
    expect(inspectionVerdict({ ...seen, warning: null })?.tone).toBe("fixed");
    expect(inspectionVerdict(null)).toBeNull();
  });
});

test("a secret is stored under a name that Databricks allows", () => {
  expect(secretNameProblem("a key", "key")).toBe("Letters, digits and - _ . are allowed.");
  expect(secretNameProblem("team@corp", "key")).toBe("Letters, digits and - _ . are allowed.");
  expect(secretNameProblem("", "scope")).toBe("Choose a scope or name a new one.");
  expect(secretNameProblem("llm.keys-1@corp", "scope")).toBeNull();
  expect(secretNameProblem("k".repeat(129), "key")).toContain("this has 129");
});

test("a scope for everyone is offered for no other failure", () => {
  const asked = (path: string) =>
    fails(sampleFailure({ kind: "invalid", fields: [{ path, message: "No", blocks: true }] })).error;
  expect(asksForEveryone(asked("forEveryone"))).toBe(true);
  expect(asksForEveryone(asked("name"))).toBe(false);
  expect(asksForEveryone(sampleFailure())).toBe(false);
});

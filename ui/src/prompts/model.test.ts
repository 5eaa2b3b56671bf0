import { describe, expect, it } from "vitest";
import {
  EMPTY,
  foldersOf,
  OPTIONS,
  optionsOf,
  partsOf,
  same,
  tagsOf,
  variableOf,
  withOptions,
  withVariable,
} from "./model";
import { summary } from "./testing";

describe("tags as they are typed", () => {
  it("stand between commas, each once, whatever their case", () => {
    expect(tagsOf(" late, Mail ,, late,MAIL,two words")).toEqual(["late", "Mail", "two words"]);
    expect(tagsOf(" , ")).toEqual([]);
  });
});

describe("folders", () => {
  const prompts = [
    summary({ id: "a", folder: "" }),
    summary({ id: "b", folder: "support/mail", tags: ["late"] }),
    summary({ id: "c", folder: "support/mail" }),
  ];
  it("hold the prompts in their order", () => {
    expect(foldersOf(prompts, "").map((each) => [each.name, each.prompts.length])).toEqual([
      ["", 1],
      ["support/mail", 2],
    ]);
  });
  it("without a prompt of the tag are left out", () => {
    expect(foldersOf(prompts, "late").map((each) => each.prompts.map((one) => one.id))).toEqual([["b"]]);
  });
});

describe("options kept with a prompt", () => {
  it("come back as they were set", () => {
    const options = { ...OPTIONS, temperature: 0.2, system: "Be short." };
    const kept = withOptions(EMPTY, options);
    expect(kept.system).toBe("Be short.");
    expect(optionsOf(kept)).toEqual(options);
  });
  it("are none when nothing but the role is set", () => {
    expect(withOptions(EMPTY, { ...OPTIONS, system: "Be short." }).options).toBeNull();
  });
});

describe("how a variable is asked for", () => {
  it("is kept while it says more than the name", () => {
    const days = { ...variableOf(EMPTY, "days"), kind: "number" as const };
    const kept = withVariable(EMPTY, days);
    expect(variableOf(kept, "days")).toEqual(days);
    expect(same(EMPTY, kept)).toBe(false);
    expect(same(EMPTY, withVariable(kept, { ...days, kind: "line" }))).toBe(true);
  });
  it("stands among what a version would change", () => {
    const tone = { name: "tone", kind: "choice" as const, label: "Tone", choices: ["warm", "plain"] };
    expect(partsOf(withVariable(EMPTY, tone))).toContainEqual([
      "Variables",
      "{{tone}}: Tone, one of warm, plain",
    ]);
  });
});

describe("what is typed", () => {
  it("is saved when every field says the same, in whatever order the fields came", () => {
    expect(same(EMPTY, { ...Object.fromEntries(Object.entries(EMPTY).toReversed()), ...EMPTY })).toBe(true);
    expect(same(EMPTY, { ...EMPTY, tags: ["a"] })).toBe(false);
  });
  it("stands part by part under its name, with all that a version keeps", () => {
    const parts = partsOf({
      ...EMPTY,
      name: "Mail",
      folder: "support",
      tags: ["late"],
      system: "Be short.",
      template: "Dear {{customer}}",
      target: { endpoint: "chat", entity: "gpt" },
      options: { ...OPTIONS, temperature: 0.2 },
    });
    expect(parts.filter(([, text]) => text !== "")).toEqual([
      ["Name", "Mail"],
      ["Folder", "support"],
      ["Tags", "late"],
      ["Message", "Dear {{customer}}"],
      ["Made for", "chat, gpt"],
      ["Role and rules", "Be short."],
      ["How it answers", "temperature: 0.2"],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import type { Price } from "../ipc/bindings";
import { formOf, moneyWords, newestOf, numberOf, priceOf, problemsOf } from "./model";

describe("a price", () => {
  it("is typed with a point or a comma", () => {
    expect([numberOf("2.5"), numberOf("2,5"), numberOf(" 10 "), numberOf(".5")]).toEqual([2.5, 2.5, 10, 0.5]);
    expect([numberOf(""), numberOf("-1"), numberOf("2.5 $"), numberOf("1e9999")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("says field by field what is missing", () => {
    const form = { ...formOf(null, "", ""), currency: "euros", cached: "x" };
    expect(Object.keys(problemsOf(form))).toEqual([
      "provider",
      "model",
      "input",
      "output",
      "cached",
      "currency",
    ]);
    expect(problemsOf({ ...formOf(null, "openai", "gpt-4o"), input: "2,5", output: "10" })).toEqual({});
  });

  it("keeps an empty cache price as none, which is not free", () => {
    const form = { ...formOf(null, "openai", "gpt-4o"), input: "2,5", output: "10", currency: "eur" };
    expect(priceOf(form)).toMatchObject({ input: 2.5, output: 10, cached: null, currency: "EUR", own: true });
  });

  it("is written with its sign, small ones with more digits", () => {
    expect([moneyWords(2.5, "USD"), moneyWords(0.0375, "EUR"), moneyWords(3, "CHF")]).toEqual([
      "$2.50",
      "€0.0375",
      "3.00 CHF",
    ]);
  });
});

describe("the book without a search", () => {
  const of = (provider: string, model: string): Price => ({
    ...priceOf({ ...formOf(null, provider, model), input: "1", output: "2" }),
    own: false,
  });
  it("begins with the newest of what people know, without dated forms", () => {
    const shown = newestOf([
      of("ai21labs", "j2-light"),
      of("openai", "gpt-4o"),
      of("openai", "gpt-5.1"),
      of("openai", "gpt-5.1-2025-11-13"),
      of("azure-openai", "gpt-5.1"),
      of("anthropic", "claude-opus-4-8"),
      of("anthropic", "claude-sonnet-5"),
    ]);
    expect(shown.map((one) => one.model)).toEqual([
      "gpt-5.1",
      "gpt-4o",
      "claude-sonnet-5",
      "claude-opus-4-8",
    ]);
  });
});

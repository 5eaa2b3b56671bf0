// Extra parameters: what is taken, what is put right, what is refused and why.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, checkAll, SUGGESTIONS } from "./extra";

const row = (name: string, value: string, id = 1) => ({ id, name, value });

describe("an extra parameter", () => {
  it.each([
    ["top_p", "0.9"],
    ["stop_sequences", '["###"]'],
    ["response_format", '{"type":"json_object"}'],
    ["logprobs", "true"],
  ])("%s %s is taken as it is", (name, value) => {
    expect(check(row(name, value), [])).toEqual({ param: { name, value }, name: null, value: null });
  });

  it("makes text of a bare word and says so", () => {
    expect(check(row("reasoning_effort", "low"), [])).toEqual({
      param: { name: "reasoning_effort", value: '"low"' },
      name: null,
      value: { tone: "fixed", text: 'Sent as the text "low".' },
    });
  });

  it("understands a decimal comma", () => {
    expect(check(row("top_p", "0,9"), []).param).toEqual({ name: "top_p", value: "0.9" });
  });

  it.each(["{", "[1,]", "'low'", "0.9.1", "=3"])("refuses %s with a sentence", (value) => {
    const checked = check(row("x", value), []);
    expect(checked.param).toBeNull();
    expect(checked.value?.tone).toBe("wrong");
    expect(checked.value?.text).toMatch(/\.$/u);
  });

  it.each(["temperature", "max_tokens", "stream", "messages"])(
    "leaves %s to the control that sets it",
    (name) => {
      expect(check(row(name, "1"), []).param).toBeNull();
    },
  );

  it("stays quiet about an empty row", () => {
    expect(check(row("", ""), [])).toEqual({ param: null, name: null, value: null });
  });

  it("takes a name once", () => {
    const { params, checked } = checkAll([row("seed", "1", 1), row("seed", "2", 2)]);
    expect(params).toEqual([{ name: "seed", value: "1" }]);
    expect(checked[1]?.name?.text).toBe("seed is in the list already.");
  });

  it("is not fooled by names every object has", () => {
    expect(check(row("constructor", "1"), []).param).toEqual({ name: "constructor", value: "1" });
  });

  it("only ever hands on valid JSON", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const { param } = check(row("x", value), []);
        if (param) JSON.parse(param.value);
      }),
    );
  });

  it("suggests only what it would take itself", () => {
    for (const { name, value } of SUGGESTIONS)
      expect(check(row(name, value), []).param).toEqual({ name, value });
  });
});

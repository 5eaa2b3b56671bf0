// What is said about prompts and completions, and how stop texts are typed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { endWords, numbers, otherTask, running, shownAnswer, turnFor } from "./model";
import { withAnswer, withText } from "./queries";
import { meant, written } from "./stops";
import { answer, page, turn } from "./testing";

describe("stop texts", () => {
  it("show what cannot be seen, and mean it again when typed", () => {
    expect(written("\n\nQ:\t")).toBe("\\n\\nQ:\\t");
    expect(meant("\\n###")).toBe("\n###");
    fc.assert(fc.property(fc.string({ unit: "binary" }), (stop) => meant(written(stop)) === stop));
  });

  it("leave half a word for a sign alone while it is typed", () => {
    expect(meant("end\\")).toBe("end\\");
    expect(meant("\\x")).toBe("\\x");
  });
});

describe("a prompt", () => {
  it("that is the newest one again gets a further version; any other is new", () => {
    const turns = [turn("t1", "Once"), turn("t2", "Twice")];
    expect(turnFor(turns, "Twice")).toBe("t2");
    expect(turnFor(turns, "Once")).toBeNull();
  });

  it("keeps its versions and shows the one that came last", () => {
    const begun = withAnswer(page(), "t1", "Once", answer({ id: "a1", outcome: "waiting", text: "" }));
    const grown = withText(withText(begun, "a1", " upon"), "a1", " a time");
    expect(grown.turns[0]?.answers[0]?.text).toBe(" upon a time");
    const ended = withAnswer(grown, "t1", "Once", answer({ id: "a1", text: " upon a time." }));
    expect(withText(ended, "a1", "late").turns[0]?.answers[0]?.text, "a late word changes nothing").toBe(
      " upon a time.",
    );
    const again = withAnswer(ended, "t1", "Once", answer({ id: "a2" }));
    expect(again.turns).toHaveLength(1);
    const [only] = again.turns;
    expect(only && shownAnswer(only, undefined)?.id).toBe("a2");
    expect(only && shownAnswer(only, "a1")?.id).toBe("a1");
    expect(ended.turns[0]?.answers).toHaveLength(1);
  });

  it("is on its way as long as one of its answers is", () => {
    expect(running([turn("t1", "x", answer({}))])).toBeNull();
    expect(running([turn("t1", "x", answer({ id: "b", outcome: "streaming" })), turn("t2", "y")])?.id).toBe(
      "b",
    );
  });
});

describe("the end", () => {
  it("at the length is said with both ways on, and a plain end needs no word", () => {
    expect(endWords(answer({ finishReason: "length" }))).toEqual([
      expect.stringContaining("go on from here"),
    ]);
    expect(endWords(answer())).toEqual([]);
    expect(endWords(answer({ notes: ["The answer came whole."] }))).toEqual(["The answer came whole."]);
  });
});

describe("the numbers", () => {
  it("hold only what is known, and mark estimates", () => {
    expect(numbers(answer())).toEqual(["command", "1.2 s", "5 tokens"]);
    expect(
      numbers(answer({ servedBy: null, totalMs: null, completionTokens: 1, estimatedTokens: true })),
    ).toEqual(["≈ 1 token"]);
  });
});

describe("the price", () => {
  const cost = { amount: 0.4, currency: "ct", estimated: true, words: "≈ 0.4 ct", source: "the price book" };

  it("is said where it is known, and a kept answer cost nothing", () => {
    expect(numbers(answer({ cost })).at(-1)).toBe("≈ 0.4 ct");
    expect(numbers(answer({ cost, fromCache: { at: 1 } })).at(-1)).toBe("from the cache, cost nothing");
  });
});

describe("an endpoint that does another task", () => {
  it("is said to, with the place where it can be tried", () => {
    expect(otherTask("x", "llm/v1/completions")).toBeNull();
    expect(otherTask("x", null)).toBeNull();
    expect(otherTask("x", "llm/v1/chat")?.to).toBe("/chat");
    expect(otherTask("x", "llm/v1/embeddings")?.to).toBe("/embeddings");
    expect(otherTask("x", "custom/task")?.to).toBeNull();
  });
});

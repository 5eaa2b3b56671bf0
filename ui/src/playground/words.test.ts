// What this room says, word for word where it matters.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answer, entity } from "./testing";
import {
  cacheAge,
  destination,
  lengthInWords,
  notes,
  numbers,
  outcomeWords,
  pace,
  prettySent,
  priceMissing,
  seconds,
  spotsOf,
  WordCount,
  wordsIn,
} from "./words";

describe("where a message goes", () => {
  const two = [entity("a", "OpenAI", 70), entity("b", "Anthropic", 30), entity("c", "Cohere", 0)];
  it("says the sandbox answers on this computer", () => {
    expect(destination("sandbox", two, null)).toBe("Answered by the sandbox on this computer");
  });
  it("names who may answer through the split, and leaves standby out", () => {
    expect(destination("databricks", two, null)).toBe(
      "Goes to your company’s Databricks, then to OpenAI or Anthropic",
    );
  });
  it("names the one provider of an entity asked directly", () => {
    expect(destination("databricks", two, "c")).toBe("Goes to your company’s Databricks, then to Cohere");
  });
  it("promises nothing about providers it does not know", () => {
    expect(destination("databricks", [], null)).toBe("Goes to your company’s Databricks");
  });
});

describe("the numbers line", () => {
  it("shows time, first word, words and tokens", () => {
    expect(numbers(answer({}), 312)).toEqual([
      "1.9 s",
      "first word 0.4 s",
      "312 words",
      "74 tokens",
      "0.4 ct",
    ]);
  });
  it("names a price only where one is known, and asks for it where it is missing", () => {
    const free = answer({ cost: null });
    expect(numbers(free, 3).at(-1)).toBe("74 tokens");
    expect(priceMissing(free)).toBe(true);
    expect(priceMissing(answer({}))).toBe(false);
    expect(priceMissing(answer({ cost: null, completionTokens: null }))).toBe(false);
    const kept = answer({ cost: null, fromCache: { at: 0 } });
    expect(priceMissing(kept)).toBe(false);
    expect(cacheAge(0, 3 * 3_600_000)).toBe("From the cache, kept 3 h ago");
  });
  it("tells the pace from the first word on, not from the question", () => {
    expect(pace(answer({ completionTokens: 150, firstWordMs: 400, totalMs: 1900 }))).toBe(100);
    expect(pace(answer({ firstWordMs: 1900, totalMs: 1900 }))).toBeNull();
  });
  it("marks estimates and leaves out what is not known", () => {
    const unsure = answer({
      estimatedTokens: true,
      firstWordMs: null,
      totalMs: null,
      completionTokens: 1,
      cost: null,
    });
    expect(numbers(unsure, 0)).toEqual(["≈ 1 token"]);
    expect(numbers(answer({ completionTokens: null, cost: null }), 1)).toEqual([
      "1.9 s",
      "first word 0.4 s",
      "1 word",
    ]);
  });
  it("writes minutes as a clock and thousands apart", () => {
    expect(seconds(102_000)).toBe("1:42");
    expect(seconds(59_940)).toBe("59.9 s");
    expect(numbers(answer({ completionTokens: 12345 }), 0)).toContain("12,345 tokens");
  });
});

describe("counting words piece by piece", () => {
  it("gives the same number however the text was cut", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "b", " ", "\n", "é") })), (pieces) => {
        const counter = new WordCount();
        for (const piece of pieces) counter.add(piece);
        expect(counter.words).toBe(pieces.join("").split(/\s+/u).filter(Boolean).length);
      }),
    );
    expect(wordsIn(" one  two\nthree ")).toBe(3);
  });
});

describe("how an answer ended", () => {
  it("needs no words when it is complete", () => {
    expect(notes(answer({}))).toEqual([]);
  });
  it("says who stopped it", () => {
    expect(notes(answer({ outcome: "stopped" }))[0]?.text).toBe("Stopped by you.");
  });
  it("says at how many tokens it was cut, and offers both ways on", () => {
    const note = notes(answer({ finishReason: "length", completionTokens: 256 }))[0];
    expect(note).toEqual({
      tone: "warning",
      text: "Cut at 256 tokens; raise Length or ask to continue.",
      actions: ["continue", "raiseLength"],
    });
    expect(notes(answer({ finishReason: "length", completionTokens: null }))[0]?.text).toContain(
      "Cut at its limit",
    );
  });
  it("explains an empty answer by its thinking", () => {
    const spent = answer({ text: "", finishReason: "length", reasoningTokens: 256 });
    expect(notes(spent)[0]?.text).toContain("whole budget to think");
    expect(notes(answer({ text: "" }))[0]?.text).toContain("without a word");
  });
  it("keeps a cut answer and warns that an unknown one may have been charged", () => {
    expect(notes(answer({ outcome: "cut" }))[0]).toMatchObject({ actions: ["tryAgain"] });
    expect(notes(answer({ outcome: "unknown", text: "" }))[0]).toMatchObject({ actions: ["sendAgain"] });
    expect(notes(answer({ outcome: "unknown", text: "" }))[0]?.text).toContain("may have been charged");
  });
  it("says of an answer nobody is writing any more that it was left behind", () => {
    expect(notes(answer({ outcome: "streaming" }))[0]).toMatchObject({ actions: ["tryAgain"] });
  });
  it("says what was masked on which side, and what the core noted", () => {
    const masked = answer({
      masked: true,
      guardrails: [
        { side: "input", what: "a phone number", spots: ["<PHONE_NUMBER>"] },
        { side: "output", what: "an e-mail address", spots: ["<EMAIL_ADDRESS>"] },
        { side: "output", what: "a name", spots: ["<PERSON>"] },
      ],
      notes: ["This provider does not stream; the answer came whole."],
    });
    expect(notes(masked).map((each) => each.text)).toEqual([
      "A rule of the gateway hid a phone number in your message before the model read it.",
      "A rule of the gateway hid an e-mail address and a name in this answer. The masked spots stand where the words were.",
      "This provider does not stream; the answer came whole.",
    ]);
    expect(spotsOf(masked)).toEqual(["<PHONE_NUMBER>", "<EMAIL_ADDRESS>", "<PERSON>"]);
    expect(notes(answer({ masked: true }))[0]?.text).toContain("hid parts in this answer");
  });
  it("needs no words where the model asked for a tool instead", () => {
    const asks = answer({ text: "", toolCalls: [{ id: "1", name: "look_up", arguments: "{}" }] });
    expect(notes(asks)).toEqual([]);
  });
  it("has a word for every outcome", () => {
    expect(outcomeWords(answer({ outcome: "cut" }))).toBe("connection cut");
    expect(outcomeWords(answer({ outcome: "failed" }))).toBe("failed");
  });
});

it("lays JSON out and leaves other text alone", () => {
  expect(prettySent('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(prettySent("not json")).toBe("not json");
});

it("says a length in words with its sign", () => {
  expect(lengthInWords(400)).toBe("up to ≈ 300 words");
  expect(lengthInWords(1)).toBe("up to ≈ 5 words");
});

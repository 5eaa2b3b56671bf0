// Conversations and answers as text for elsewhere, and what is said before sending.
import { describe, expect, it } from "vitest";
import { chatAsMarkdown, chatAsText } from "./copyChat";
import { plainText } from "./markdown/plainText";
import { outgoing } from "./outgoing";
import { answer, chat, longChat, turn } from "./testing";
import { filled, filledParts, variablesIn } from "./variables";

describe("a conversation as text", () => {
  const talk = chat({
    title: "Delayed pallet",
    turns: [turn("t1", "Write to her", answer({ text: "Dear **Frau** Lindqvist" })), turn("t2", "And?")],
  });
  it("names who said what, without marks", () => {
    expect(chatAsText(talk)).toBe(
      "Delayed pallet\n\nYou:\nWrite to her\n\nopenai-gpt4o:\nDear Frau Lindqvist\n\nYou:\nAnd?",
    );
  });
  it("keeps the marks as Markdown", () => {
    expect(chatAsMarkdown(talk)).toBe(
      "# Delayed pallet\n\n**You**\n\n> Write to her\n\n**openai-gpt4o**\n\nDear **Frau** Lindqvist\n\n**You**\n\n> And?",
    );
  });
  it("follows the version that is looked at", () => {
    const two = turn("t1", "Hi", answer({ id: "a1", text: "first" }), answer({ id: "a2", text: "second" }));
    expect(chatAsText(chat({ turns: [{ ...two, shown: "a1" }] }))).toContain("first");
  });
});

it("Markdown becomes what one would type into a mail", () => {
  const markdown =
    "# Late\n\nSee [the note](https://example.com/n) and `x`.\n\n- one\n- [x] two\n  1. deep\n\n| a | b |\n|---|---|\n| 1 | **2** |\n\n> quoted\n\n```py\nprint(1)\n```";
  expect(plainText(markdown)).toBe(
    "Late\n\nSee the note (https://example.com/n) and x.\n\n- one\n- [x] two\n  1. deep\n\na\tb\n1\t2\n\n> quoted\n\nprint(1)",
  );
});

describe("what will be sent", () => {
  it("lists the rules, the last messages and the new one, and counts the rest", () => {
    const long = longChat(10);
    const { messages, leftOut } = outgoing(
      { ...long, options: { ...long.options, system: "Be short." } },
      " One more? ",
    );
    expect(messages[0]).toMatchObject({ who: "Role and rules (system)", text: "Be short." });
    expect(messages.at(-1)).toMatchObject({ who: "You (user)", text: "One more?" });
    expect(messages).toHaveLength(7);
    expect(leftOut).toBe(15);
  });
  it("leaves out what nobody answered and what is not set", () => {
    const one = chat({ turns: [turn("t1", "lost", answer({ text: "", outcome: "failed" }))] });
    expect(outgoing(one, "").messages).toEqual([]);
    expect(outgoing(one, "").options).toEqual([{ name: "stream", value: "true" }]);
  });
});

describe("variables of a message", () => {
  const values = new Map([
    ["name", "{{days}} $&"],
    ["days", "6"],
    ["empty", " "],
  ]);
  it("are found by their names, each once", () => {
    expect(variablesIn("{{name}} {{ days }} {{name}} {{no name}} {{}} {x} {{größe}}")).toEqual([
      "name",
      "days",
      "größe",
    ]);
  });
  it("are filled with what was given, word for word; what is missing is named and stays", () => {
    expect(filled("To {{name}}, {{ days }}, {{empty}}, {{other}}", values)).toEqual({
      prompt: "To {{days}} $&, 6, {{empty}}, {{other}}",
      variables: [
        ["name", "{{days}} $&"],
        ["days", "6"],
      ],
      missing: ["empty", "other"],
    });
  });
});

describe("what filled the variables", () => {
  const marked = (text: string, ...variables: [string, string][]) =>
    filledParts(text, variables).map((part) => (part.name === null ? part.text : `[${part.name}]`));
  it("is found again in the words", () => {
    expect(marked("To Ann, 6 days late, not 16.", ["name", "Ann"], ["days", "6"])).toEqual([
      "To ",
      "[name]",
      ", ",
      "[days]",
      " days late, not 16.",
    ]);
  });
  it("may hold anything", () => {
    expect(marked("a (b+) c", ["x", "(b+)"], ["y", ""])).toEqual(["a ", "[x]", " c"]);
    expect(marked("plain")).toEqual(["plain"]);
  });
});

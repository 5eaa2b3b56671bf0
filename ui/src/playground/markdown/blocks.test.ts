// Cutting Markdown into blocks while it arrives.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Block, Blocks, LIMIT } from "./blocks";

function split(...pieces: string[]): Block[] {
  const blocks = new Blocks();
  for (const piece of pieces) blocks.add(piece);
  blocks.end();
  return blocks.takeClosed();
}
const texts = (blocks: Block[]) =>
  blocks.map((block) => (block.kind === "code" ? `code:${block.chunks.join("")}` : block.text));

describe("blocks", () => {
  it("end at a blank line", () => {
    expect(texts(split("one\ntwo\n\nthree"))).toEqual(["one\ntwo\n", "three\n"]);
  });

  it("keep a loose list, its nested paragraphs and its code together", () => {
    const list = "1. one\n\n   more\n\n2. two\n   ```js\n   x\n\n   y\n   ```\n3. three\n";
    expect(texts(split(list, "\nafter"))).toEqual([`${list}\n`, "after\n"]);
  });

  it("start at headings, rules, quotes, lists and fences without a blank line", () => {
    expect(texts(split("intro\n- a\n- b\n## Head\ntext\n> said\n***\n```py\nx = 1\n```\nend"))).toEqual([
      "intro\n",
      "- a\n- b\n",
      "## Head\n",
      "text\n",
      "> said\n",
      "***\n",
      "code:x = 1\n",
      "end\n",
    ]);
  });

  it("take an underlined heading as one", () => {
    expect(texts(split("Title\n=====\ntext"))).toEqual(["Title\n=====\n", "text\n"]);
  });

  it("leave a number inside a sentence alone", () => {
    expect(texts(split("It happened in\n1984. Nobody knew."))).toEqual([
      "It happened in\n1984. Nobody knew.\n",
    ]);
  });

  it("close a fence only with its own kind and length", () => {
    expect(texts(split("````md\n```\nx\n```\n````\nend"))).toEqual(["code:```\nx\n```\n", "end\n"]);
    expect(texts(split("~~~\n```\n~~~"))).toEqual(["code:```\n"]);
  });

  it("show an open fence as code, and hide a closing fence that is still arriving whole", () => {
    const blocks = new Blocks();
    blocks.add("```js\nlet a = 1;\n``");
    expect(blocks.open()).toMatchObject({ kind: "code", lang: "js", chunks: ["let a = 1;\n``"] });
    blocks.add("`");
    expect(blocks.open()).toMatchObject({ kind: "code", chunks: ["let a = 1;\n"] });
  });

  it("are cut between rows when a table is long, and remember its head", () => {
    const table = `| a | b |\n|---|---|\n${"| some cell | another cell |\n".repeat(400)}`;
    const blocks = split(table);
    expect(blocks.length).toBeGreaterThan(1);
    expect(blocks[1]).toMatchObject({ joined: true, head: "| a | b |\n|---|---|\n" });
  });

  it("are cut between items when a list is long", () => {
    const blocks = split("- an item of some length that is not short\n".repeat(400));
    expect(blocks.length).toBeGreaterThan(2);
    expect(texts(blocks).every((text) => text.startsWith("- "))).toBe(true);
  });

  const piece = fc.array(
    fc.constantFrom(
      "a",
      "b c",
      "\n",
      "\n\n",
      "```",
      "- x\n",
      "1. ",
      "  ",
      "> q",
      "|",
      "---",
      "# h\n",
      "~~~",
      "\t",
      "é",
      "😀",
      "\r\n",
      "<p>",
    ),
    { maxLength: 60 },
  );

  it("do not depend on how the text was cut into pieces", () => {
    fc.assert(
      fc.property(piece, fc.integer({ min: 1, max: 7 }), (parts, size) => {
        const text = parts.join("");
        const cut: string[] = [];
        for (let at = 0; at < text.length; at += size) cut.push(text.slice(at, at + size));
        expect(split(...cut)).toEqual(split(text));
      }),
    );
  });

  it("lose no word", () => {
    const letters = (text: string) => text.replace(/[\s`~]/gu, "");
    fc.assert(
      fc.property(piece, (parts) => {
        const text = parts.join("").replaceAll("`", "").replaceAll("~", "");
        expect(letters(texts(split(text)).join(""))).toBe(letters(text));
      }),
    );
  });

  it("stay small whatever arrives, and cut no character in two", () => {
    const monsters = [
      "x".repeat(50_000),
      "😀".repeat(20_000),
      "word ".repeat(20_000),
      "a\n".repeat(30_000),
      "> q\n".repeat(9000),
      `\`\`\`\n${"y".repeat(40_000)}`,
    ];
    for (const monster of monsters) {
      const blocks = split(monster);
      for (const block of blocks) {
        for (const part of block.kind === "code" ? block.chunks : [block.text]) {
          expect(part.length).toBeLessThanOrEqual(LIMIT * 2);
          expect(part.isWellFormed()).toBe(true);
        }
      }
    }
  });

  it("cost the same per character however long the answer is", () => {
    const blocks = new Blocks();
    const measure = (): number => {
      const from = performance.now();
      for (let n = 0; n < 8000; n += 1) {
        blocks.add("word ");
        if (n % 12 === 0) blocks.add("\n\n");
        blocks.open();
        blocks.takeClosed();
      }
      return performance.now() - from;
    };
    measure();
    const first = Math.min(measure(), measure());
    for (let round = 0; round < 20; round += 1) measure();
    const last = Math.min(measure(), measure());
    expect(last).toBeLessThan(first * 3 + 5);
  });
});

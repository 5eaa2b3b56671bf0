// Cuts Markdown into blocks while it arrives. A closed block never changes again, so it is parsed and drawn once; only
// the open one is looked at anew. Every block is small (LIMIT), whatever the text does: long lists are cut between items,
// long tables between rows, long paragraphs between lines or words. Knows lines only; meaning is the lexer's matter.

/** A piece of an answer. `joined`: goes on where the block before was cut. `head`: the table head its rows belong under. */
export type MarkdownBlock = { kind: "markdown"; id: number; text: string; joined: boolean; head: string };
export type CodeBlock = { kind: "code"; id: number; lang: string; chunks: readonly string[] };
export type Block = MarkdownBlock | CodeBlock;

export const LIMIT = 4096;

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`\n]*)$/u;
const ITEM = /^ {0,1}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/u;
const INTERRUPTING_ITEM = /^ {0,1}(?:[-*+]|1[.)])[ \t]+\S/u;
const HEADING = /^ {0,3}#{1,6}(?:[ \t]|$)/u;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/u;
const SETEXT = /^ {0,3}(?:=+|-+)[ \t]*$/u;
const QUOTE = /^ {0,3}>/u;
const TABLE_RULE = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/u;
const BLANK = /^[ \t]*$/u;
const DEEP = /^(?: {2,}|\t)/u;

type Shape = "none" | "text" | "list" | "quote" | "code";

export class Blocks {
  #closed: Block[] = [];
  #nextId = 0;
  #shape: Shape = "none";
  #open = "";
  #joined = false;
  #head = "";
  #blankBefore = false;
  /** The characters after the last line break, in the pieces they came in. */
  #line = "";
  #fence = "";
  #lang = "";
  #chunks: string[] = [];

  /** Takes the next piece of text. */
  add(piece: string): void {
    let from = 0;
    for (;;) {
      const to = piece.indexOf("\n", from);
      if (to < 0) break;
      this.#line += piece.slice(from, to);
      this.#takeLine();
      from = to + 1;
    }
    this.#line += piece.slice(from);
    while (this.#line.length > LIMIT) this.#cutLine();
  }

  /** The blocks closed since the last time this was asked. */
  takeClosed(): Block[] {
    const closed = this.#closed;
    this.#closed = [];
    return closed;
  }

  /** What is open now, as it would read if the text ended here. */
  open(): Block | null {
    if (this.#shape === "code") {
      const rest = this.#open + (this.#isClosingFence(this.#line) ? "" : this.#line);
      return {
        kind: "code",
        id: this.#nextId,
        lang: this.#lang,
        chunks: rest === "" ? [...this.#chunks] : [...this.#chunks, rest],
      };
    }
    const text = this.#open + this.#line;
    if (BLANK.test(text)) return null;
    return { kind: "markdown", id: this.#nextId, text, joined: this.#joined, head: this.#head };
  }

  /** The text is over: nothing stays open. */
  end(): void {
    if (this.#line !== "") this.#takeLine();
    this.#close();
  }

  #takeLine(): void {
    const line = this.#line;
    this.#line = "";
    if (this.#shape === "code") this.#codeLine(line);
    else this.#textLine(line.endsWith("\r") ? line.slice(0, -1) : line);
  }

  #textLine(line: string): void {
    if (BLANK.test(line)) {
      this.#blankLine(line);
      return;
    }
    const inList = this.#shape === "list";
    const deep = DEEP.test(line);
    if (inList && !deep && !ITEM.test(line) && this.#blankBefore) this.#close();
    if (!(this.#shape === "list" && deep) && this.#startsOwnBlock(line)) return;
    this.#append(line);
  }

  /** Fences, headings and rules stand for themselves; lists and quotes open a block of their own. */
  #startsOwnBlock(line: string): boolean {
    const fence = FENCE.exec(line);
    if (fence && !(fence[1]?.startsWith("`") && fence[2]?.includes("`"))) {
      this.#close();
      this.#shape = "code";
      this.#fence = fence[1] ?? "```";
      this.#lang = (fence[2] ?? "").trim();
      return true;
    }
    if (this.#shape === "text" && SETEXT.test(line)) return this.#single(line, true);
    if (HEADING.test(line) || RULE.test(line)) return this.#single(line, false);
    if (QUOTE.test(line) && this.#shape !== "quote") this.#begin("quote");
    else if (this.#shape === "text" && INTERRUPTING_ITEM.test(line)) this.#begin("list");
    else if (this.#shape === "none") this.#begin(ITEM.test(line) ? "list" : "text");
    else if (this.#shape === "list" && ITEM.test(line) && this.#open.length > LIMIT) this.#begin("list");
    return false;
  }

  #single(line: string, withBefore: boolean): true {
    if (!withBefore) this.#close();
    this.#open += `${line}\n`;
    this.#close();
    return true;
  }

  #begin(shape: Shape): void {
    if (this.#open !== "") this.#close();
    this.#shape = shape;
  }

  #blankLine(line: string): void {
    if (this.#shape === "list") {
      this.#open += `${line}\n`;
      this.#blankBefore = true;
    } else {
      this.#close();
    }
  }

  #append(line: string): void {
    this.#blankBefore = false;
    this.#open += `${line}\n`;
    const most = this.#shape === "list" ? LIMIT * 4 : LIMIT;
    if (this.#open.length > most) this.#cut();
  }

  /** Closes a block that grew too long; what follows goes on in the same shape. */
  #cut(): void {
    const head = this.#head === "" ? tableHead(this.#open) : this.#head;
    const shape = this.#shape;
    this.#close();
    this.#shape = shape;
    this.#joined = true;
    this.#head = head;
  }

  /** A line without an end: gives away all up to a word boundary. */
  #cutLine(): void {
    const at = boundary(this.#line);
    const piece = this.#line.slice(0, at);
    this.#line = this.#line.slice(at);
    if (this.#shape === "code") {
      this.#open += piece;
      this.#freezeChunk();
      return;
    }
    if (this.#shape === "none") this.#shape = "text";
    this.#open += piece;
    this.#cut();
  }

  #codeLine(line: string): void {
    if (this.#isClosingFence(line)) {
      this.#close();
      return;
    }
    this.#open += `${line}\n`;
    if (this.#open.length > LIMIT) this.#freezeChunk();
  }

  #freezeChunk(): void {
    this.#chunks.push(this.#open);
    this.#open = "";
  }

  #isClosingFence(line: string): boolean {
    const trimmed = line.trimEnd();
    const bare = trimmed.trimStart();
    return (
      trimmed.length - bare.length <= 3 &&
      bare.length >= this.#fence.length &&
      isAll(bare, this.#fence.charAt(0))
    );
  }

  #close(): void {
    if (this.#shape === "code") {
      if (this.#open !== "") this.#freezeChunk();
      this.#closed.push({ kind: "code", id: this.#nextId++, lang: this.#lang, chunks: this.#chunks });
      this.#chunks = [];
    } else if (!BLANK.test(this.#open.trim())) {
      this.#closed.push({
        kind: "markdown",
        id: this.#nextId++,
        text: this.#open,
        joined: this.#joined,
        head: this.#head,
      });
    }
    this.#shape = "none";
    this.#open = "";
    this.#joined = false;
    this.#head = "";
    this.#blankBefore = false;
  }
}

function isAll(text: string, letter: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text[at] !== letter) return false;
  return text.length > 0;
}

function tableHead(text: string): string {
  const first = text.indexOf("\n");
  const second = text.indexOf("\n", first + 1);
  if (first < 0 || second < 0) return "";
  const rule = text.slice(first + 1, second);
  return text.slice(0, first).includes("|") && TABLE_RULE.test(rule) ? text.slice(0, second + 1) : "";
}

/** Where a line may be cut: after the last blank of the first LIMIT characters, never inside a character. */
function boundary(line: string): number {
  const space = line.lastIndexOf(" ", LIMIT);
  if (space > LIMIT / 2) return space + 1;
  const code = line.charCodeAt(LIMIT - 1);
  return code >= 0xd800 && code <= 0xdbff ? LIMIT - 1 : LIMIT;
}

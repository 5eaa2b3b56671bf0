// Markdown to the text a person would type into a mail: no marks, lists with dashes, tables with tabs between their cells,
// links with their address behind. Pure.
import type { MarkedToken, Token, Tokens } from "marked";
import { decode } from "./clean";
import { DEEPEST } from "./depth";
import { tokensOf } from "./tokens";

export function plainText(markdown: string): string {
  const tokens = tokensOf(markdown);
  if (tokens === null) return markdown;
  return blocks(tokens, 0).trim();
}

function blocks(tokens: readonly Token[], depth: number): string {
  return tokens
    .map((token) => block(token as MarkedToken, depth))
    .filter((text) => text !== "")
    .join("\n\n");
}

function block(token: MarkedToken, depth: number): string {
  if (depth > DEEPEST) return token.raw;
  switch (token.type) {
    case "space":
    case "hr":
    case "checkbox":
      return "";
    case "paragraph":
    case "heading":
      return words(token.tokens);
    case "code":
      return token.text;
    case "blockquote":
      return blocks(token.tokens, depth + 1).replace(/^/gmu, "> ");
    case "list":
      return list(token, depth);
    case "table":
      return [token.header, ...token.rows]
        .map((row) => row.map((cell) => words(cell.tokens)).join("\t"))
        .join("\n");
    case "text":
      return words(token.tokens ?? [token]);
    default:
      return token.raw.trimEnd();
  }
}

function list(token: Tokens.List, depth: number): string {
  const first = typeof token.start === "number" ? token.start : 1;
  return token.items
    .map((item, at) => {
      const task = item.task ? (item.checked ? "[x] " : "[ ] ") : "";
      const mark = `${token.ordered ? `${first + at}.` : "-"} ${task}`;
      const inside = item.tokens
        .map((one) => block(one as MarkedToken, depth + 1))
        .filter((text) => text !== "")
        .join("\n");
      return mark + inside.replace(/\n/gu, "\n  ");
    })
    .join("\n");
}

function words(tokens: readonly Token[] | undefined, depth = 0): string {
  return (tokens ?? []).map((token) => word(token as MarkedToken, depth)).join("");
}

function word(token: MarkedToken, depth: number): string {
  if (depth > DEEPEST) return token.raw;
  switch (token.type) {
    case "strong":
    case "em":
    case "del":
      return words(token.tokens, depth + 1);
    case "codespan":
    case "escape":
      return token.text;
    case "br":
      return "\n";
    case "text":
      return token.tokens
        ? words(token.tokens, depth + 1)
        : token.escaped === false
          ? decode(token.text)
          : token.text;
    case "link": {
      const said = words(token.tokens, depth + 1);
      return said === token.href || token.autolink === true ? said : `${said} (${token.href})`;
    }
    case "image":
      return decode(token.text);
    default:
      return token.raw;
  }
}

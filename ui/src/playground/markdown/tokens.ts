// Markdown text to tokens. marked is used as a lexer only: it never writes HTML here, and what it cannot read, or reads
// as nested beyond sense, comes back as null and is shown as the plain text it is.
import { Lexer, type Token } from "marked";

// Nesting beyond this is an attack on the parser, not an answer: quotes or list marks piled up on one line.
const PILED = /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){13,}\S?/mu;

export function tokensOf(text: string): Token[] | null {
  if (PILED.test(text) && !/^[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$/mu.test(text)) return null;
  try {
    return new Lexer({ gfm: true, breaks: true, pedantic: false }).lex(text);
  } catch {
    return null;
  }
}

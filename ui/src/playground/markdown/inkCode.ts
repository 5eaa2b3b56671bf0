// Which ink a piece of code gets: comments, strings, numbers, keywords, names that are called. By the looks of words, in
// one pass whose cost grows with the length alone, whatever the text does; a wrong colour harms nobody. Pure, no markup.

export type Ink = "comment" | "string" | "number" | "keyword" | "name" | undefined;
export type Inked = { at: number; text: string; ink: Ink };
/** What a line begins inside of: a comment or a string opened on a line before. */
export type Inside = string | null;

type Grammar = {
  line: string[];
  /** Comments and strings that go over lines: how they begin and end. */
  long: [open: string, close: string, ink: Ink][];
  quotes: string;
  keywords: ReadonlySet<string>;
  /** Keywords written in any case. */
  anyCase?: boolean;
};

const set = (words: string): ReadonlySet<string> => new Set(words.split(" "));
const BLOCK: Grammar["long"][number] = ["/*", "*/", "comment"];

const SCRIPT = set(
  "abstract as async await boolean break case catch class const continue default delete do else enum export extends false finally for from function if implements import in instanceof interface let new null number of private protected public readonly return static string super switch this throw true try type typeof undefined var void while yield",
);
const C_LIKE = set(
  "abstract as async auto await base bool break byte case catch chan char class const constexpr continue crate data def default defer delete do double dyn else enum explicit export extends extern fallthrough false final finally float fn for foreach fun func go goto guard if impl implements import in inline instanceof int interface internal is lateinit let lock long loop match mod module mut namespace new nil null object operator out override package private protected pub public range readonly record ref return sealed select self short signed sizeof static str string struct super switch template this throw throws trait true try type typedef typename unsafe unsigned use using val var virtual void volatile when where while with yield",
);
const PYTHON = set(
  "and as assert async await break case class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return self True try while with yield",
);
const RUBY = set(
  "alias and begin break case class def do else elsif end ensure false for if in module next nil not or raise require rescue return self super then true unless until when while yield",
);
const SHELL = set(
  "case do done echo elif else esac exit export fi for function if in local read return select set shift source sudo then until while",
);
const SQL = set(
  "add all alter and as asc between by case cast create cross delete desc distinct drop else end exists false from full group having in index inner insert into is join key left like limit merge not null offset on or order outer over partition primary references replace right select set table then true union update using values view when where with",
);
const VALUES = set("true false null yes no on off");
const CSS = set("important media import supports keyframes from to auto none inherit initial unset");
const LETTERS = set("");

const G: Record<string, Grammar> = {
  script: { line: ["//"], long: [BLOCK, ["`", "`", "string"]], quotes: `"'`, keywords: SCRIPT },
  c: { line: ["//"], long: [BLOCK, ['"""', '"""', "string"]], quotes: `"'`, keywords: C_LIKE },
  python: {
    line: ["#"],
    long: [
      ['"""', '"""', "string"],
      ["'''", "'''", "string"],
    ],
    quotes: `"'`,
    keywords: PYTHON,
  },
  ruby: { line: ["#"], long: [], quotes: `"'`, keywords: RUBY },
  shell: { line: ["#"], long: [], quotes: `"'`, keywords: SHELL },
  sql: { line: ["--"], long: [BLOCK], quotes: `"'`, keywords: SQL, anyCase: true },
  yaml: { line: ["#"], long: [], quotes: `"'`, keywords: VALUES },
  json: { line: ["//"], long: [], quotes: '"', keywords: VALUES },
  css: { line: [], long: [BLOCK], quotes: `"'`, keywords: CSS },
  markup: { line: [], long: [["<!--", "-->", "comment"]], quotes: `"'`, keywords: LETTERS },
  hcl: { line: ["#", "//"], long: [BLOCK], quotes: '"', keywords: VALUES },
};

const NAMES: Record<string, string> = {};
const named = (grammar: string, names: string): void => {
  for (const name of names.split(" ")) NAMES[name] = grammar;
};
named("script", "js javascript jsx ts typescript tsx mjs cjs node");
named(
  "c",
  "c h cpp c++ cc cs csharp java kotlin kt go golang rust rs swift scala dart php groovy objc proto",
);
named("python", "py python python3 ipython");
named("ruby", "rb ruby elixir ex perl pl r julia");
named("shell", "sh bash zsh shell console fish powershell ps1 dockerfile docker makefile make");
named("sql", "sql postgresql postgres mysql sqlite tsql plsql spark");
named("yaml", "yaml yml toml ini properties env conf");
named("json", "json json5 jsonc jsonl");
named("css", "css scss less");
named("markup", "html xml svg vue xhtml");
named("hcl", "hcl tf terraform");

export function grammarOf(language: string): Grammar | null {
  const name = language.toLowerCase();
  const grammar = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
  return grammar === undefined ? null : (G[grammar] ?? null);
}

const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /(?:0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?)[a-zA-Z%]{0,3}/uy;
// What begins none of the others is passed over in one go.
const REST = /[\s()[\]{},;:.=+*%&|!?^~@\\]+/uy;

/** The pieces of one line, and what the next line begins inside of. */
export function inkLine(line: string, grammar: Grammar, inside: Inside): { parts: Inked[]; inside: Inside } {
  const parts: Inked[] = [];
  let at = 0;
  const put = (to: number, ink: Ink): void => {
    if (to <= at) return;
    const before = parts.at(-1);
    if (before && before.ink === ink) before.text += line.slice(at, to);
    else parts.push({ at, text: line.slice(at, to), ink });
    at = to;
  };
  let open = grammar.long.find(([from]) => from === inside);
  while (at < line.length) {
    if (open) {
      const [from, close, ink] = open;
      const end = line.indexOf(close, at);
      if (end < 0) {
        put(line.length, ink);
        return { parts, inside: from };
      }
      put(end + close.length, ink);
      open = undefined;
      continue;
    }
    open = grammar.long.find(([from]) => line.startsWith(from, at));
    if (open) {
      put(at + open[0].length, open[2]);
      continue;
    }
    const piece = one(line, at, grammar);
    put(piece.to, piece.ink);
  }
  return { parts, inside: open ? open[0] : null };
}

/** Where the piece that begins here ends, and its ink. */
function one(line: string, at: number, grammar: Grammar): { to: number; ink: Ink } {
  const letter = line.charAt(at);
  if (grammar.line.some((mark) => line.startsWith(mark, at))) return { to: line.length, ink: "comment" };
  if (grammar.quotes.includes(letter)) {
    const to = endOfString(line, at);
    return to > at ? { to, ink: "string" } : { to: at + 1, ink: undefined };
  }
  const number = matched(NUMBER, line, at);
  if (number > at) return { to: number, ink: "number" };
  const word = matched(WORD, line, at);
  if (word > at) return { to: word, ink: inkOfWord(line.slice(at, word), line.charAt(word), grammar) };
  return { to: Math.max(at + 1, matched(REST, line, at)), ink: undefined };
}

function inkOfWord(word: string, after: string, grammar: Grammar): Ink {
  if (grammar.keywords.has(grammar.anyCase === true ? word.toLowerCase() : word)) return "keyword";
  return after === "(" ? "name" : undefined;
}

// Where a string that begins here ends; `at` itself when none begins.
function endOfString(line: string, at: number): number {
  const quote = line.charAt(at);
  for (let to = at + 1; to < line.length; to += 1) {
    if (line.charAt(to) === "\\") to += 1;
    else if (line.charAt(to) === quote) return to + 1;
  }
  // An apostrophe that nothing closes is an apostrophe.
  return quote === "'" ? at : line.length;
}

function matched(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
}

// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this file is about.
// Takes the tricks out of text that a model wrote: terminal sequences and control characters go, characters that turn
// or hide text become visible, character references become the characters they name. Text in, text out.

const ESC = "\u001b";
// CSI, OSC, two-byte sequences, and the eight-bit CSI; an unfinished one at the end goes too.
const TERMINAL = new RegExp(
  `(?:${ESC}\\[|\\u009b)[0-?]*[ -/]*(?:[@-~]|$)|${ESC}[\\]PX^_][^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\|$)|${ESC}[ -/]*(?:[0-~]|$)`,
  "gu",
);
// C0 except tab and newline, DEL, C1.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/gu;
// Bidirectional controls, invisible operators and spaces, the byte order mark, interlinear marks, tag characters.
// Joiners (200C, 200D) stay: emoji and several scripts need them.
const INVISIBLE =
  /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const SUSPECT =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** Text that shows all there is in it. */
export function clean(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replaceAll("\r\n", "\n")
    .replace(TERMINAL, "")
    .replaceAll("\r", "\n")
    .replace(CONTROL, "")
    .replace(INVISIBLE, visible);
}

function visible(letter: string): string {
  const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `‹U+${code}›`;
}

const NAMED = new Map(
  Object.entries({
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    nbsp: "\u00a0",
    copy: "©",
    reg: "®",
    trade: "™",
    hellip: "…",
    mdash: "—",
    ndash: "–",
    lsquo: "‘",
    rsquo: "’",
    ldquo: "“",
    rdquo: "”",
    bull: "•",
    middot: "·",
    times: "×",
    divide: "÷",
    deg: "°",
    plusmn: "±",
    euro: "€",
    pound: "£",
    yen: "¥",
    cent: "¢",
    sect: "§",
    para: "¶",
    larr: "←",
    uarr: "↑",
    rarr: "→",
    darr: "↓",
    le: "≤",
    ge: "≥",
    ne: "≠",
    colon: ":",
    tab: "\t",
    newline: "\n",
    lpar: "(",
    rpar: ")",
    sol: "/",
    lbrack: "[",
    rbrack: "]",
    num: "#",
    ast: "*",
    lowbar: "_",
  }),
);
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));/gu;

/** Character references as the characters they name; unknown ones stay as written. */
export function decode(text: string): string {
  if (!text.includes("&")) return text;
  const decoded = text.replace(REFERENCE, (all, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED.get(name) ?? NAMED.get(name.toLowerCase()) ?? all;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number.parseInt(decimal, 10);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return valid ? String.fromCodePoint(code) : "\ufffd";
  });
  return clean(decoded);
}

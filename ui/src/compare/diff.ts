// What differs between two texts, word by word. Pure. A text that is written in one piece of changes keeps its order:
// `same` and `left` together are the text before, `same` and `added` together the text after. JSON has jsonDiff.ts.

export type Piece = { kind: "same" | "added" | "left"; text: string };

/** Past this many changes in one stretch the stretch counts as rewritten: nobody reads it word by word any more. */
const MOST_CHANGES = 1_500;
/** From here on a text is first cut at words that stand in both texts exactly once. */
const LONG = 4_000;

const BY_SIGN = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}";
// White space, a sign of a script without spaces, a word, any other sign.
const TOKEN = new RegExp(`\\s+|[${BY_SIGN}]|(?:(?![${BY_SIGN}])[\\p{L}\\p{N}\\p{M}_])+|[\\s\\S]`, "gu");

export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

/** The pieces of both texts in reading order, put together so that they read well. */
export function diffWords(before: string, after: string): Piece[] {
  return readable(fewest(before, after));
}

/** The pieces with the fewest changes; what was left out stands before what was added in its place. */
export function fewest(before: string, after: string): Piece[] {
  const a = tokensOf(before);
  const b = tokensOf(after);
  const names = new Map<string, number>();
  const numbered = (tokens: string[]) =>
    Int32Array.from(tokens, (token) => {
      const known = names.get(token);
      if (known !== undefined) return known;
      names.set(token, names.size);
      return names.size - 1;
    });
  const kept = pairsOf(numbered(a), numbered(b));
  return piecesOf(a, b, kept);
}

/** How unlike two texts are, from 0 (the same words) to 1 (no word in common). White space does not count. */
export function distance(before: string, after: string): number {
  if (before === after) return 0;
  const size = { same: 0, added: 0, left: 0 };
  for (const piece of fewest(before, after)) {
    size[piece.kind] += tokensOf(piece.text).filter((token) => token.trim() !== "").length;
  }
  const all = 2 * size.same + size.added + size.left;
  return all === 0 ? 0 : (size.added + size.left) / all;
}

// ---- which words stand in both ---------------------------------------------------------------------------------------

type Pair = [number, number];
type Span = { a0: number; a1: number; b0: number; b1: number };

/** The places kept in both, in order. */
function pairsOf(a: Int32Array, b: Int32Array): Pair[] {
  const pairs: Pair[] = [];
  collect(a, b, { a0: 0, a1: a.length, b0: 0, b1: b.length }, pairs);
  return pairs;
}

function collect(a: Int32Array, b: Int32Array, whole: Span, pairs: Pair[]): void {
  const span = { ...whole };
  while (span.a0 < span.a1 && span.b0 < span.b1 && a[span.a0] === b[span.b0]) {
    pairs.push([span.a0, span.b0]);
    span.a0 += 1;
    span.b0 += 1;
  }
  const ending: Pair[] = [];
  while (span.a0 < span.a1 && span.b0 < span.b1 && a[span.a1 - 1] === b[span.b1 - 1]) {
    span.a1 -= 1;
    span.b1 -= 1;
    ending.push([span.a1, span.b1]);
  }
  if (span.a0 < span.a1 && span.b0 < span.b1) {
    const anchors = span.a1 - span.a0 + span.b1 - span.b0 > LONG ? anchorsOf(a, b, span) : [];
    if (anchors.length === 0) shortest(a, b, span, pairs);
    else between(a, b, span, anchors, pairs);
  }
  for (let at = ending.length - 1; at >= 0; at -= 1) pairs.push(ending[at] as Pair);
}

function between(a: Int32Array, b: Int32Array, span: Span, anchors: Pair[], pairs: Pair[]): void {
  let [a0, b0] = [span.a0, span.b0];
  for (const [x, y] of anchors) {
    collect(a, b, { a0, a1: x, b0, b1: y }, pairs);
    pairs.push([x, y]);
    [a0, b0] = [x + 1, y + 1];
  }
  collect(a, b, { a0, a1: span.a1, b0, b1: span.b1 }, pairs);
}

/** Words that stand in both stretches exactly once, as far as they come in the same order. */
function anchorsOf(a: Int32Array, b: Int32Array, span: Span): Pair[] {
  const once = (tokens: Int32Array, from: number, to: number) => {
    const places = new Map<number, number>();
    for (let at = from; at < to; at += 1) {
      const token = tokens[at] as number;
      places.set(token, places.has(token) ? -1 : at);
    }
    return places;
  };
  const inA = once(a, span.a0, span.a1);
  const inB = once(b, span.b0, span.b1);
  const common: Pair[] = [];
  for (const [token, x] of inA) {
    const y = inB.get(token);
    if (x >= 0 && y !== undefined && y >= 0) common.push([x, y]);
  }
  return rising(common.toSorted((one, other) => one[0] - other[0]));
}

/** The longest run of pairs whose second numbers rise. */
function rising(pairs: Pair[]): Pair[] {
  const tops: number[] = [];
  const before: number[] = [];
  for (const [at, pair] of pairs.entries()) {
    let [low, high] = [0, tops.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[tops[middle] as number] as Pair)[1] < pair[1]) low = middle + 1;
      else high = middle;
    }
    before[at] = low > 0 ? (tops[low - 1] as number) : -1;
    tops[low] = at;
  }
  const run: Pair[] = [];
  for (let at = tops.at(-1) ?? -1; at >= 0; at = before[at] as number) run.push(pairs[at] as Pair);
  return run.reverse();
}

/** Myers: the fewest changes, found along the diagonals. Too many, and nothing of the stretch counts as kept. */
function shortest(a: Int32Array, b: Int32Array, span: Span, pairs: Pair[]): void {
  const n = span.a1 - span.a0;
  const m = span.b1 - span.b0;
  const most = Math.min(n + m, MOST_CHANGES);
  const reached = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  const zero = most + 1;
  for (let d = 0; d <= most; d += 1) {
    for (let k = -d; k <= d; k += 2) {
      const down =
        k === -d || (k !== d && (reached[zero + k - 1] as number) < (reached[zero + k + 1] as number));
      let x = down ? (reached[zero + k + 1] as number) : (reached[zero + k - 1] as number) + 1;
      while (x < n && x - k < m && a[span.a0 + x] === b[span.b0 + x - k]) x += 1;
      reached[zero + k] = x;
      if (x >= n && x - k >= m) {
        trace.push(reached.slice(zero - d - 1, zero + d + 2));
        walkBack(trace, n, m, span, pairs);
        return;
      }
    }
    trace.push(reached.slice(zero - d - 1, zero + d + 2));
  }
}

/** `trace[d]` holds what was reached after d changes, for the diagonals from -d-1 to d+1. */
function walkBack(trace: Int32Array[], n: number, m: number, span: Span, pairs: Pair[]): void {
  const found: Pair[] = [];
  let [x, y] = [n, m];
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const k = x - y;
    const before = d > 0 ? (trace[d - 1] as Int32Array) : null;
    let [fromX, fromY] = [0, 0];
    if (before) {
      const at = (diagonal: number) => before[diagonal + d] ?? -1;
      const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
      fromX = down ? at(k + 1) : at(k - 1);
      fromY = fromX - (down ? k + 1 : k - 1);
    }
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      found.push([span.a0 + x, span.b0 + y]);
    }
    [x, y] = [fromX, fromY];
  }
  for (let at = found.length - 1; at >= 0; at -= 1) pairs.push(found[at] as Pair);
}

// ---- as one reads it -------------------------------------------------------------------------------------------------

function piecesOf(a: string[], b: string[], kept: Pair[]): Piece[] {
  const pieces: Piece[] = [];
  let [x, y] = [0, 0];
  const upTo = (toX: number, toY: number) => {
    put(pieces, "left", a.slice(x, toX).join(""));
    put(pieces, "added", b.slice(y, toY).join(""));
    [x, y] = [toX, toY];
  };
  for (const [keptX, keptY] of kept) {
    if (keptX > x || keptY > y) upTo(keptX, keptY);
    put(pieces, "same", a[keptX] ?? "");
    [x, y] = [keptX + 1, keptY + 1];
  }
  upTo(a.length, b.length);
  return pieces;
}

function put(pieces: Piece[], kind: Piece["kind"], text: string): void {
  if (text === "") return;
  const last = pieces.at(-1);
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}

/**
 * What stayed by chance does not count: a space between two replaced words, or an "I" between two rewritten halves of a
 * sentence. One or two words that are shorter than the changes on both their sides join them; a line end never does.
 */
function readable(pieces: Piece[]): Piece[] {
  let read = pieces;
  for (;;) {
    const joined = joinOnce(read);
    if (joined.length === read.length) return slid(joined);
    read = joined;
  }
}

/** ", which" and a space, not a comma, a space that stayed, and "which ": the same change, in one piece. */
function slid(pieces: Piece[]): Piece[] {
  const read: Piece[] = [];
  for (const piece of pieces) {
    const [first, space] = [read.at(-2), read.at(-1)];
    const alone = space?.kind === "same" && /^[^\S\n]+$/.test(space.text);
    if (alone && first?.kind === piece.kind && piece.text.endsWith(space.text)) {
      read.pop();
      first.text += space.text + piece.text.slice(0, -space.text.length);
      put(read, "same", space.text);
    } else put(read, piece.kind, piece.text);
  }
  return read;
}

function joinOnce(pieces: Piece[]): Piece[] {
  const read: Piece[] = [];
  let open: Change = { left: "", added: "" };
  const flush = () => {
    put(read, "left", open.left);
    put(read, "added", open.added);
    open = { left: "", added: "" };
  };
  for (const [at, piece] of pieces.entries()) {
    if (piece.kind !== "same") open[piece.kind] += piece.text;
    else if (isChance(piece.text, open, changeAt(pieces, at + 1))) {
      open.left += piece.text;
      open.added += piece.text;
    } else {
      flush();
      put(read, "same", piece.text);
    }
  }
  flush();
  return read;
}

type Change = { left: string; added: string };

function changeAt(pieces: Piece[], at: number): Change {
  const change: Change = { left: "", added: "" };
  for (let next = at; next < at + 2; next += 1) {
    const piece = pieces[next];
    if (piece === undefined || piece.kind === "same") break;
    change[piece.kind] += piece.text;
  }
  return change;
}

function isChance(kept: string, before: Change, after: Change): boolean {
  if (kept.includes("\n") || isNothing(before) || isNothing(after)) return false;
  const replaced = before.left + after.left !== "" && before.added + after.added !== "";
  if (kept.trim() === "") return replaced;
  if (kept.trim().split(/\s+/).length > 2) return false;
  const weight = (text: string) => text.trim().length;
  const least = Math.min(
    Math.max(weight(before.left), weight(before.added)),
    Math.max(weight(after.left), weight(after.added)),
  );
  return replaced && weight(kept) <= least;
}

function isNothing(change: Change): boolean {
  return change.left === "" && change.added === "";
}

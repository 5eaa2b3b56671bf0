// How well a text fits what was typed: every word of it has to be found, best at the start of a word, then inside one, at
// last letter by letter. Pure. Used by the command palette.

export type Fit = {
  score: number;
  /** Places in the text that were found, in order, to be shown. */
  at: number[];
};

const START = 100;
const INSIDE = 60;
const SCATTERED = 20;
/** Letters may be this far apart on average; further is chance. */
const WIDEST = 3;

/** null when some word is not in it. Nothing typed fits everything. */
export function fitOf(text: string, typed: string): Fit | null {
  const here = text.toLowerCase();
  const at = new Set<number>();
  let score = 0;
  for (const word of typed.toLowerCase().split(/\s+/).filter(Boolean)) {
    const one = fitWord(here, word);
    if (one === null) return null;
    score += one.score;
    for (const place of one.at) at.add(place);
  }
  // Of two that fit the same, the shorter one is meant.
  return { score: score - here.length / 100, at: [...at].sort((a, b) => a - b) };
}

function fitWord(text: string, word: string): Fit | null {
  const places = (from: number): number[] => Array.from(word, (_, index) => from + index);
  let inside = -1;
  for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
    if (from === 0) return { score: START + 10, at: places(from) };
    if (!/[\p{L}\p{N}]/u.test(text[from - 1] ?? "")) return { score: START, at: places(from) };
    if (inside < 0) inside = from;
  }
  if (inside >= 0) return { score: INSIDE, at: places(inside) };
  return scattered(text, word);
}

/** Letter by letter, in order, beginning at the start of a word: "nes" in "New endpoint, step by step". */
function scattered(text: string, word: string): Fit | null {
  if (word.length < 2) return null;
  for (let from = 0; from < text.length; from++) {
    const starts = from === 0 || !/[\p{L}\p{N}]/u.test(text[from - 1] ?? "");
    if (!starts || text[from] !== word[0]) continue;
    const at = [from];
    for (const letter of word.slice(1)) {
      const next = text.indexOf(letter, (at.at(-1) ?? from) + 1);
      if (next < 0) break;
      at.push(next);
    }
    const width = (at.at(-1) ?? from) - from + 1;
    if (at.length === word.length && width <= word.length * WIDEST)
      return { score: SCATTERED + word.length - width / 10, at };
  }
  return null;
}

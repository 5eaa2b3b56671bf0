// The text of one answer while it grows, outside React: pieces come in at any pace, blocks go out at one beat (beat.ts). A view is
// an immutable picture of the text; closed blocks are gathered into groups that never change, so that drawing costs what
// is new and not what is there. Used for answers that stream and, fed in one go, for those that came from the database.
import { drawAtBeat } from "./beat";
import { type Block, Blocks } from "./markdown/blocks";
import { WordCount } from "./words";

export type Group = { id: number; blocks: readonly Block[] };
export type TextView = {
  /** Groups that never change again. */
  groups: readonly Group[];
  /** Closed blocks of the group still being filled. */
  recent: readonly Block[];
  /** The block being written. */
  tail: Block | null;
  words: number;
  /** True until everything that was put in is in the view. */
  pending: boolean;
};

const GROUP_BLOCKS = 24;
const GROUP_CHARS = 12_000;
/** At most this much is taken into the view in one frame, so that a flood does not freeze the window. */
export const FRAME_CHARS = 48 * 1024;

const EMPTY: TextView = { groups: [], recent: [], tail: null, words: 0, pending: false };

export class LiveText {
  #blocks = new Blocks();
  #counter = new WordCount();
  #pieces: string[] = [];
  #at = 0;
  #all: string[] = [];
  #ended = false;
  #view: TextView = EMPTY;
  #recentChars = 0;
  #waits = false;
  readonly #listeners = new Set<() => void>();

  /** A text that is already whole. Its beginning is in the view at once, the rest follows frame by frame. */
  static whole(text: string): LiveText {
    const live = new LiveText();
    live.#put(text);
    live.#ended = true;
    live.#step();
    if (live.#view.pending) live.#schedule();
    return live;
  }

  add(piece: string): void {
    if (piece === "" || this.#ended) return;
    const first = this.#view === EMPTY && !this.#waits;
    this.#put(piece);
    // The first word does not wait for a frame to begin: that wait is the one a person notices.
    if (first) this.#show();
    else this.#schedule();
  }

  /** The text has ended and reads like this. What was missing is added; what does not fit begins anew. */
  end(text: string): void {
    if (this.#ended) return;
    const had = this.text();
    if (text.startsWith(had)) this.#put(text.slice(had.length));
    else this.#restart(text);
    this.#ended = true;
    this.#all = [];
    this.#schedule();
  }

  /** All that has been put in until the end, also what is not in the view yet. */
  text(): string {
    const joined = this.#all.join("");
    this.#all = joined === "" ? [] : [joined];
    return joined;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): TextView => this.#view;

  #put(piece: string): void {
    if (piece === "") return;
    this.#pieces.push(piece);
    this.#all.push(piece);
  }

  #restart(text: string): void {
    this.#blocks = new Blocks();
    this.#counter = new WordCount();
    this.#pieces = [];
    this.#at = 0;
    this.#all = [];
    this.#recentChars = 0;
    this.#view = EMPTY;
    this.#put(text);
  }

  #schedule(): void {
    if (this.#waits) return;
    this.#waits = true;
    const draw = () => {
      this.#waits = false;
      this.#show();
    };
    // What is whole already is there to be read at once; only what is being written keeps to the beat.
    if (this.#ended) requestAnimationFrame(draw);
    else drawAtBeat(draw);
  }

  #show(): void {
    this.#step();
    if (this.#view.pending) this.#schedule();
    for (const listener of this.#listeners) listener();
  }

  #step(): void {
    this.#takePieces();
    const pending = this.#pieces.length > 0;
    if (this.#ended && !pending) this.#blocks.end();
    this.#draw(pending);
  }

  #takePieces(): void {
    let budget = FRAME_CHARS;
    let taken = 0;
    while (budget > 0 && taken < this.#pieces.length) {
      const piece = this.#pieces[taken] ?? "";
      const part = piece.slice(this.#at, this.#at + budget);
      this.#blocks.add(part);
      this.#counter.add(part);
      budget -= part.length;
      this.#at += part.length;
      if (this.#at < piece.length) break;
      this.#at = 0;
      taken += 1;
    }
    this.#pieces = this.#pieces.slice(taken);
  }

  #draw(pending: boolean): void {
    const closed = this.#blocks.takeClosed();
    let { groups, recent } = this.#view;
    if (closed.length > 0) {
      const made: Group[] = [];
      let open = [...recent];
      for (const block of closed) {
        open.push(block);
        this.#recentChars += sizeOf(block);
        if (open.length < GROUP_BLOCKS && this.#recentChars < GROUP_CHARS) continue;
        made.push({ id: groups.length + made.length, blocks: open });
        open = [];
        this.#recentChars = 0;
      }
      if (made.length > 0) groups = [...groups, ...made];
      recent = open;
    }
    this.#view = { groups, recent, tail: this.#blocks.open(), words: this.#counter.words, pending };
  }
}

function sizeOf(block: Block): number {
  if (block.kind === "markdown") return block.text.length;
  return block.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}

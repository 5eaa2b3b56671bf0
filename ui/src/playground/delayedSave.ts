// Saves what is being typed a moment after the last key, at the latest half a second after the first one, and one save
// at a time in the order of typing. Used for the message and the options; what a save does is the caller's matter.

const QUIET_MS = 250;
const LATEST_MS = 500;

export class DelayedSave<T> {
  readonly #save: (value: T) => Promise<void>;
  #waiting: { value: T; since: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last: Promise<void> = Promise.resolve();

  /** `save` reports its own failures; it must not reject. */
  constructor(save: (value: T) => Promise<void>) {
    this.#save = save;
  }

  set(value: T): void {
    const now = Date.now();
    const since = this.#waiting?.since ?? now;
    this.#waiting = { value, since };
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.flush(),
      Math.max(0, Math.min(QUIET_MS, since + LATEST_MS - now)),
    );
  }

  /** Saves now what waits. Resolves when everything set so far has been saved. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.#last = this.#last.then(() => this.#save(waiting.value));
    return this.#last;
  }
}

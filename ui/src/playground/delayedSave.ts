// Saves what is being typed a moment after the last key, at the latest half a second after the first one, and one save
// at a time in the order of typing. Used for the message and the options; what a save does is the caller's matter.

const QUIET_MS = 250;
const LATEST_MS = 500;

export class DelayedSave<T> {
  readonly #save: (value: T) => Promise<void>;
  readonly #settled: (error: unknown) => void;
  #waiting: { value: T; since: number } | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last: Promise<void> = Promise.resolve();

  /** `settled` hears after each save: null when it worked, otherwise what it threw. */
  constructor(save: (value: T) => Promise<void>, settled: (error: unknown) => void) {
    this.#save = save;
    this.#settled = settled;
  }

  set(value: T): void {
    const now = Date.now();
    const since = this.#waiting?.since ?? now;
    this.#waiting = { value, since };
    if (this.#timer !== null) clearTimeout(this.#timer);
    const delay = Math.max(0, Math.min(QUIET_MS, since + LATEST_MS - now));
    // `settled` has heard of a failure; here only flush() may throw.
    this.#timer = setTimeout(() => void this.flush().catch(() => undefined), delay);
  }

  /** Saves now what waits. Resolves when everything set so far is saved; throws what the last save threw. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.#last = this.#last.catch(() => undefined).then(() => this.#run(waiting.value));
    return this.#last;
  }

  async #run(value: T): Promise<void> {
    try {
      await this.#save(value);
      this.#settled(null);
    } catch (error) {
      this.#settled(error);
      throw error;
    }
  }
}

// How deep an answer may nest before it is shown as it was written.

/** Deeper than this, words are shown as they were written. */
export const DEEPEST = 16;

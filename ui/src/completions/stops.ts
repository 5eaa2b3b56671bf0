// Stop texts as a person reads and types them: a line end is written \n, a tab \t, a backslash \\. Pure.

export function written(stop: string): string {
  return stop.replace(
    /[\\\n\t\r]/gu,
    (sign) => ({ "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r" })[sign] ?? sign,
  );
}

export function meant(typed: string): string {
  return typed.replace(/\\(n|t|r|\\)/gu, (_, sign: string) => ({ n: "\n", t: "\t", r: "\r" })[sign] ?? "\\");
}

/** Most providers take four. */
export const MOST_STOPS = 4;

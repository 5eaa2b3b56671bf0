// Which ink a piece of a JSON line gets. By line, so that one broken line does not discolour the rest.

export type Inked = { at: number; text: string; ink: "key" | "string" | "number" | "mute" | undefined };

const PARTS =
  /("(?:[^"\\]|\\.)*"?)(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b)|([{}[\],:]+)/g;

export function inkJson(line: string): Inked[] {
  const parts: Inked[] = [];
  let end = 0;
  const put = (text: string | undefined, ink: Inked["ink"]) => {
    if (!text) return;
    parts.push({ at: end, text, ink });
    end += text.length;
  };
  for (const found of line.matchAll(PARTS)) {
    put(line.slice(end, found.index), undefined);
    const [, quoted, colon, number, marks] = found;
    if (quoted !== undefined) {
      put(quoted, colon === undefined ? "string" : "key");
      put(colon, "mute");
    }
    put(number, "number");
    put(marks, "mute");
  }
  put(line.slice(end), undefined);
  return parts;
}

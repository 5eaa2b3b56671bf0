// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this file is about.
// Which addresses in an answer may be opened. Only https, nothing hidden in them; the core checks once more before the
// system's browser sees one. Everything else stays text.
import { decode } from "./clean";

/** What a link leads to: the whole address as the browser will see it, and the host to show. */
export type Address = { url: string; host: string };

const LONGEST = 2048;

/** The address, or null when it must not be opened. `literal`: character references are not to be resolved. */
export function addressOf(href: string, literal = false): Address | null {
  const written = (literal ? href : decode(href)).trim();
  if (written.length > LONGEST || !/^https:\/\//iu.test(written)) return null;
  // clean() has made hidden characters visible as ‹U+…›; an address that had some is not one to open.
  if (/[\s\\‹›\u0000-\u001f\u007f-\u009f]|\p{Cf}/u.test(written)) return null;
  const url = parse(written);
  if (
    url === null ||
    url.protocol !== "https:" ||
    url.hostname === "" ||
    url.username !== "" ||
    url.password !== ""
  )
    return null;
  return { url: url.href, host: url.host };
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** True when the words of a link look like an address, but not like the one it leads to. */
export function pretends(words: string, address: Address): boolean {
  const claimed = /^\s*(?:[a-z][a-z0-9+.-]*:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})/iu.exec(words)?.[1];
  if (claimed === undefined) return false;
  const bare = (host: string) => host.toLowerCase().replace(/^www\./u, "");
  return bare(claimed) !== bare(address.host.replace(/:\d+$/u, ""));
}

// Joins class names, leaving out what is absent. Used by every part; nothing else belongs here.
export function classes(...names: (string | false | null | undefined)[]): string | undefined {
  const joined = names.filter(Boolean).join(" ");
  return joined === "" ? undefined : joined;
}

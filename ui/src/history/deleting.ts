// What is said after something was deleted for good. Pure.

export const goneWords = (conversations: number): string =>
  conversations === 1
    ? "One conversation is deleted"
    : `${conversations.toLocaleString("en")} conversations are deleted`;

/** Copies of the database that could not be changed; nothing where there are none. */
export function leftWords(leftIn: readonly string[]): string | undefined {
  if (leftIn.length === 0) return undefined;
  return `Older copies of the database still hold it and could not be changed: ${leftIn.join(", ")}.`;
}

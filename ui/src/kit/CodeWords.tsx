// A sentence in which `names` are set in the code face. The core marks them with backticks; nothing else is markup.
import { Fragment } from "react";

export function CodeWords({ text }: { text: string }) {
  return text.split("`").map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never change places.
      <code key={index}>{part}</code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never change places.
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}

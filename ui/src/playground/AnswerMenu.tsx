// What else one can do with an answer: copy it in another form, ask somebody else, see the call as it was.
import type { Answer } from "../ipc/bindings";
import { copyText } from "../kit/clipboard";
import { IconButton } from "../kit/IconButton";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "../kit/Menu";
import { useToast } from "../kit/Toast";
import type { AnswerActs } from "./AnswerView";
import { clean } from "./markdown/clean";
import { plainText } from "./markdown/plainText";

type Props = { answer: Answer; text: string; entities: readonly string[]; busy: boolean; acts: AnswerActs };

export function AnswerMenu({ answer, text, entities, busy, acts }: Props) {
  const copy = useCopy();
  const others = entities.filter((name) => name !== answer.servedBy);
  const waits = busy ? "Another answer is being written." : null;
  const empty = text === "" ? "The answer has no words." : null;
  return (
    <Menu align="end" width={260} trigger={<IconButton size="s" icon="more" label="More for this answer" />}>
      <MenuItem
        icon="copy"
        disabledReason={empty}
        onSelect={() => copy(plainText(clean(text)), "Copied as text")}
      >
        Copy as text
      </MenuItem>
      <MenuItem icon="code" disabledReason={empty} onSelect={() => copy(clean(text), "Copied as Markdown")}>
        Copy as Markdown
      </MenuItem>
      <MenuSeparator />
      {entities.length > 1 && (
        <>
          <MenuGroup label="Try again with">
            <MenuItem icon="split" disabledReason={waits} onSelect={() => acts.againWith(null)}>
              Whom the traffic split decides
            </MenuItem>
            {others.map((name) => (
              <MenuItem
                key={name}
                icon="refresh"
                disabledReason={waits}
                onSelect={() => acts.againWith(name)}
              >
                {name}
              </MenuItem>
            ))}
          </MenuGroup>
          <MenuSeparator />
        </>
      )}
      <MenuItem icon="terminal" onSelect={acts.raw}>
        Request and response
      </MenuItem>
      <MenuItem icon="user" onSelect={acts.engineer}>
        Copy for an engineer
      </MenuItem>
    </Menu>
  );
}

/** Puts text on the clipboard and says whether that worked. */
export function useCopy(): (text: string, done: string) => void {
  const toast = useToast();
  return (text, done) =>
    void copyText(text).then((worked) =>
      worked
        ? toast({ tone: "ready", title: done })
        : toast({ tone: "failed", title: "The desktop did not let the text onto the clipboard" }),
    );
}

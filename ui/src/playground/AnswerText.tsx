// Draws a LiveText: groups of finished blocks once, the block being written once a frame, the caret behind the last word.
import { memo, type ReactNode, useSyncExternalStore } from "react";
import type { Group, LiveText, TextView } from "./liveText";
import type { Block } from "./markdown/blocks";
import { CodeFence } from "./markdown/CodeFence";
import styles from "./markdown/Markdown.module.css";
import { MarkdownBlock } from "./markdown/MarkdownBlock";

export function useTextView(live: LiveText): TextView {
  return useSyncExternalStore(live.subscribe, live.view);
}

export function AnswerText({ live, writing }: { live: LiveText; writing: boolean }) {
  const view = useTextView(live);
  const caret = writing || view.pending ? <span className={styles.caret} aria-hidden="true" /> : null;
  const alone = view.tail === null || view.tail.kind === "code";
  return (
    <div className={styles.prose} data-selectable>
      {view.groups.map((group) => (
        <GroupOf key={group.id} group={group} />
      ))}
      {view.recent.map((block) => (
        <OneBlock key={block.id} block={block} />
      ))}
      {view.tail && <OneBlock key={view.tail.id} block={view.tail} caret={caret} />}
      {caret && alone && <p>{caret}</p>}
    </div>
  );
}

const GroupOf = memo(function GroupOf({ group }: { group: Group }) {
  return (
    <div className={styles.group}>
      {group.blocks.map((block) => (
        <OneBlock key={block.id} block={block} />
      ))}
    </div>
  );
});

function OneBlock({ block, caret }: { block: Block; caret?: ReactNode }) {
  if (block.kind === "code") return <CodeFence lang={block.lang} chunks={block.chunks} />;
  return <MarkdownBlock text={block.text} head={block.head} joined={block.joined} caret={caret} />;
}

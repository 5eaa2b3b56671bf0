// The message for all columns with its variables, and the one button that asks or stops them all.
import { type RefObject, useState } from "react";
import type { Comparison } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Icon } from "../kit/Icon";
import { TextArea } from "../kit/TextArea";
import { PromptPicker } from "../playground";
import styles from "./Compare.module.css";
import { type Comparing, useComparingState } from "./comparing";
import type { Spread } from "./measure";
import type { Asking } from "./useAsking";
import { Variables } from "./Variables";
import { callWords } from "./words";

type Props = {
  comparison: Comparison;
  comparing: Comparing;
  asking: Asking;
  spreads: (Spread | null)[];
  area: RefObject<HTMLTextAreaElement | null>;
  onOptions: () => void;
};

export function Message({ comparison, comparing, asking, spreads, area, onOptions }: Props) {
  const { setup } = comparison;
  const { unsaved } = useComparingState(comparing);
  const [choosing, setChoosing] = useState(false);
  const type = (draft: string) => comparing.change((now) => ({ ...now, draft }));
  return (
    <div className={styles.message}>
      <div className={styles.box}>
        <TextArea
          ref={area}
          className={styles.typed ?? ""}
          value={setup.draft}
          onChange={type}
          rows={2}
          maxRows={8}
          grow
          label="Message for all columns"
          placeholder="Ask all of them the same. {{name}} is a variable."
        />
        <div className={styles.boxFoot}>
          <Button size="s" variant="quiet" icon="book" onClick={() => setChoosing(true)}>
            Prompts
          </Button>
          <Button size="s" variant="quiet" icon="sliders" onClick={onOptions}>
            Same options for all
          </Button>
          {unsaved && (
            <span className={styles.unsaved} role="status">
              <Icon name="warning" size={13} />
              Not saved on this computer: {unsaved.explanation.title}
            </span>
          )}
          <span className={styles.calls}>{callWords(setup.columns.length, setup.repeat, spreads)}</span>
          <RunOrStop comparing={comparing} asking={asking} />
        </div>
      </div>
      <Variables names={asking.variables} setup={setup} comparing={comparing} />
      {choosing && (
        <PromptPicker
          onClose={() => setChoosing(false)}
          onTake={({ content }) => {
            setChoosing(false);
            const system = content.system === "" ? setup.options.system : content.system;
            const options = { ...(content.options ?? setup.options), system };
            comparing.change((now) => ({ ...now, draft: content.template, options }));
            area.current?.focus();
          }}
        />
      )}
    </div>
  );
}

function RunOrStop({ comparing, asking }: { comparing: Comparing; asking: Asking }) {
  const { phase } = useComparingState(comparing);
  if (phase === "idle") {
    return (
      <Button
        variant="primary"
        size="s"
        icon="play"
        keyHint="Ctrl ↵"
        onClick={asking.run}
        disabledReason={asking.reason}
      >
        Run all
      </Button>
    );
  }
  return (
    <Button
      size="s"
      icon="stop"
      keyHint="Esc"
      className={styles.stop}
      busy={phase === "stopping"}
      busyLabel="Stopping"
      onClick={() => comparing.stop()}
    >
      Stop all
    </Button>
  );
}

// A failure in one line, beside the thing that failed: its title, and the next step as a link. The full story is FailureCard.
import type { NextStepKind } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { CodeWords } from "./CodeWords";
import styles from "./FailureNote.module.css";
import { Glyph } from "./Icon";
import { LinkButton } from "./LinkButton";

type Props = { failure: unknown; onNext?: ((kind: NextStepKind) => void) | undefined };

export function FailureNote({ failure, onNext }: Props) {
  const { explanation } = failureOf(failure);
  const { next } = explanation;
  return (
    <div role="alert" className={styles.note}>
      <Glyph name="failed" size={14} />
      <p>
        <b>
          <CodeWords text={explanation.title} />
        </b>{" "}
        <CodeWords text={explanation.cause} />{" "}
        {onNext && next.kind !== "none" && (
          <LinkButton size="s" onClick={() => onNext(next.kind)}>
            {next.label}
          </LinkButton>
        )}
      </p>
    </div>
  );
}

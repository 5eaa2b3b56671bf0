// Explains a failure: what happened, what it means, how far the call came, why it stopped, who can fix it, and the one
// next step. The words come from the core; the raw answer is folded. The one-line form is FailureNote.
import type { Explanation, Failure, NextStepKind, RawAnswer, TrailStep } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "./Button";
import { CodeBlock } from "./CodeBlock";
import { CodeWords } from "./CodeWords";
import { CopyButton } from "./CopyButton";
import styles from "./FailureCard.module.css";
import { Glyph, Icon, type IconName } from "./Icon";

type Props = {
  /** A Failure, or whatever a query or mutation threw. */
  failure: unknown;
  onNext?: ((kind: NextStepKind) => void) | undefined;
  compact?: boolean | undefined;
  nextBusy?: boolean | undefined;
};

export const NEXT_ICONS: Partial<Record<NextStepKind, IconName>> = {
  tryAgain: "refresh",
  waitAndRetry: "clock",
  signInAgain: "key",
  checkAddress: "globe",
  chooseSecret: "key",
  editEndpoint: "pencil",
  reload: "refresh",
  openSettings: "settings",
  raiseLength: "sliders",
};

export function FailureCard({ failure, onNext, compact = false, nextBusy = false }: Props) {
  const { explanation } = failureOf(failure) satisfies Failure;
  const { next } = explanation;
  return (
    <div className={styles.card} role="alert" data-compact={compact || undefined}>
      <div className={styles.head}>
        <h2>
          <CodeWords text={explanation.title} />
        </h2>
        <p>
          <CodeWords text={explanation.meaning} />
        </p>
      </div>
      {explanation.trail.length > 0 && <Trail steps={explanation.trail} />}
      <dl className={styles.facts}>
        <Fact name="Cause" text={explanation.cause} />
        <Fact name="Who can fix it" text={explanation.whoCanFix} />
        {explanation.notRescued && <Fact name="Not rescued" text={explanation.notRescued} />}
      </dl>
      {next.kind === "askOwner" && (
        <div className={styles.actions}>
          <CopyButton text={() => ownerMessage(explanation)} label={next.label} primary />
        </div>
      )}
      {onNext && next.kind !== "none" && next.kind !== "askOwner" && (
        <div className={styles.actions}>
          <Button
            variant="primary"
            icon={NEXT_ICONS[next.kind]}
            busy={nextBusy}
            onClick={() => onNext(next.kind)}
          >
            {next.label}
          </Button>
        </div>
      )}
      {explanation.raw && <Raw raw={explanation.raw} />}
    </div>
  );
}

/** What the person who can help needs to know: no prompt, no answer, no key. The same wherever the card stands. */
function ownerMessage(explanation: Explanation): string {
  const request = explanation.raw?.requestId;
  const lines = [
    explanation.title,
    explanation.cause,
    explanation.whoCanFix,
    request ? `Request id: ${request}` : "",
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function Fact({ name, text }: { name: string; text: string }) {
  if (text === "") return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <CodeWords text={text} />
      </dd>
    </div>
  );
}

const TRAIL_GLYPHS = { passed: "ready", stopped: "failed", notReached: "waiting" } as const;
const TRAIL_WORDS = { passed: "passed", stopped: "stopped here", notReached: "not reached" } as const;

export function Trail({ steps }: { steps: readonly TrailStep[] }) {
  return (
    <ol className={styles.trail} aria-label="How far the call came">
      {steps.map((step) => (
        <li key={step.label} data-state={step.state}>
          <Glyph name={TRAIL_GLYPHS[step.state]} size={17} label={TRAIL_WORDS[step.state]} />
          <span>{step.label}</span>
        </li>
      ))}
    </ol>
  );
}

function Raw({ raw }: { raw: RawAnswer }) {
  const facts = [
    raw.status === null ? null : `HTTP ${raw.status}`,
    raw.seconds === null ? null : `${raw.seconds.toFixed(1)} s`,
    raw.attempts > 1 ? `${raw.attempts} attempts` : null,
    raw.requestId === null ? null : `request ${raw.requestId}`,
  ].filter((fact) => fact !== null);
  return (
    <details className={styles.raw}>
      <summary>
        <Icon name="chevronRight" size={14} className={styles.fold} />
        Raw answer <span className={styles.rawFacts}>{facts.join(" · ")}</span>
      </summary>
      <CodeBlock
        text={raw.body === "" ? "(no body)" : raw.body}
        label="Raw answer"
        language="json"
        copy={false}
        maxHeight={220}
      />
      <div className={styles.rawFoot}>
        <CopyButton text={`${facts.join(" · ")}\n${raw.body}`} label="Copy the raw answer" />
      </div>
    </details>
  );
}

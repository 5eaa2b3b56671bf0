// Calls in the order they are made: done, running, failed (opened), waiting; method and path small beside the words.
import type { ReactNode } from "react";
import { Glyph } from "./Icon";
import styles from "./StepList.module.css";
import { duration } from "./time";

export type Step = {
  title: ReactNode;
  detail?: string | undefined;
  state: "done" | "running" | "failed" | "waiting";
  ms?: number | null | undefined;
  body?: ReactNode;
};

const GLYPHS = { done: "ready", running: "updating", failed: "failed", waiting: "waiting" } as const;

export function StepList({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place in the order.
        <li key={index} data-state={step.state} aria-current={step.state === "running" ? "step" : undefined}>
          <Glyph name={GLYPHS[step.state]} size={15} label={step.state} />
          <div className={styles.words}>
            <span className={styles.title}>{step.title}</span>
            {step.detail && <code className={styles.detail}>{step.detail}</code>}
            {step.body && <div className={styles.body}>{step.body}</div>}
          </div>
          {step.ms !== null && step.ms !== undefined && (
            <span className={styles.time}>{duration(step.ms)}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

// The step list of the create flow: where one is, what is done, what is to fix. Steps can be visited in any order once a
// provider is chosen; nothing is lost by it. Used by Page.tsx.
import { Icon } from "../../kit/Icon";
import { VisuallyHidden } from "../../kit/VisuallyHidden";
import type { Flow } from "./flow";
import { providerOf, STEPS, type Step } from "./model";
import styles from "./Steps.module.css";
import { toFix } from "./validate";

export function Steps({ flow, locked, onGo }: { flow: Flow; locked: boolean; onGo: (step: Step) => void }) {
  const at = STEPS.findIndex((step) => step.id === flow.step);
  const started = flow.draft.entities.length > 0;
  return (
    <ol className={styles.steps} aria-label="Steps">
      {STEPS.map((step, index) => {
        const fix = toFix(flow.shown, step.id);
        const done =
          started && index < at && !flow.problems.some((one) => one.step === step.id && one.blocks);
        const small = fix ?? (step.id === "provider" ? providerNames(flow) : null);
        const reachable = !locked && (index === 0 || started);
        return (
          <li key={step.id} aria-current={index === at ? "step" : undefined} data-done={done || undefined}>
            <button
              type="button"
              className={styles.step}
              disabled={!reachable}
              onClick={() => onGo(step.id)}
              title={step.label}
            >
              <span className={styles.number} aria-hidden="true">
                {done ? <Icon name="check" size={12} /> : index + 1}
              </span>
              <span className={styles.words}>
                {step.label}
                {done && <VisuallyHidden>, done</VisuallyHidden>}
                {small && <small data-tone={fix ? "failed" : undefined}>{small}</small>}
              </span>
              {fix && (
                <span className={styles.mark}>
                  <Icon name="wrong" size={12} />
                </span>
              )}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function providerNames(flow: Flow): string | null {
  const names = [
    ...new Set(
      flow.draft.entities.map((entity) => providerOf(flow.catalogue, entity)?.name ?? entity.provider),
    ),
  ];
  return names.length === 0 ? null : names.length > 2 ? `${names.length} providers` : names.join(", ");
}

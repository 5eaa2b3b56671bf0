// Third step: how requests are shared out. The picture, its numbers and keys are the split editor of the room traffic;
// with a single model there is nothing to share. Used by Page.tsx.

import { Button } from "../../kit/Button";
import { SplitEditor, type SplitRow } from "../../traffic";
import styles from "./Create.module.css";
import { FieldNote } from "./FieldNote";
import type { Flow } from "./flow";
import { applySplit, providerOf } from "./model";
import { StepHeading } from "./StepHeading";
import { fieldId } from "./validate";

export function TrafficStep({ flow }: { flow: Flow }) {
  const { draft } = flow;
  const only = draft.entities.length === 1 ? draft.entities[0] : undefined;
  const problems = flow.shown.filter((problem) => problem.step === "traffic");
  const rows: SplitRow[] = draft.entities.map((entity) => ({
    entity: entity.name,
    mark: providerOf(flow.catalogue, entity)?.mark ?? "??",
    model: entity.model,
    share: entity.share,
    locked: entity.locked,
    live: null,
  }));
  return (
    <>
      <StepHeading
        title={only ? "All requests go to one model" : "How are requests shared out?"}
        detail={
          only
            ? "A second model can take a part of them, or stand by for when this one fails."
            : "Each request is drawn by chance. This can be changed at any time after creation."
        }
      />
      {problems.map((problem) => (
        <FieldNote key={`${problem.entity}-${problem.field}`} tone="failed">
          {problem.message}
        </FieldNote>
      ))}
      {only && (
        <div className={styles.single}>
          <p>
            100 % of the requests go to <b>{only.name}</b>, model {only.model}.
          </p>
          <Button icon="plus" onClick={flow.add}>
            Add another model
          </Button>
        </div>
      )}
      <div id={fieldId(null, "shares")} className={styles.editor}>
        {draft.entities.length > 1 && (
          <SplitEditor
            rows={rows}
            live={null}
            fallback={draft.fallback}
            onChange={(next) => flow.edit(applySplit(draft, next))}
            onFallbackChange={(fallback) => flow.edit({ ...draft, fallback })}
          />
        )}
      </div>
    </>
  );
}

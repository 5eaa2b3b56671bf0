// The left column of an edit: the models in fallback order, each with its share and what became of it, and the other parts.
// Moving a model up or down changes the order in which fallback walks them. Used by Page.tsx.
import { useState } from "react";
import type { EditState, Provider } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Icon, type IconName } from "../../kit/Icon";
import { IconButton } from "../../kit/IconButton";
import { LiveRegion } from "../../kit/LiveRegion";
import { ProviderMark } from "../../kit/ProviderMark";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import { providerOf } from "../create/model";
import { AddModel } from "./AddModel";
import styles from "./Edit.module.css";
import { addModel, differing, markOf, moveModel, type Part, problemsIn, taskOf } from "./model";
import type { Where } from "./Page";
import type { Editing } from "./useEdit";

type Props = {
  state: EditState;
  catalogue: Provider[];
  editing: Editing;
  where: Where;
  onGo: (to: Where) => void;
};

const OTHERS: { part: Part; label: string; icon: IconName }[] = [
  { part: "traffic", label: "Traffic", icon: "split" },
  { part: "tags", label: "Tags", icon: "file" },
  { part: "notifications", label: "Notifications", icon: "message" },
  { part: "access", label: "Access", icon: "key" },
  { part: "name", label: "Name and description", icon: "lock" },
];
const MARKS = { new: "new", changed: "changed", same: "" } as const;

export function PartList({ state, catalogue, editing, where, onGo }: Props) {
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState("");
  const { edit, live } = state;
  const task = taskOf(state.endpoint.task);
  const problems = problemsIn(edit, task, catalogue);
  const parts = differing(edit, live);
  const changed: Partial<Record<Part, boolean>> = {
    traffic: parts.shares,
    tags: parts.tags,
    notifications: parts.notifications,
    access: parts.access,
  };
  const move = (from: number, to: number): void => {
    editing.change(moveModel(edit, from, to));
    onGo({ part: "models", entity: to });
    setSaid(`${edit.entities[from]?.entity.name} is now number ${to + 1} of ${edit.entities.length}.`);
  };
  return (
    <nav className={styles.parts} aria-label="Parts of the endpoint">
      <h2>Served entities</h2>
      <ol className={styles.models}>
        {edit.entities.map((one, at) => {
          const mark = markOf(one, live);
          const toFix = problems.filter((problem) => problem.entity === at && problem.blocks).length;
          const here = where.part === "models" && at === Math.min(where.entity, edit.entities.length - 1);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a model of a draft has no other identity than its place
            <li key={at} data-here={here || undefined}>
              <button
                type="button"
                className={styles.part}
                aria-current={here || undefined}
                title={one.entity.name}
                onClick={() => onGo({ part: "models", entity: at })}
                onKeyDown={(event) => {
                  const to = at + (event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0);
                  if (!event.altKey || to === at || to < 0 || to >= edit.entities.length) return;
                  event.preventDefault();
                  move(at, to);
                }}
              >
                <span className={styles.number}>{at + 1}</span>
                <Swatch index={one.entity.share === 0 ? "standby" : swatchIndex(at)} />
                <span className={styles.mark}>
                  <ProviderMark mark={providerOf(catalogue, one.entity)?.mark ?? "??"} />
                </span>
                <span className={styles.name}>{one.entity.name || "No name yet"}</span>
                <span className={styles.share}>
                  {toFix > 0 ? (
                    <em>{toFix} to fix</em>
                  ) : mark !== "same" ? (
                    <b>{MARKS[mark]}</b>
                  ) : one.entity.share === 0 ? (
                    "standby"
                  ) : (
                    `${one.entity.share} %`
                  )}
                </span>
              </button>
              {here && edit.entities.length > 1 && (
                <span className={styles.arrows}>
                  <span>Order</span>
                  <IconButton
                    size="s"
                    icon="chevronUp"
                    label={`Move ${one.entity.name} up`}
                    disabledReason={at === 0 ? "It is the first already." : null}
                    onClick={() => move(at, at - 1)}
                  />
                  <IconButton
                    size="s"
                    icon="chevronDown"
                    label={`Move ${one.entity.name} down`}
                    disabledReason={at === edit.entities.length - 1 ? "It is the last already." : null}
                    onClick={() => move(at, at + 1)}
                  />
                </span>
              )}
            </li>
          );
        })}
      </ol>
      <p className={styles.order}>
        {state.endpoint.fallback
          ? "On 429 and 5xx the next one in this order is tried."
          : "The order counts once fallback is on; it is off now."}
        {parts.order && <b> Order changed.</b>}
      </p>
      <Button size="s" icon="plus" className={styles.add} onClick={() => setAdding(true)}>
        Add a model
      </Button>
      <hr />
      <ul className={styles.others}>
        {OTHERS.map(({ part, label, icon }) => (
          <li key={part}>
            <button
              type="button"
              className={styles.part}
              aria-current={where.part === part || undefined}
              title={label}
              onClick={() => onGo({ part, entity: 0 })}
            >
              <Icon name={icon} />
              <span className={styles.name}>{label}</span>
              {changed[part] && <span className={styles.share}>{<b>changed</b>}</span>}
            </button>
          </li>
        ))}
      </ul>
      <AddModel
        open={adding}
        task={task}
        catalogue={catalogue}
        title="Which provider is the new model at?"
        action="Add the model"
        onClose={() => setAdding(false)}
        onChoose={(provider) => {
          setAdding(false);
          const next = addModel(edit, provider, task);
          editing.change(next);
          onGo({ part: "models", entity: next.entities.length - 1 });
        }}
      />
      <LiveRegion text={said} />
    </nav>
  );
}

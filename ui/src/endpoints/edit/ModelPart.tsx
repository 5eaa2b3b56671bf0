// One model of an edit: its connection in the form of the create flow, another provider, and removing it with the question
// where its share goes. Models this app does not edit say why. Used by Page.tsx.
import { useState } from "react";
import type { EditState, EndpointEdit, EntityEdit, Provider } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { useToast } from "../../kit/Toast";
import { Connection, type FormFlow } from "../create/ConnectionStep";
import { FieldNote } from "../create/FieldNote";
import type { Said } from "../create/flow";
import { providerOf } from "../create/model";
import { fieldId } from "../create/validate";
import { AddModel } from "./AddModel";
import styles from "./Edit.module.css";
import {
  changeProvider,
  draftOf,
  keptOf,
  markOf,
  problemsIn,
  removeModel,
  taskOf,
  withEntities,
} from "./model";
import type { Where } from "./Page";
import { PartHead } from "./PartHead";
import { RemoveModel } from "./RemoveModel";

type Props = {
  state: EditState;
  catalogue: Provider[];
  place: number;
  onChange: (edit: EndpointEdit) => void;
  onGo: (to: Where) => void;
};

export function ModelPart(props: Props) {
  const { state, catalogue, place, onChange, onGo } = props;
  const { edit, live } = state;
  const [asking, setAsking] = useState<"remove" | "provider" | null>(null);
  const toast = useToast();
  const one = edit.entities[place];
  if (!one) return null;
  const provider = providerOf(catalogue, one.entity);
  const task = taskOf(state.endpoint.task);
  const remove = (heir: number | "all"): void => {
    setAsking(null);
    onChange(removeModel(edit, place, heir));
    onGo({ part: "models", entity: Math.max(0, place - 1) });
    toast({
      tone: "info",
      title: "Removed from the draft",
      object: one.entity.name,
      action: { label: "Undo", onClick: () => onChange(edit) },
    });
  };
  return (
    <>
      <PartHead
        title={one.entity.name || "New model"}
        detail={about(one, place, edit.entities.length, provider)}
        actions={
          <>
            {!one.readOnly && (
              <Button variant="quiet" onClick={() => setAsking("provider")}>
                Change provider
              </Button>
            )}
            <Button
              variant="quiet"
              icon="trash"
              disabledReason={edit.entities.length < 2 ? "An endpoint needs at least one model." : null}
              onClick={() => (one.entity.share === 0 ? remove("all") : setAsking("remove"))}
            >
              Remove
            </Button>
          </>
        }
      />
      <News one={one} live={live} />
      {one.readOnly ? (
        <FieldNote icon="lock">
          {one.readOnly} Its share and its place may change, and it may be removed.
        </FieldNote>
      ) : provider ? (
        <Form
          key={`${place}-${one.original}-${one.entity.provider}`}
          {...props}
          one={one}
          provider={provider}
        />
      ) : (
        <FieldNote tone="warning">
          This version does not know the provider {one.entity.provider}, so its settings stay as they are.
        </FieldNote>
      )}
      <RemoveModel
        open={asking === "remove"}
        edit={edit}
        place={place}
        onClose={() => setAsking(null)}
        onRemove={remove}
      />
      <AddModel
        open={asking === "provider"}
        task={task}
        catalogue={catalogue.filter((other) => other.id !== one.entity.provider)}
        title={`Which provider is behind ${one.entity.name}?`}
        action="Change provider"
        note="Its share and its place stay; what was entered for the old provider goes."
        onClose={() => setAsking(null)}
        onChoose={(next) => {
          setAsking(null);
          onChange(changeProvider(edit, place, next, task));
        }}
      />
    </>
  );
}

function about({ entity }: EntityEdit, place: number, count: number, provider: Provider | null): string {
  const share = entity.share === 0 ? "standby" : `${entity.share} % of the requests`;
  const order = count > 1 ? ` · number ${place + 1} of ${count} in the fallback order` : "";
  return `${provider?.name ?? entity.provider} · ${share}${order}`;
}

function News({ one, live }: { one: EntityEdit; live: EndpointEdit }) {
  const mark = markOf(one, live);
  if (mark === "new" && one.entity.share === 0)
    return (
      <FieldNote>
        New, and on standby: it takes no requests until you give it a share under Traffic.
      </FieldNote>
    );
  if (mark === "changed" && one.original !== null && one.original !== one.entity.name)
    return (
      <FieldNote tone="warning">
        Renamed from {one.original}. Answers, logs and dashboards carry the new name from then on.
      </FieldNote>
    );
  return null;
}

/** The form of the create flow on one model of the edit. What was said about a field is remembered here. */
function Form({
  state,
  catalogue,
  place,
  onChange,
  one,
  provider,
}: Props & { one: EntityEdit; provider: Provider }) {
  const { edit, live } = state;
  const task = taskOf(state.endpoint.task);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [says, setSays] = useState<ReadonlyMap<string, Said>>(new Map());
  const isNew = one.original === null;
  const flow: FormFlow = {
    catalogue,
    draft: draftOf(edit, task),
    current: place,
    taskStays: true,
    kept: keptOf(one, live),
    // What stood there already may be complained about at once; a new model when a field is left.
    shown: problemsIn(edit, task, catalogue).filter(
      (problem) => !isNew || touched.has(fieldId(problem.entity, problem.field)),
    ),
    edit: (draft) => onChange(withEntities(edit, draft, live)),
    touch: (entity, field) => setTouched((now) => new Set([...now, fieldId(entity, field)])),
    said: (entity, field) => says.get(fieldId(entity, field)),
    say: (entity, field, said) =>
      setSays((now) => {
        const next = new Map(now);
        if (said) next.set(fieldId(entity, field), said);
        else next.delete(fieldId(entity, field));
        return next;
      }),
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => event.preventDefault()}
      noValidate
      aria-label={one.entity.name}
    >
      <Connection flow={flow} entity={one.entity} provider={provider} />
    </form>
  );
}

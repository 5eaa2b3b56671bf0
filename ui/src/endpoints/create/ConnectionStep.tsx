// Second step: the model and how Databricks reaches it. Every field, its help and the ways to sign in come from the
// provider catalogue; nothing here knows a provider by name. Used by Page.tsx.
import type { EntityDraft, Provider, ProviderField, Task } from "../../ipc/bindings";
import { Button } from "../../kit/Button";
import { Combobox } from "../../kit/Combobox";
import { Field, type Verdict } from "../../kit/Field";
import { Segmented } from "../../kit/Segmented";
import { Select } from "../../kit/Select";
import { Swatch, swatchIndex } from "../../kit/Swatch";
import { TextInput } from "../../kit/TextInput";
import { listed, taskWord } from "../model";
import styles from "./Create.module.css";
import { FieldNote } from "./FieldNote";
import type { Flow } from "./flow";
import { KeptSecret } from "./KeptSecret";
import {
  authFormOf,
  entitiesWithoutTask,
  fieldValue,
  isSecret,
  providerOf,
  setAuthForm,
  setEntityName,
  setModel,
  setTask,
  setValue,
} from "./model";
import { SecretField } from "./SecretField";
import { StepHeading } from "./StepHeading";
import { fieldId, putRight } from "./validate";

/** What the form needs of whoever keeps the draft: the create flow, or an edit of an endpoint that exists. */
export type FormFlow = Pick<
  Flow,
  "catalogue" | "draft" | "current" | "shown" | "edit" | "touch" | "said" | "say"
> & {
  /** Fields whose value Databricks keeps and nobody can read; empty means that it stays. */
  kept?: readonly string[];
  /** The task is given by the endpoint and cannot be another one. */
  taskStays?: boolean;
};

export function verdictOf(flow: FormFlow, entity: number | null, field: string): Verdict | null {
  const problem = flow.shown.find((one) => one.entity === entity && one.field === field);
  if (problem) return { tone: problem.blocks ? "wrong" : "warning", text: problem.message };
  return flow.said(entity, field) ?? null;
}

export function ConnectionStep({ flow }: { flow: Flow }) {
  const entity = flow.draft.entities[flow.current];
  if (!entity) return null;
  const provider = providerOf(flow.catalogue, entity);
  return (
    <>
      <StepHeading title={provider ? `Connect ${provider.name}` : "Connect the model"}>
        {flow.draft.entities.length > 1 && (
          <Button variant="quiet" icon="trash" onClick={() => flow.remove(flow.current)}>
            Remove {entity.name}
          </Button>
        )}
      </StepHeading>
      {flow.draft.entities.length > 1 && <Models flow={flow} />}
      {provider ? (
        <Connection key={`${flow.current}-${provider.id}`} flow={flow} entity={entity} provider={provider} />
      ) : (
        <FieldNote tone="failed">
          This version does not know the provider {entity.provider}. Remove the model or choose another
          provider.
        </FieldNote>
      )}
    </>
  );
}

/** The models of the endpoint, to switch between. */
function Models({ flow }: { flow: Flow }) {
  return (
    <ul className={styles.models} id={fieldId(null, "models")} aria-label="Models of this endpoint">
      {flow.draft.entities.map((entity, index) => {
        const toFix = flow.shown.filter(
          (problem) => problem.entity === index && problem.step === "connection",
        ).length;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entity of a draft has no other identity than its place
          <li key={index}>
            <button
              type="button"
              className={styles.model}
              aria-pressed={index === flow.current}
              onClick={() => flow.select(index)}
            >
              <Swatch index={entity.share === 0 ? "standby" : swatchIndex(index)} />
              <span className={styles.cut}>{entity.name || "No name yet"}</span>
              <span className={styles.dim}>{entity.share} %</span>
              {toFix > 0 && <span className={styles.bad}>{toFix} to fix</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

type Part = { flow: FormFlow; entity: EntityDraft; provider: Provider };

export function Connection({ flow, entity, provider }: Part) {
  const form = authFormOf(provider, entity);
  return (
    <>
      <div className={flow.taskStays ? undefined : styles.two}>
        {!flow.taskStays && <TaskField flow={flow} provider={provider} entity={entity} />}
        <ModelField flow={flow} provider={provider} entity={entity} />
      </div>
      <Fields flow={flow} entity={entity} fields={provider.fields} />
      {form && (
        <>
          <hr className={styles.rule} />
          <div className={styles.between} id={fieldId(flow.current, "authForm")}>
            <h3 id={`auth-${flow.current}`} className={styles.small}>
              {provider.authTitle}
            </h3>
            {provider.authForms.length > 1 && (
              <Segmented
                label={provider.authTitle}
                value={form.id}
                onChange={(id) => flow.edit(setAuthForm(flow.draft, flow.current, id))}
                options={provider.authForms.map((one) => ({ value: one.id, label: one.label }))}
              />
            )}
          </div>
          {form.help && <p className={styles.help}>{form.help}</p>}
          <Fields key={form.id} flow={flow} entity={entity} fields={form.fields} />
        </>
      )}
      <hr className={styles.rule} />
      <NameField flow={flow} provider={provider} entity={entity} />
    </>
  );
}

function TaskField({ flow, provider }: Part) {
  const options: Task[] = provider.tasks.includes(flow.draft.task)
    ? provider.tasks
    : [...provider.tasks, flow.draft.task];
  const others = flow.draft.entities.length - 1;
  const unable = entitiesWithoutTask(flow.draft, flow.draft.task, flow.catalogue);
  const shared =
    others > 0 ? `Counts for all ${flow.draft.entities.length} models of this endpoint.` : undefined;
  const warning: Verdict | null =
    unable.length === 0
      ? null
      : {
          tone: "warning",
          text: `${listed(unable.map((one) => one.name))} cannot do ${taskWord(flow.draft.task).toLowerCase()}. Choose another task, or another provider there.`,
        };
  return (
    <div id={fieldId(flow.current, "task")}>
      <Field
        label="Task"
        apiName="external_model.task"
        group
        help={shared}
        verdict={verdictOf(flow, flow.current, "task") ?? warning}
      >
        <Segmented
          value={flow.draft.task}
          onChange={(task) => flow.edit(setTask(flow.draft, task, flow.catalogue))}
          options={options.map((task) => ({
            value: task,
            label: taskWord(task),
            disabledReason: provider.tasks.includes(task)
              ? null
              : `${provider.name} does not offer this task`,
          }))}
        />
      </Field>
    </div>
  );
}

function ModelField({ flow, entity, provider }: Part) {
  const known = provider.models.filter((model) => model.task === flow.draft.task);
  const detail = known.find((model) => model.id === entity.model)?.detail;
  return (
    <div id={fieldId(flow.current, "model")}>
      <Field
        label="Model"
        apiName="external_model.name"
        required
        help={detail || provider.modelHelp || undefined}
        verdict={verdictOf(flow, flow.current, "model")}
      >
        <Combobox
          mono
          value={entity.model}
          placeholder="Type or choose a model"
          onChange={(model) => flow.edit(setModel(flow.draft, flow.current, model))}
          onBlur={() => flow.touch(flow.current, "model")}
          suggestions={known.map((model) => ({ value: model.id, detail: model.detail }))}
        />
      </Field>
    </div>
  );
}

function NameField({ flow, entity }: Part) {
  return (
    <div id={fieldId(flow.current, "name")}>
      <Field
        label="Served entity"
        apiName="served_entities.name"
        required
        verdict={verdictOf(flow, flow.current, "name")}
        help="The name answers and logs carry. Suggested from the model; it may be changed."
      >
        <TextInput
          mono
          value={entity.name}
          onChange={(name) => flow.edit(setEntityName(flow.draft, flow.current, name))}
          onBlur={() => flow.touch(flow.current, "name")}
        />
      </Field>
    </div>
  );
}

const isWide = (field: ProviderField): boolean =>
  isSecret(field) || field.kind === "url" || field.kind === "arn";

function Fields({ flow, entity, fields }: { flow: FormFlow; entity: EntityDraft; fields: ProviderField[] }) {
  if (fields.length === 0) return null;
  return (
    <div className={styles.fields}>
      {fields.map((field) => (
        <div key={field.id} id={fieldId(flow.current, field.id)} data-wide={isWide(field) || undefined}>
          {isSecret(field) ? (
            <KeptSecret
              field={field}
              kept={flow.kept?.includes(field.id) === true && fieldValue(entity, field.id) === ""}
            >
              <SecretField
                field={field}
                provider={entity.provider}
                value={fieldValue(entity, field.id)}
                verdict={verdictOf(flow, flow.current, field.id)}
                onChange={(value) => flow.edit(setValue(flow.draft, flow.current, field.id, value))}
                onLeave={() => flow.touch(flow.current, field.id)}
              />
            </KeptSecret>
          ) : (
            <PlainField flow={flow} entity={entity} field={field} />
          )}
        </div>
      ))}
    </div>
  );
}

function PlainField({ flow, entity, field }: { flow: FormFlow; entity: EntityDraft; field: ProviderField }) {
  const value = fieldValue(entity, field.id);
  const change = (next: string): void => {
    flow.edit(setValue(flow.draft, flow.current, field.id, next));
    flow.say(flow.current, field.id, null);
  };
  const leave = (): void => {
    const fixed = putRight(field, value);
    if (fixed.value !== value) flow.edit(setValue(flow.draft, flow.current, field.id, fixed.value));
    if (fixed.said) flow.say(flow.current, field.id, { tone: "fixed", text: fixed.said });
    flow.touch(flow.current, field.id);
  };
  return (
    <Field
      label={field.label}
      apiName={field.id}
      required={field.required}
      optional={!field.required}
      help={field.help || undefined}
      verdict={verdictOf(flow, flow.current, field.id)}
    >
      {field.kind === "choice" && !field.freeText ? (
        <Select
          value={value === "" ? null : value}
          onChange={change}
          options={field.choices.map((choice) => ({
            value: choice.value,
            label: choice.label,
            ...(choice.detail ? { detail: choice.detail } : {}),
          }))}
        />
      ) : field.choices.length > 0 ? (
        <Combobox
          mono
          value={value}
          onChange={change}
          onBlur={leave}
          placeholder={field.placeholder}
          suggestions={field.choices.map((choice) => ({
            value: choice.value,
            detail: [choice.label === choice.value ? "" : choice.label, choice.detail ?? ""]
              .filter(Boolean)
              .join(" · "),
          }))}
        />
      ) : (
        <TextInput mono value={value} onChange={change} onBlur={leave} placeholder={field.placeholder} />
      )}
    </Field>
  );
}

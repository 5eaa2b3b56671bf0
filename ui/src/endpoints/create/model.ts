// The draft of a new endpoint: adding and removing models, values, task. Pure functions from draft to draft; shares of
// a draft with entities always add up to 100. Rules of single values live in validate.ts, names in names.ts.
// Used by create/Page.tsx and its steps; the core keeps the saved copy.
import type {
  AuthForm,
  EndpointDraft,
  EntityDraft,
  FieldValue,
  Provider,
  ProviderField,
  Share,
  Task,
} from "../../ipc/bindings";
import { removeShare } from "../../traffic";
import { suggestName, wasSuggested } from "./names";

export type Step = "provider" | "connection" | "traffic" | "name" | "review";
export const STEPS: { id: Step; label: string }[] = [
  { id: "provider", label: "Provider" },
  { id: "connection", label: "Connection" },
  { id: "traffic", label: "Traffic" },
  { id: "name", label: "Name" },
  { id: "review", label: "Review" },
];

export function stepFrom(word: string | null | undefined): Step {
  return STEPS.find((step) => step.id === word)?.id ?? "provider";
}

export function stepAfter(step: Step): Step {
  const place = STEPS.findIndex((one) => one.id === step);
  return STEPS[Math.min(place + 1, STEPS.length - 1)]?.id ?? step;
}

export function stepBefore(step: Step): Step | null {
  const place = STEPS.findIndex((one) => one.id === step);
  return STEPS[place - 1]?.id ?? null;
}

export function emptyDraft(): EndpointDraft {
  return {
    name: "",
    task: "llm/v1/chat",
    entities: [],
    fallback: false,
    usageTracking: false,
    description: "",
    tags: [],
  };
}

/** True when nothing worth keeping has been entered. */
export function isUntouched(draft: EndpointDraft): boolean {
  return (
    draft.entities.length === 0 && draft.name === "" && draft.description === "" && draft.tags.length === 0
  );
}

export function providerOf(catalogue: Provider[], entity: EntityDraft): Provider | null {
  return catalogue.find((provider) => provider.id === entity.provider) ?? null;
}

export function authFormOf(provider: Provider, entity: EntityDraft): AuthForm | null {
  return provider.authForms.find((form) => form.id === entity.authForm) ?? provider.authForms[0] ?? null;
}

/** The fields that count for this entity: the provider's own and those of the chosen way to sign in. */
export function fieldsOf(provider: Provider, entity: EntityDraft): ProviderField[] {
  return [...provider.fields, ...(authFormOf(provider, entity)?.fields ?? [])];
}

export function fieldValue(entity: EntityDraft, field: string): string {
  return entity.values.find((one) => one.field === field)?.value ?? "";
}

export function isSecret(field: ProviderField): boolean {
  return field.kind === "secret" || field.kind === "secretMultiline";
}

const firstModel = (provider: Provider, task: Task): string =>
  provider.models.find((model) => model.task === task)?.id ?? "";

const defaults = (provider: Provider): FieldValue[] =>
  [...provider.fields, ...provider.authForms.flatMap((form) => form.fields)]
    .filter((field) => field.defaultValue !== "")
    .map((field) => ({ field: field.id, value: field.defaultValue }));

const otherNames = (draft: EndpointDraft, index: number): string[] =>
  draft.entities.filter((_, place) => place !== index).map((entity) => entity.name);

const replaceEntity = (draft: EndpointDraft, index: number, entity: EntityDraft): EndpointDraft => ({
  ...draft,
  entities: draft.entities.map((old, place) => (place === index ? entity : old)),
});

function freshEntity(provider: Provider, task: Task, share: number, taken: string[]): EntityDraft {
  const model = firstModel(provider, task);
  return {
    name: suggestName(model, provider.id, taken),
    provider: provider.id,
    model,
    authForm: provider.authForms[0]?.id ?? "",
    values: defaults(provider),
    share,
    locked: false,
  };
}

/** Adds a model. The first one gets everything, later ones come in on standby, so that adding never moves traffic. */
export function addEntity(draft: EndpointDraft, provider: Provider): EndpointDraft {
  const first = draft.entities.length === 0;
  const task = first && !provider.tasks.includes(draft.task) ? (provider.tasks[0] ?? draft.task) : draft.task;
  const entity = freshEntity(
    provider,
    task,
    first ? 100 : 0,
    draft.entities.map((one) => one.name),
  );
  return { ...draft, task, entities: [...draft.entities, entity] };
}

/** Another provider for an entity: its place and share stay, what was typed for the old provider goes. */
export function changeProvider(draft: EndpointDraft, index: number, provider: Provider): EndpointDraft {
  const old = draft.entities[index];
  if (!old || old.provider === provider.id) return draft;
  const alone = draft.entities.length === 1;
  const task = alone && !provider.tasks.includes(draft.task) ? (provider.tasks[0] ?? draft.task) : draft.task;
  const fresh = freshEntity(provider, task, old.share, otherNames(draft, index));
  return { ...replaceEntity(draft, index, { ...fresh, locked: old.locked }), task };
}

/** Removes a model; its share goes to the unlocked others in proportion, to locked ones only when there is no other. */
export function removeEntity(draft: EndpointDraft, index: number): EndpointDraft {
  if (!draft.entities[index]) return draft;
  const left = draft.entities.filter((_, place) => place !== index);
  // By place, because two entities may have the same name for as long as one of them is being typed.
  const split = draft.entities.map(({ share, locked }, place) => ({
    entity: `${place}`,
    percent: share,
    locked,
  }));
  const kept = removeShare(split, `${index}`);
  const shared = kept.ok
    ? kept
    : removeShare(
        split.map((one) => ({ ...one, locked: false })),
        `${index}`,
      );
  const shares = shared.ok ? shared.split : [];
  return {
    ...draft,
    fallback: draft.fallback && left.length > 1,
    entities: left.map((entity, place) => ({ ...entity, share: shares[place]?.percent ?? 0 })),
  };
}

export function setModel(draft: EndpointDraft, index: number, model: string): EndpointDraft {
  const entity = draft.entities[index];
  if (!entity) return draft;
  const follows = wasSuggested(entity.name, entity.model, entity.provider);
  const name = follows ? suggestName(model, entity.provider, otherNames(draft, index)) : entity.name;
  return replaceEntity(draft, index, { ...entity, model, name });
}

export function setEntityName(draft: EndpointDraft, index: number, name: string): EndpointDraft {
  const entity = draft.entities[index];
  return entity ? replaceEntity(draft, index, { ...entity, name }) : draft;
}

export function setValue(draft: EndpointDraft, index: number, field: string, value: string): EndpointDraft {
  const entity = draft.entities[index];
  if (!entity) return draft;
  const others = entity.values.filter((one) => one.field !== field);
  return replaceEntity(draft, index, {
    ...entity,
    values: value === "" ? others : [...others, { field, value }],
  });
}

/** Another way to sign in. What was typed for the first one is kept in case the person goes back. */
export function setAuthForm(draft: EndpointDraft, index: number, authForm: string): EndpointDraft {
  const entity = draft.entities[index];
  return entity ? replaceEntity(draft, index, { ...entity, authForm }) : draft;
}

/** One task for the whole endpoint; a model that was only suggested for the old task is suggested anew. */
export function setTask(draft: EndpointDraft, task: Task, catalogue: Provider[]): EndpointDraft {
  if (task === draft.task) return draft;
  let next: EndpointDraft = { ...draft, task };
  draft.entities.forEach((entity, index) => {
    const provider = providerOf(catalogue, entity);
    const listed = provider?.models.filter((model) => model.id === entity.model) ?? [];
    const onlyOther = listed.length > 0 && !listed.some((model) => model.task === task);
    if (provider && onlyOther && provider.tasks.includes(task))
      next = setModel(next, index, firstModel(provider, task));
  });
  return next;
}

/** Entities whose provider has no such task. */
export function entitiesWithoutTask(draft: EndpointDraft, task: Task, catalogue: Provider[]): EntityDraft[] {
  return draft.entities.filter((entity) => providerOf(catalogue, entity)?.tasks.includes(task) === false);
}

export type EditedShare = { entity: string; share: number; locked: boolean };

/** Takes over what the split editor says, in its order. Rows it does not know stay at the end. */
export function applySplit(draft: EndpointDraft, rows: EditedShare[]): EndpointDraft {
  const left = [...draft.entities];
  const known = rows.flatMap((row) => {
    const place = left.findIndex((one) => one.name === row.entity);
    const [entity] = place < 0 ? [] : left.splice(place, 1);
    return entity ? [{ ...entity, share: row.share, locked: row.locked }] : [];
  });
  return { ...draft, entities: [...known, ...left] };
}

export function sharesOf(draft: EndpointDraft): Share[] {
  return draft.entities.map((entity) => ({ entity: entity.name, percent: entity.share }));
}

export function shareSum(draft: EndpointDraft): number {
  return draft.entities.reduce((sum, entity) => sum + entity.share, 0);
}

/** How many references to secrets the draft holds, and how many are still to be chosen. */
export function secretCount(draft: EndpointDraft, catalogue: Provider[]): { chosen: number; open: number } {
  let chosen = 0;
  let open = 0;
  for (const entity of draft.entities) {
    const provider = providerOf(catalogue, entity);
    for (const field of provider ? fieldsOf(provider, entity).filter(isSecret) : []) {
      if (fieldValue(entity, field.id) !== "") chosen += 1;
      else if (field.required) open += 1;
    }
  }
  return { chosen, open };
}

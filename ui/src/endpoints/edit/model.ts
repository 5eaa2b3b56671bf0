// An edit of an endpoint that exists: adding, removing and ordering models, what differs from the endpoint as it is, in
// words. Pure functions from edit to edit; shares always add up to 100. Values of one model are changed by create/model.ts.
import type {
  AccessRow,
  EndpointDraft,
  EndpointEdit,
  EntityEdit,
  FieldProblem,
  Provider,
  Tag,
  Task,
} from "../../ipc/bindings";
import { addEntity as addToDraft, changeProvider as changeInDraft, removeEntity } from "../create/model";
import { type Problem, problemsOf } from "../create/validate";
import { listed } from "../model";

const TASKS: Task[] = ["llm/v1/chat", "llm/v1/completions", "llm/v1/embeddings"];

export const taskOf = (word: string | null): Task => TASKS.find((task) => task === word) ?? "llm/v1/chat";

/** The models of the edit as the form of the create flow takes them. Name and the like play no part in it. */
export function draftOf(edit: EndpointEdit, task: Task): EndpointDraft {
  return {
    name: edit.endpoint,
    task,
    entities: edit.entities.map((one) => one.entity),
    fallback: true,
    usageTracking: false,
    description: "",
    tags: edit.tags,
  };
}

/** Takes back what the form changed: the same models in the same order. A value chosen for a kept field replaces it. */
export function withEntities(edit: EndpointEdit, draft: EndpointDraft, live: EndpointEdit): EndpointEdit {
  return {
    ...edit,
    entities: edit.entities.map((one, place) => {
      const entity = draft.entities[place] ?? one.entity;
      return entity === one.entity ? one : { ...one, entity, kept: keptOf({ ...one, entity }, live) };
    }),
  };
}

/** The kept fields that still count: same provider, same way to sign in, and nothing chosen instead. */
export function keptOf(one: EntityEdit, live: EndpointEdit): string[] {
  const there = live.entities.find((other) => other.original === one.original && one.original !== null);
  if (!there) return [];
  const same = there.entity.provider === one.entity.provider && there.entity.authForm === one.entity.authForm;
  return same ? there.kept.filter((field) => !one.entity.values.some((value) => value.field === field)) : [];
}

export function addModel(edit: EndpointEdit, provider: Provider, task: Task): EndpointEdit {
  const entity = addToDraft(draftOf(edit, task), provider).entities.at(-1);
  if (!entity) return edit;
  return { ...edit, entities: [...edit.entities, { original: null, entity, kept: [], readOnly: null }] };
}

export function changeProvider(
  edit: EndpointEdit,
  place: number,
  provider: Provider,
  task: Task,
): EndpointEdit {
  const entity = changeInDraft(draftOf(edit, task), place, provider).entities[place];
  if (!entity) return edit;
  return {
    ...edit,
    entities: edit.entities.map((one, at) => (at === place ? { ...one, entity, kept: [] } : one)),
  };
}

/** Removes a model. Its share goes to one other, or to all others in proportion. */
export function removeModel(edit: EndpointEdit, place: number, heir: number | "all"): EndpointEdit {
  const gone = edit.entities[place];
  if (!gone || edit.entities.length < 2) return edit;
  if (heir === "all") {
    const left = removeEntity(draftOf(edit, "llm/v1/chat"), place).entities;
    const others = edit.entities.filter((_, at) => at !== place);
    return { ...edit, entities: others.map((one, at) => ({ ...one, entity: left[at] ?? one.entity })) };
  }
  return {
    ...edit,
    entities: edit.entities
      .map((one, at) =>
        at === heir
          ? { ...one, entity: { ...one.entity, share: one.entity.share + gone.entity.share } }
          : one,
      )
      .filter((_, at) => at !== place),
  };
}

export function moveModel(edit: EndpointEdit, from: number, to: number): EndpointEdit {
  const entities = [...edit.entities];
  const [one] = entities.splice(from, 1);
  if (!one || to < 0 || to > entities.length) return edit;
  entities.splice(to, 0, one);
  return { ...edit, entities };
}

export type Mark = "new" | "changed" | "same";

const valuesOf = (one: EntityEdit): string =>
  JSON.stringify([
    one.entity.name,
    one.entity.provider,
    one.entity.model,
    one.entity.authForm,
    [...one.entity.values].sort((a, b) => a.field.localeCompare(b.field)),
  ]);

/** Whether the settings of a model differ from the live ones. Its share and place are the traffic's. */
export function markOf(one: EntityEdit, live: EndpointEdit): Mark {
  if (one.original === null) return "new";
  const there = live.entities.find((other) => other.original === one.original);
  return there && valuesOf(there) === valuesOf(one) ? "same" : "changed";
}

const tagsIn = (tags: readonly Tag[]): string =>
  JSON.stringify(tags.filter((tag) => tag.key.trim() !== "").map((tag) => [tag.key.trim(), tag.value ?? ""]));
const addresses = (list: readonly string[]): string[] => list.map((one) => one.trim()).filter(Boolean);
const ownRows = (rows: readonly AccessRow[] | null): string =>
  JSON.stringify(
    (rows ?? [])
      .filter((row) => row.inherited === null)
      .map((row) => [row.kind, row.principal.trim().toLowerCase(), row.level])
      .sort(),
  );

export type Parts = {
  changed: number;
  added: number;
  removed: number;
  shares: boolean;
  order: boolean;
  tags: boolean;
  notifications: boolean;
  access: boolean;
  gateway: boolean;
};

/** What differs from the endpoint as it is, by part. */
export function differing(edit: EndpointEdit, live: EndpointEdit): Parts {
  const stays = edit.entities.filter((one) => one.original !== null);
  const share = (one: EntityEdit): number =>
    live.entities.find((other) => other.original === one.original)?.entity.share ?? 0;
  const liveOrder = live.entities
    .map((one) => one.original)
    .filter((name) => stays.some((one) => one.original === name));
  const notices = ({ notifications }: EndpointEdit): string =>
    JSON.stringify([addresses(notifications.onSuccess), addresses(notifications.onFailure)]);
  return {
    changed: stays.filter((one) => markOf(one, live) === "changed").length,
    added: edit.entities.length - stays.length,
    removed: live.entities.filter((one) => !stays.some((other) => other.original === one.original)).length,
    shares: edit.entities.some((one) => one.entity.share !== (one.original === null ? 0 : share(one))),
    order: stays.some((one, at) => one.original !== liveOrder[at]),
    tags: tagsIn(edit.tags) !== tagsIn(live.tags),
    notifications: notices(edit) !== notices(live),
    access: edit.access !== null && ownRows(edit.access) !== ownRows(live.access),
    gateway: edit.gateway !== null,
  };
}

const models = (count: number): string => `${count} ${count === 1 ? "model" : "models"}`;

/** The draft bar's sentence; null when the edit is what is live. */
export function editInWords(edit: EndpointEdit, live: EndpointEdit): string | null {
  const parts = differing(edit, live);
  const changed = [
    parts.changed > 0 ? models(parts.changed) : null,
    parts.shares ? "the shares" : null,
    parts.order ? "the fallback order" : null,
    parts.tags ? "the tags" : null,
    parts.notifications ? "the notifications" : null,
    parts.access ? "the access" : null,
    parts.gateway ? "the AI Gateway" : null,
  ].filter((one) => one !== null);
  const said = [
    parts.added > 0 ? `${models(parts.added)} added` : null,
    parts.removed > 0 ? `${models(parts.removed)} removed` : null,
    changed.length > 0 ? `${listed(changed)} changed` : null,
  ].filter((one) => one !== null);
  if (said.length === 0) return null;
  const text = said.join(", ");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. Nothing is live yet.`;
}

/** What can be said before anything is asked. Kept keys count as filled in; models this app does not edit are left alone. */
export function problemsIn(edit: EndpointEdit, task: Task, catalogue: Provider[]): Problem[] {
  return problemsOf({ ...draftOf(edit, task), name: "x" }, catalogue).filter((problem) => {
    const one = problem.entity === null ? null : edit.entities[problem.entity];
    if (problem.field === "task") return false;
    if (one?.readOnly) return problem.field === "share";
    return !(
      one?.kept.includes(problem.field) && !one.entity.values.some((value) => value.field === problem.field)
    );
  });
}

/** The part of the page a problem of the review is about. */
export type Part = "models" | "traffic" | "tags" | "notifications" | "access" | "name";

export function partOf({ path }: FieldProblem): { part: Part; entity: number | null } {
  const [first = "", second = "", third = ""] = path.split(/[.[\]/]+/).filter(Boolean);
  if (first === "entities" && /^\d+$/.test(second))
    return third === "share" ? { part: "traffic", entity: null } : { part: "models", entity: Number(second) };
  if (first === "entities") return { part: "models", entity: 0 };
  if (first === "tags" || first === "notifications" || first === "access")
    return { part: first, entity: null };
  return { part: "traffic", entity: null };
}

/** A line of the access table that would take CAN MANAGE from the person who edits it. */
export function takesFromYou(rows: readonly AccessRow[], live: readonly AccessRow[]): boolean {
  const manages = (list: readonly AccessRow[]): boolean =>
    list.some((row) => row.you && row.level === "CAN_MANAGE");
  return manages(live) && !manages(rows);
}

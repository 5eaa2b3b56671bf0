// What can be said about a value before anything is sent: required, shape of addresses, ids and secret references,
// and what we put right ourselves. Databricks decides in the end; the core's review repeats and completes these checks.
// Used by the create flow while typing and on leaving a field.
import type { EndpointDraft, FieldProblem, Provider, ProviderField } from "../../ipc/bindings";
import { fieldsOf, fieldValue, providerOf, type Step, setValue, shareSum } from "./model";
import { nameProblem } from "./names";

export type Problem = {
  step: Step;
  entity: number | null;
  field: string;
  message: string;
  blocks: boolean;
  /** The field's label, where the message alone would not tell which field is meant. */
  label?: string;
};

const REFERENCE = /^\{\{secrets\/[^/{}]+\/[^/{}]+\}\}$/;
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const ARN = /^arn:aws[a-z-]*:iam::(\d*):instance-profile\/.+$/;

export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}

export function referenceTo(scope: string, key: string): string {
  return `{{secrets/${scope}/${key}}}`;
}

/** Scope and key of a reference, or null when it is none. */
export function partsOfReference(text: string): { scope: string; key: string } | null {
  const match = /^\{\{secrets\/([^/{}]+)\/([^/{}]+)\}\}$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined ? { scope: match[1], key: match[2] } : null;
}

function urlProblem(value: string): string | null {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return "A web address is expected, like https://host/path.";
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return "An address that starts with https:// is expected.";
  if (!url.hostname.includes(".") && url.hostname !== "localhost") return "The host name is not complete.";
  return url.username !== "" || url.password !== ""
    ? "Leave user name and password out of the address; use a secret instead."
    : null;
}

function guidProblem(value: string): string | null {
  if (GUID.test(value)) return null;
  const length = [...value].length;
  if (length !== 36) return `36 characters expected, this has ${length}.`;
  return "Hexadecimal digits in groups of 8, 4, 4, 4 and 12 are expected.";
}

function arnProblem(value: string): string | null {
  const match = ARN.exec(value);
  if (!match)
    return "An ARN of an instance profile is expected, like arn:aws:iam::123456789012:instance-profile/name.";
  const digits = match[1] ?? "";
  return digits.length === 12 ? null : `The account in the ARN has 12 digits, this has ${digits.length}.`;
}

function secretProblem(value: string): string | null {
  if (isReference(value)) return null;
  return "A reference like {{secrets/scope/key}} is expected, with one scope and one key.";
}

/** What is wrong with a filled-in value, or null. An empty value is the business of `missing`. */
export function shapeProblem(field: ProviderField, value: string): string | null {
  switch (field.kind) {
    case "url":
      return urlProblem(value);
    case "guid":
      return guidProblem(value);
    case "arn":
      return arnProblem(value);
    case "secret":
    case "secretMultiline":
      return secretProblem(value);
    case "choice":
      return field.freeText || field.choices.some((choice) => choice.value === value)
        ? null
        : "Choose one of the values in the list.";
    case "text":
      return null;
  }
}

const missing = (field: ProviderField): string =>
  field.kind === "secret" || field.kind === "secretMultiline"
    ? `${field.label} has to be chosen or stored.`
    : `${field.label} is needed.`;

export function fieldProblem(field: ProviderField, value: string): string | null {
  if (value.trim() === "") return field.required ? missing(field) : null;
  return shapeProblem(field, value);
}

export type Fixed = { value: string; said: string | null };

/** What we put right when the person leaves a field, and the sentence that says so. Secrets are left alone. */
export function putRight(field: ProviderField, typed: string): Fixed {
  if (field.kind === "secret" || field.kind === "secretMultiline") return { value: typed.trim(), said: null };
  const trimmed = typed.trim();
  if (trimmed === "") return { value: "", said: null };
  if (field.kind === "guid") return { value: trimmed.replace(/^\{|\}$/g, ""), said: null };
  if (field.kind !== "url") return { value: trimmed, said: null };
  return putUrlRight(field.id, trimmed);
}

function putUrlRight(id: string, typed: string): Fixed {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed);
  const value = hasScheme ? typed : `https://${typed}`;
  const cut = /^(https?:\/\/[^/]+)\/openai(\/.*)?$/i.exec(value);
  if (id === "openai_api_base" && cut?.[1] !== undefined && (cut[2] ?? "").startsWith("/deployments")) {
    return { value: cut[1], said: "We cut off /openai/deployments/…, Databricks adds that part." };
  }
  return { value, said: hasScheme ? null : "We put https:// in front." };
}

/** Puts right every value of every entity, for going on without having left a field (Enter). The same draft when nothing was to do. */
export function putAllRight(draft: EndpointDraft, catalogue: Provider[]): EndpointDraft {
  let next = draft;
  draft.entities.forEach((entity, index) => {
    const provider = providerOf(catalogue, entity);
    for (const field of provider ? fieldsOf(provider, entity) : []) {
      const fixed = putRight(field, fieldValue(entity, field.id)).value;
      if (fixed !== fieldValue(entity, field.id)) next = setValue(next, index, field.id, fixed);
    }
  });
  return next;
}

/** Everything on this side that stands in the way of creating the draft, in the order of the steps. */
export function problemsOf(draft: EndpointDraft, catalogue: Provider[]): Problem[] {
  const problems: Problem[] = [];
  if (draft.entities.length === 0) {
    problems.push({
      step: "provider",
      entity: null,
      field: "provider",
      message: "Choose the provider that answers first.",
      blocks: true,
    });
  }
  draft.entities.forEach((_, index) => {
    problems.push(...entityProblems(draft, index, catalogue));
  });
  if (draft.entities.length > 0 && shareSum(draft) !== 100) {
    const message = `The shares add up to ${shareSum(draft)} %. They have to make 100 %.`;
    problems.push({ step: "traffic", entity: null, field: "shares", message, blocks: true });
  }
  const name = nameProblem(draft.name, "endpoint");
  if (name) problems.push({ step: "name", entity: null, field: "name", message: name, blocks: true });
  return [...problems, ...tagProblems(draft)];
}

export function entityProblems(draft: EndpointDraft, index: number, catalogue: Provider[]): Problem[] {
  const entity = draft.entities[index];
  const provider = entity && providerOf(catalogue, entity);
  if (!entity) return [];
  const at = (field: string, message: string): Problem => ({
    step: "connection",
    entity: index,
    field,
    message,
    blocks: true,
  });
  if (!provider)
    return [
      at(
        "provider",
        `This version does not know the provider ${entity.provider}. Remove the model or choose another provider.`,
      ),
    ];
  const problems: Problem[] = [];
  if (!provider.tasks.includes(draft.task)) {
    const message = `${provider.name} is not known to offer this task.`;
    problems.push({ ...at("task", message), blocks: false });
  }
  if (entity.model.trim() === "") problems.push(at("model", "Choose or type a model."));
  const name = nameProblem(entity.name, "entity");
  const twin = draft.entities.some((other, place) => place < index && other.name === entity.name);
  if (name) problems.push(at("name", name));
  else if (twin) problems.push(at("name", "Another model of this endpoint already has this name."));
  for (const field of fieldsOf(provider, entity)) {
    const message = fieldProblem(field, fieldValue(entity, field.id));
    if (message) problems.push({ ...at(field.id, message), label: field.label });
  }
  return problems;
}

function tagProblems(draft: EndpointDraft): Problem[] {
  return draft.tags.flatMap((tag, index) => {
    const empty = tag.key.trim() === "" && (tag.value ?? "").trim() !== "";
    const twin =
      tag.key.trim() !== "" && draft.tags.some((other, place) => place < index && other.key === tag.key);
    if (!empty && !twin) return [];
    const message = empty ? "Give this tag a key, or clear its value." : `The tag ${tag.key} is there twice.`;
    return [{ step: "name" as const, entity: null, field: `tag-${index}`, message, blocks: true }];
  });
}

/** A problem away from its field: "Tenant ID: 36 characters expected, this has 35." */
export function inWords({ label, message }: Problem): string {
  return label === undefined || message.startsWith(label) ? message : `${label}: ${message}`;
}

/** Finds the step and the field that a problem named by the core belongs to. Paths look like `entities[0].values.openai_api_base`. */
export function locate(problem: FieldProblem): Problem {
  const parts = problem.path.split(/[.[\]/]+/).filter((part) => part !== "");
  const base = { message: problem.message, blocks: problem.blocks };
  if (parts[0] === "entities" && parts[1] !== undefined && /^\d+$/.test(parts[1])) {
    const last = parts.at(-1) ?? "";
    const field = parts.length < 3 ? "model" : last === "provider" ? "task" : last;
    return { ...base, step: field === "share" ? "traffic" : "connection", entity: Number(parts[1]), field };
  }
  const first = parts[0] ?? "";
  if (first === "entities" && problem.blocks)
    return { ...base, step: "provider", entity: null, field: "provider" };
  if (first === "entities") return { ...base, step: "connection", entity: null, field: "models" };
  if (["shares", "share", "traffic", "fallback"].includes(first))
    return { ...base, step: "traffic", entity: null, field: first };
  if (first === "task") return { ...base, step: "connection", entity: null, field: "task" };
  if (first === "tags") return { ...base, step: "name", entity: null, field: `tag-${parts[1] ?? "0"}` };
  return { ...base, step: "name", entity: null, field: first || "name" };
}

/** "1 field to fix", or null. */
export function toFix(problems: Problem[], step: Step): string | null {
  const count = problems.filter((problem) => problem.step === step && problem.blocks).length;
  if (count === 0) return null;
  return count === 1 ? "1 field to fix" : `${count} fields to fix`;
}

/** The id of the element a problem points at, shared by the form and the links to it. */
export function fieldId(entity: number | null, field: string): string {
  return `new-${entity === null ? "endpoint" : `entity-${entity}`}-${field.replace(/[^A-Za-z0-9_-]/g, "-")}`;
}

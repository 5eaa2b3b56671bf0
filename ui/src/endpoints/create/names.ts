// Names in the create flow: what an endpoint and a served entity may be called, and the name a model suggests.
// Whether a name is taken in the workspace is asked from the core, not here. Called by create/model.ts and validate.ts.

export const NAME_LIMIT = 63;

const ALLOWED = /^[A-Za-z0-9_-]*$/;

/** Says in a sentence why Databricks would refuse this name, or null. */
export function nameProblem(name: string, what: "endpoint" | "entity"): string | null {
  const subject = what === "endpoint" ? "endpoint" : "served entity";
  if (name.trim() === "") return `The ${subject} needs a name.`;
  const length = [...name].length;
  if (length > NAME_LIMIT)
    return `This has ${length} characters. A name may have ${NAME_LIMIT} at most, so ${length - NAME_LIMIT} have to go.`;
  if (!ALLOWED.test(name)) {
    const wrong = [...name].find((sign) => !ALLOWED.test(sign)) ?? "";
    const shown = wrong === " " ? "A blank" : `“${wrong}”`;
    return `${shown} is not allowed. Letters without accents, digits, - and _ are.`;
  }
  if (!/^[A-Za-z0-9]/.test(name)) return "The first character has to be a letter or a digit.";
  if (what === "endpoint" && name.toLowerCase().startsWith("databricks-")) {
    return "Names that start with databricks- are kept for Databricks' own endpoints.";
  }
  return null;
}

/** A model's name turned into an allowed one: `claude-3.5:v2` becomes `claude-3-5-v2`. Empty when nothing is left. */
export function slug(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[-_]+|-+$/g, "")
    .slice(0, NAME_LIMIT)
    .replace(/-+$/, "");
}

/** A name for a new served entity that no other one in the endpoint has. */
export function suggestName(model: string, provider: string, taken: string[]): string {
  const base = slug(model) || slug(provider) || "model";
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) {
    const tail = `-${number}`;
    const name = `${base.slice(0, NAME_LIMIT - tail.length)}${tail}`;
    if (!taken.includes(name)) return name;
  }
}

/** True when a name is what we suggested for this model, so that it may follow when the model changes. */
export function wasSuggested(name: string, model: string, provider: string): boolean {
  if (name.trim() === "") return true;
  const base = slug(model) || slug(provider) || "model";
  if (name === base) return true;
  const tail = /-\d+$/.exec(name)?.[0];
  return tail !== undefined && name.slice(0, -tail.length) === base.slice(0, NAME_LIMIT - tail.length);
}

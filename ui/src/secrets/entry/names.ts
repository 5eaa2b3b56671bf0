// What a scope and a key may be called, said while typing. Databricks decides in the end. Called by the secrets room and
// the create flow.

const SIGNS = { scope: /^[A-Za-z0-9_.@-]+$/, key: /^[A-Za-z0-9_.-]+$/ };
const LIMIT = 128;

/** Why Databricks would refuse this name of a scope or a key, or null. */
export function secretNameProblem(name: string, what: "scope" | "key"): string | null {
  if (name === "") return what === "scope" ? "Choose a scope or name a new one." : "Name the key.";
  if (name.length > LIMIT)
    return `A name may have ${LIMIT} characters at most; this has ${name.length.toLocaleString("en")}.`;
  if (SIGNS[what].test(name)) return null;
  return `Letters, digits and - _ .${what === "scope" ? " @" : ""} are allowed.`;
}

// What the import dialog says about a draft it understood. Pure; tested beside it.
import type { EndpointDraft, FieldProblem } from "../ipc/bindings";

/** The step of the create flow at which most is still to do. */
export function stepToGoOnAt(draft: EndpointDraft): "provider" | "connection" | "name" {
  if (draft.entities.length === 0) return "provider";
  return draft.name === "" ? "name" : "connection";
}

/** "2 served entities, 80 / 20" */
export function entitiesInWords(draft: EndpointDraft): string {
  const count = draft.entities.length;
  if (count === 0) return "No served entity";
  if (count === 1) return "1 served entity";
  return `${count} served entities, ${draft.entities.map((entity) => entity.share).join(" / ")}`;
}

/** What has to be corrected in the create flow, named by what it is about and not by its path. */
export function problemsInWords(draft: EndpointDraft, problems: readonly FieldProblem[]): string[] {
  return problems
    .filter((problem) => problem.blocks)
    .map((problem) => {
      const at = /^entities\.(\d+)\./.exec(problem.path)?.[1];
      const entity = at === undefined ? undefined : draft.entities[Number(at)];
      return entity?.name ? `${entity.name}: ${problem.message}` : problem.message;
    });
}

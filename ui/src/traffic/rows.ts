// What the editor is given and gives back: one row per served entity, in fallback order, and its way to the pure split
// and back. Colours follow the live order, so that a colour stays with its entity while a draft reorders.
import type { Endpoint, Entity, Share } from "../ipc/bindings";
import type { Split } from "./model";

/** `live` is the share that answers now; null when the entity (or the whole endpoint) is not live yet. */
export type SplitRow = {
  entity: string;
  mark: string;
  model: string;
  share: number;
  locked: boolean;
  live: number | null;
};

export function splitOfRows(rows: readonly SplitRow[]): Split {
  return rows.map(({ entity, share, locked }) => ({ entity, percent: share, locked }));
}

/** The rows in the order of the split, with its shares and locks. */
export function rowsOfSplit(rows: readonly SplitRow[], split: Split): SplitRow[] {
  const known = new Map(rows.map((row) => [row.entity, row]));
  return split.flatMap(({ entity, percent, locked }) => {
    const row = known.get(entity);
    return row ? [{ ...row, share: percent, locked }] : [];
  });
}

export function sharesOf(split: Split): Share[] {
  return split.map(({ entity, percent }) => ({ entity, percent }));
}

export function sharesOfEntities(entities: readonly Entity[]): Share[] {
  return entities.map(({ name, share }) => ({ entity: name, percent: share }));
}

export function rowsOfEndpoint(endpoint: Endpoint): SplitRow[] {
  return endpoint.entities.map(({ name, mark, model, share }) => ({
    entity: name,
    mark,
    model,
    share,
    locked: false,
    live: share,
  }));
}

/** Position for the colour of each entity, from 0: live ones in live order, then new ones as they stand. */
export function colourPlaces(
  entities: readonly string[],
  live: readonly Share[] | null,
): Map<string, number> {
  const places = new Map((live ?? []).map((share, at) => [share.entity, at]));
  for (const entity of entities) if (!places.has(entity)) places.set(entity, places.size);
  return places;
}

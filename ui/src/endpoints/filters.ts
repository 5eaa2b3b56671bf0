// What the list is narrowed to besides its text and view: the values chosen of five lists, in words and in the address.
// Pure; which values there are and how many endpoints each leaves is the core's answer. Used by address.ts and Filters.tsx.
import type { EndpointState, Tag } from "../ipc/bindings";

export type Chosen = {
  providers: string[];
  states: EndpointState[];
  tasks: string[];
  creators: string[];
  tags: Tag[];
};
export type Facet = keyof Chosen;

export const NOTHING: Chosen = { providers: [], states: [], tasks: [], creators: [], tags: [] };
export const FACETS = ["providers", "states", "tasks", "creators", "tags"] as const;

export const STATES: EndpointState[] = [
  "ready",
  "updating",
  "readyUpdateFailed",
  "creating",
  "notReady",
  "failed",
  "unknown",
];

/** What the lists hold of a question, without its text, view and order. */
export function chosenOf({ providers, states, tasks, creators, tags }: Chosen): Chosen {
  return { providers, states, tasks, creators, tags };
}

export function countChosen(chosen: Chosen): number {
  return FACETS.reduce((sum, facet) => sum + chosen[facet].length, 0);
}

/** One text for one tag: "team:search"; a tag without a value is its key alone. */
export function tagText(tag: Tag): string {
  return tag.value === null ? tag.key : `${tag.key}:${tag.value}`;
}

/** Adds a value of a list, or takes it away. */
export function toggled<F extends Facet>(chosen: Chosen, facet: F, value: Chosen[F][number]): Chosen {
  const same = JSON.stringify(value);
  const list: Chosen[F][number][] = chosen[facet];
  const without = list.filter((one) => JSON.stringify(one) !== same);
  return { ...chosen, [facet]: without.length < list.length ? without : [...list, value] };
}

// In the address a list is one text: values with commas between, an empty value as "~", and of a tag the value after a
// colon. The signs that mean something are escaped where they only stand in a value.
const EMPTY = "~";
const escaped = (text: string): string =>
  text === "" ? EMPTY : text.replace(/[%,~:]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

function unescaped(text: string): string {
  if (text === EMPTY) return "";
  return text.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

const writeTag = ({ key, value }: Tag): string =>
  value === null ? escaped(key) : `${escaped(key)}:${escaped(value)}`;

function readTag(text: string): Tag {
  const [key = "", value] = text.split(":");
  return { key: unescaped(key), value: value === undefined ? null : unescaped(value) };
}

export type FilterSearch = {
  provider?: string | undefined;
  state?: string | undefined;
  task?: string | undefined;
  creator?: string | undefined;
  tag?: string | undefined;
};

export function writeChosen(chosen: Chosen): FilterSearch {
  const list = (values: string[]) => values.map(escaped).join(",");
  return {
    ...(chosen.providers.length > 0 && { provider: list(chosen.providers) }),
    ...(chosen.states.length > 0 && { state: list(chosen.states) }),
    ...(chosen.tasks.length > 0 && { task: list(chosen.tasks) }),
    ...(chosen.creators.length > 0 && { creator: list(chosen.creators) }),
    ...(chosen.tags.length > 0 && { tag: chosen.tags.map(writeTag).join(",") }),
  };
}

/** What it does not know counts as not given. */
export function readChosen(raw: Record<string, unknown>): Chosen {
  const parts = (given: unknown): string[] =>
    typeof given === "string" || typeof given === "number" ? String(given).split(",").filter(Boolean) : [];
  const list = (given: unknown): string[] => parts(given).map(unescaped);
  return {
    providers: list(raw.provider),
    states: STATES.filter((state) => list(raw.state).includes(state)),
    tasks: list(raw.task),
    creators: list(raw.creator),
    tags: parts(raw.tag).map(readTag),
  };
}

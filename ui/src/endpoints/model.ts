// Words and small sums of the endpoint list and the endpoint page: states, tasks, splits, paging, moving by keyboard.
// Pure functions; what the core decides (filtering, sorting, what needs attention) is not repeated here.
// Used by Page.tsx, the rows and detail/.
import type {
  Endpoint,
  EndpointRow,
  EndpointSort,
  EndpointSplit,
  EndpointState,
  Entity,
  GatewayFlags,
  Share,
} from "../ipc/bindings";

/**
 * Rows asked for in one call; the window holds pages, never the whole list. No more than two pages are in sight in the
 * tallest window, and a key in the filter does not wait for rows nobody sees.
 */
export const PAGE_SIZE = 56;

export function taskWord(task: string | null): string {
  switch (task) {
    case "llm/v1/chat":
      return "Chat";
    case "llm/v1/completions":
      return "Completions";
    case "llm/v1/embeddings":
      return "Embeddings";
    case null:
      return "Task not known";
    default:
      return task;
  }
}

/** True while Databricks is still working on it, so that the list has a reason to ask again. */
export function isMoving(state: EndpointState): boolean {
  return state === "updating" || state === "creating";
}

/** Offsets of the (one or two) pages that hold the rows from `first` to `last`. */
export function pagesFor(first: number, last: number, size = PAGE_SIZE): [number, number] {
  const start = Math.floor(Math.max(0, first) / size) * size;
  const end = Math.floor(Math.max(0, last, first) / size) * size;
  return [start, end];
}

export type LoadedPage = { offset: number; rows: EndpointRow[] };

/** The row at a place of the whole matching list, or null while its page has not arrived. */
export function rowAt(pages: (LoadedPage | undefined)[], index: number): EndpointRow | null {
  for (const page of pages) {
    const row = page?.rows[index - page.offset];
    if (row) return row;
  }
  return null;
}

/** Where a key leads in a list of `count` rows; null when the key does not move. -1 stands for "nowhere yet". */
export function moveBy(key: string, from: number, count: number, screenful: number): number | null {
  if (count === 0) return null;
  const steps: Record<string, number> = {
    ArrowDown: 1,
    ArrowUp: -1,
    PageDown: screenful,
    PageUp: -screenful,
  };
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = steps[key];
  if (step === undefined) return null;
  if (from < 0) return 0;
  return Math.min(count - 1, Math.max(0, from + step));
}

export type Sorting = { sort: EndpointSort; descending: boolean };

/** Clicking a head sorts by it; clicking it again turns the order round. Dates start with the newest. */
export function nextSorting(now: Sorting, wanted: EndpointSort): Sorting {
  if (now.sort === wanted) return { sort: wanted, descending: !now.descending };
  // What there is most of, and what changed last, is what one looks for.
  return { sort: wanted, descending: wanted === "changed" || wanted === "traffic" || wanted === "gateway" };
}

const percents = (shares: Share[]): string => shares.map((share) => String(share.percent)).join(" / ");

/** The line under the mini bar: "80 / 20, going to 60 / 40". A single entity is named by its model instead. */
export function splitText(split: EndpointSplit, models: string[]): string {
  const pending = split.pending;
  if (split.shares.length === 0) return pending ? `Going to ${percents(pending)}` : "Nothing is served";
  const alone = split.shares.length === 1 && split.shares[0]?.percent === 100;
  const now = alone && models[0] !== undefined && models.length === 1 ? models[0] : percents(split.shares);
  if (!pending || percents(pending) === percents(split.shares)) return now;
  return `${percents(split.shares)}, going to ${percents(pending)}`;
}

export type GatewayPart = { id: keyof GatewayFlags; label: string; on: boolean };

export function gatewayParts(flags: GatewayFlags): GatewayPart[] {
  return [
    { id: "usage", label: "Usage tracking", on: flags.usage },
    { id: "table", label: "Inference table", on: flags.table },
    { id: "limits", label: "Rate limits", on: flags.limits },
    { id: "guardrails", label: "Guardrails", on: flags.guardrails },
    { id: "fallback", label: "Fallback", on: flags.fallback },
  ];
}

export function gatewayWords(flags: GatewayFlags): string {
  const on = gatewayParts(flags)
    .filter((part) => part.on)
    .map((part) => part.label);
  return on.length === 0 ? "Gateway: nothing switched on" : `Gateway: ${on.join(", ")}`;
}

/** "3 served entities", "1 served entity". */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}

/** "a, b and c" */
export function listed(parts: string[]): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/** What the endpoint is, readable out loud. */
export function endpointSentence(endpoint: Endpoint): string {
  const task = taskWord(endpoint.task);
  const entities = endpoint.entities;
  if (entities.length === 0)
    return `This ${task.toLowerCase()} endpoint serves nothing yet, so calls to it are refused.`;
  if (entities.length === 1) {
    return `Every ${requestWord(endpoint.task)} to this endpoint goes to ${entities[0]?.model} at ${entities[0]?.providerName}.`;
  }
  const active = entities.filter((entity) => entity.share > 0);
  const standby = entities.filter((entity) => entity.share === 0);
  const [only] = active;
  const parts = active.map(
    (entity, place) =>
      `${entity.share} ${place === 0 ? "go " : ""}to ${entity.model} at ${entity.providerName}`,
  );
  const first =
    active.length === 1 && only
      ? `Every ${requestWord(endpoint.task)} to this endpoint goes to ${only.model} at ${only.providerName}.`
      : `Out of 100 ${requestWord(endpoint.task)}s about ${listed(parts)}.`;
  return [first, ...(standby.length === 0 ? [] : [standbyWords(standby, endpoint.fallback)])].join(" ");
}

function requestWord(task: string | null): string {
  if (task === "llm/v1/chat") return "chat request";
  if (task === "llm/v1/embeddings") return "embedding request";
  return "request";
}

function standbyWords(standby: Entity[], fallback: boolean): string {
  const names = listed(standby.map((entity) => entity.name));
  const verb = standby.length === 1 ? "stands" : "stand";
  return fallback
    ? `${names} ${verb} by and ${standby.length === 1 ? "steps" : "step"} in when another one answers 429 or 5xx.`
    : `${names} ${verb} by at 0 % and ${standby.length === 1 ? "gets" : "get"} no request while fallback is off.`;
}

/** The second line of a row: what is wrong if something is, else task and owner. */
export function rowSubline(row: EndpointRow): { text: string; tone: "plain" | "warning" | "failed" } {
  if (row.reason)
    return {
      text: row.reason,
      tone: row.state === "failed" || row.state === "notReady" ? "failed" : "warning",
    };
  if (row.readOnly) return { text: row.readOnly, tone: "plain" };
  return { text: [taskWord(row.task), row.creator].filter(Boolean).join(" · "), tone: "plain" };
}

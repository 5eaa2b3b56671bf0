// Turns what a command answers into data or a thrown, typed failure, so that pages and queries read straight on.
// Which failures exist is the core's matter (bindings.ts); what to do about a lost sign-in is the shell's, which listens.
import type { Explanation, Failure } from "./bindings";

/** What a command answers with. */
export type Result<T, E> = { status: "ok"; data: T } | { status: "error"; error: E };

/** What a failed command throws. `message` is the explanation's title. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.explanation.title);
    this.name = "FailureError";
    this.failure = failure;
  }
}

type Listener = (failure: Failure) => void;
const listeners = new Set<Listener>();

/** Hears of every failed command that is not quiet, once each. Returns the way to stop. */
export function onFailure(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** quiet: the failure is shown where it happened and concerns nothing else (a token that was just typed is wrong). */
export type Unwrapping = { quiet?: boolean };

/** The data of an answer. Throws {@link FailureError}. */
export async function unwrap<T>(
  answer: Promise<Result<T, Failure>>,
  { quiet = false }: Unwrapping = {},
): Promise<T> {
  let result: Result<T, Failure>;
  try {
    result = await answer;
  } catch (error) {
    throw new FailureError(failureOf(error));
  }
  if (result.status === "ok") return result.data;
  if (!quiet) for (const listener of listeners) listener(result.error);
  throw new FailureError(result.error);
}

/** The failure inside anything that was thrown; what is none of ours becomes "unexpected". */
export function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  if (isFailure(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  return { kind: "unexpected", explanation: ourOwnFault(said) };
}

function isFailure(value: unknown): value is Failure {
  return typeof value === "object" && value !== null && "kind" in value && "explanation" in value;
}

function ourOwnFault(said: string): Explanation {
  return {
    layer: "thisComputer",
    title: "Gatewright stopped here by itself",
    meaning: "Nothing was sent or changed by this step as far as this window knows.",
    cause: said === "" ? "The window gave no reason." : said,
    whoCanFix: "The people who make Gatewright. The log file named in Settings helps them.",
    notRescued: null,
    next: { kind: "tryAgain", label: "Try again" },
    trail: [],
    raw: null,
  };
}

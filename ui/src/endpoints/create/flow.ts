// What one pass through the create flow knows besides the draft: the model being edited, which fields may already be
// complained about, what Databricks refused. Steps are views on it. Built by Page.tsx; rules live in model.ts and validate.ts.
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  commands,
  type DraftReview,
  type EndpointDraft,
  type FieldProblem,
  type Provider,
} from "../../ipc/bindings";
import { unwrap } from "../../ipc/call";
import { type DraftKeeping, useDraft } from "./draft";
import { addEntity, changeProvider, fieldValue, removeEntity, STEPS, type Step } from "./model";
import { nameProblem } from "./names";
import { fieldId, locate, type Problem, problemsOf } from "./validate";

export type Said = { tone: "fixed" | "warning"; text: string };

export type Flow = {
  catalogue: Provider[];
  keeping: DraftKeeping;
  draft: EndpointDraft;
  step: Step;
  current: number;
  adding: boolean;
  problems: Problem[];
  shown: Problem[];
  nameCheck: NameCheck;
  edit: (next: EndpointDraft) => void;
  goTo: (step: Step, entity?: number, draft?: EndpointDraft) => void;
  select: (entity: number) => void;
  add: () => void;
  choose: (provider: Provider) => void;
  remove: (entity: number) => void;
  touch: (entity: number | null, field: string) => void;
  reveal: (step: Step | "all") => void;
  refuse: (fields: FieldProblem[]) => void;
  said: (entity: number | null, field: string) => Said | undefined;
  say: (entity: number | null, field: string, said: Said | null) => void;
};

type Refused = { problem: Problem; was: string };

/** The value a problem is about, to know whether the person has changed it since. */
export function valueAt(draft: EndpointDraft, entity: number | null, field: string): string {
  if (entity === null)
    return field === "name"
      ? draft.name
      : field === "description"
        ? draft.description
        : JSON.stringify(draft);
  const one = draft.entities[entity];
  if (!one) return "";
  if (field === "model") return one.model;
  if (field === "name") return one.name;
  return field === "share" || field === "provider" || field === "task"
    ? JSON.stringify([one, draft.task])
    : fieldValue(one, field);
}

/** Own findings first; what the core found about a field only when we have nothing to say about that field. */
export function mergeProblems(own: Problem[], others: Problem[]): Problem[] {
  const same = (a: Problem, b: Problem): boolean =>
    a.step === b.step && a.entity === b.entity && a.field === b.field;
  return [...own, ...others.filter((problem) => !own.some((mine) => same(mine, problem)))];
}

export function useFlow(catalogue: Provider[]): Flow {
  const keeping = useDraft();
  const { draft, step } = keeping.kept;
  const [picked, setCurrent] = useState(0);
  const [adding, setAdding] = useState(false);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<Refused[]>([]);
  const [says, setSays] = useState<ReadonlyMap<string, Said>>(new Map());
  const nameCheck = useNameCheck(draft.name);
  const current = Math.min(picked, Math.max(0, draft.entities.length - 1));

  const stillRefused = refused
    .filter(({ problem, was }) => valueAt(draft, problem.entity, problem.field) === was)
    .map((one) => one.problem);
  const taken: Problem[] = nameCheck.problem
    ? [{ ...locate(nameCheck.problem), step: "name", entity: null, field: "name" }]
    : [];
  const problems = mergeProblems(problemsOf(draft, catalogue), [...taken, ...stillRefused]);
  const isShown = (problem: Problem): boolean =>
    step === "review" ||
    revealed.has(problem.step) ||
    touched.has(fieldId(problem.entity, problem.field)) ||
    stillRefused.includes(problem) ||
    (problem.step === "name" && problem.field === "name" && draft.name.length > 63) ||
    taken.includes(problem);

  const edit = (next: EndpointDraft): void => keeping.change({ draft: next, step });
  // Numbers of entities shift when one is added or removed, and with them what had been said about their fields.
  const forgetFields = (): void => {
    setTouched(new Set());
    setSays(new Map());
    setRefused([]);
  };
  const move = (next: EndpointDraft, to: Step, entity: number): void => {
    setCurrent(entity);
    setAdding(false);
    keeping.change({ draft: next, step: to });
  };
  return {
    catalogue,
    keeping,
    draft,
    step,
    current,
    adding,
    problems,
    shown: problems.filter(isShown),
    nameCheck,
    edit,
    goTo: (to, entity = current, next = draft) => move(next, to, entity),
    select: setCurrent,
    add: () => {
      setAdding(true);
      keeping.change({ draft, step: "provider" });
    },
    choose: (provider) => {
      const fresh = adding || draft.entities.length === 0;
      const next = fresh ? addEntity(draft, provider) : changeProvider(draft, current, provider);
      if (next !== draft) {
        forgetFields();
        setRevealed((now) => without(now, "connection"));
      }
      move(next, "connection", fresh ? next.entities.length - 1 : current);
    },
    remove: (entity) => {
      const next = removeEntity(draft, entity);
      forgetFields();
      move(next, next.entities.length === 0 ? "provider" : step, Math.max(0, entity - 1));
    },
    touch: (entity, field) => setTouched((now) => new Set([...now, fieldId(entity, field)])),
    reveal: (which) =>
      setRevealed((now) => new Set([...now, ...(which === "all" ? STEPS.map((one) => one.id) : [which])])),
    refuse: (fields) =>
      setRefused(
        fields
          .map(locate)
          .map((problem) => ({ problem, was: valueAt(draft, problem.entity, problem.field) })),
      ),
    said: (entity, field) => says.get(fieldId(entity, field)),
    say: (entity, field, said) =>
      setSays((now) => {
        const next = new Map(now);
        if (said) next.set(fieldId(entity, field), said);
        else next.delete(fieldId(entity, field));
        return next;
      }),
  };
}

const without = (set: ReadonlySet<string>, word: string): ReadonlySet<string> =>
  new Set([...set].filter((one) => one !== word));

/** The value once it has been still for a while. */
export function useStill<T>(value: T, ms: number): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return still;
}

export type NameCheck = {
  state: "none" | "checking" | "free" | "taken" | "unknown";
  problem: FieldProblem | null;
};

/** Asks whether the name is free, a third of a second after the last key. */
function useNameCheck(name: string): NameCheck {
  const still = useStill(name, 300);
  const worth = nameProblem(name, "endpoint") === null;
  const query = useQuery({
    queryKey: ["endpoints", "checkName", still],
    queryFn: () => unwrap(commands.endpointsCheckName(still)),
    enabled: worth && still === name,
    staleTime: 10_000,
  });
  if (!worth) return { state: "none", problem: null };
  if (still !== name || query.isPending)
    return { state: query.isError ? "unknown" : "checking", problem: null };
  if (query.isError) return { state: "unknown", problem: null };
  return query.data ? { state: "taken", problem: query.data } : { state: "free", problem: null };
}

/** What the core says about the draft as it stands: problems, calls, the body it would send. */
export function useReview(draft: EndpointDraft, delayMs: number) {
  const still = useStill(draft, delayMs);
  const query = useQuery({
    queryKey: ["endpoints", "review", still],
    queryFn: (): Promise<DraftReview> => unwrap(commands.endpointsReview(still)),
    enabled: still.entities.length > 0,
    placeholderData: (before) => before,
    gcTime: 10_000,
    staleTime: 5_000,
  });
  return { ...query, current: still === draft && !query.isPlaceholderData };
}

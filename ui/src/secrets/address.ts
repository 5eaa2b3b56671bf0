// Which scope, key, view and task the address says: /secrets?scope=llm-keys&key=anthropic-key&do=rotate. The filter text
// is kept here and written a moment later, because a keystroke must not wait for the router. No value is ever in it.
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { View } from "./model";

const ADDRESS_DELAY_MS = 300;
const TASKS = ["add", "replace", "rotate", "scope"] as const;

/** What is being done in the panel at the right. */
export type Task = (typeof TASKS)[number];
export type Where = {
  scope: string | undefined;
  key: string | undefined;
  task: Task | undefined;
  view: View;
};
export type SecretsAddress = {
  scope?: string | undefined;
  key?: string | undefined;
  do?: string | undefined;
  view?: string | undefined;
  q?: string | undefined;
};

const text = (given: unknown): string | undefined =>
  (typeof given === "string" || typeof given === "number") && given !== "" ? String(given) : undefined;

/** Reads an address; what it does not know counts as not given. */
export function readAddress(raw: Record<string, unknown>): Where & { q: string } {
  return {
    scope: text(raw.scope),
    key: text(raw.key),
    task: TASKS.find((task) => task === raw.do),
    view: raw.view === "look" ? "look" : "all",
    q: text(raw.q) ?? "",
  };
}

export function writeAddress({ scope, key, task, view, q }: Where & { q: string }): SecretsAddress {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(key === undefined ? {} : { key }),
    ...(task === undefined ? {} : { do: task }),
    ...(view === "all" ? {} : { view }),
    ...(q === "" ? {} : { q }),
  };
}

/** Where one is, and how to go elsewhere: what is not named stays, undefined takes away. */
export function useWhere() {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const where = readAddress(raw);
  const [filter, setFilter] = useState(where.q);
  const [written, setWritten] = useState(where.q);
  if (where.q !== written) {
    setWritten(where.q);
    setFilter(where.q);
  }
  const go = (change: Partial<Where & { q: string }>, replace = false): void => {
    const search = writeAddress({ ...where, q: filter, ...change });
    void navigate({ to: "/secrets", search, replace });
  };
  useEffect(() => {
    if (filter === written) return;
    const timer = setTimeout(() => {
      setWritten(filter);
      void navigate({
        to: "/secrets",
        search: (now: Record<string, unknown>) => writeAddress({ ...readAddress(now), q: filter }),
        replace: true,
      });
    }, ADDRESS_DELAY_MS);
    return () => clearTimeout(timer);
  }, [filter, written, navigate]);
  return { ...where, filter, setFilter, go };
}

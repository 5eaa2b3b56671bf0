// What is known about filling the variables of messages: the kinds a saved prompt gives them, and their last values, which
// come back into fields that nobody has touched and are kept as they are typed. Used by the chat and the comparison.
import { queryOptions, useQueries } from "@tanstack/react-query";
import { useEffect } from "react";
import { commands, type PromptFrom, type PromptVariable } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { DelayedSave } from "./delayedSave";
import { variablesIn } from "./variables";

/** A message, and the saved prompt it is known to come from. */
export type Source = { from: PromptFrom | null; text: string };

export type Filling = {
  /** The prompt each of the messages came from; null where none is known. */
  prompts: (PromptFrom | null)[];
  fieldOf: (name: string) => PromptVariable | undefined;
  /** Keeps what a person typed for next time. */
  keep: (name: string, value: string) => void;
};

const fillingQuery = ({ from, text }: Source) => {
  const names = variablesIn(text);
  return queryOptions({
    // Asked again when other variables are there, not with every letter.
    queryKey: ["prompts", "filling", from?.prompt ?? "", from?.version ?? 0, ...names],
    queryFn: () => unwrap(commands.promptsFilling(from, text), { quiet: true }),
    enabled: names.length > 0,
    // What was typed meanwhile is in the answer, and another text may have the same variables.
    gcTime: 0,
  });
};

type Given = {
  sources: readonly Source[];
  values: ReadonlyMap<string, string>;
  onValue: (name: string, value: string) => void;
  /** Whether what is typed may be kept for next time. */
  keeps: boolean;
};

export function useFilling({ sources, values, onValue, keeps }: Given): Filling {
  const known = useQueries({
    queries: sources.map(fillingQuery),
    combine: (all) => all.map((one) => one.data ?? null),
  });
  // Once for each answer: a field that was emptied by hand stays empty.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the values of the moment in which the answer came.
  useEffect(() => {
    const given = new Set(values.keys());
    for (const [at, { text }] of sources.entries()) {
      const names = variablesIn(text);
      for (const [name, value] of known[at]?.values ?? []) {
        if (given.has(name) || !names.includes(name)) continue;
        given.add(name);
        onValue(name, value);
      }
    }
  }, [known]);
  const fields = known.flatMap((one) => one?.fields ?? []);
  return {
    prompts: known.map((one) => one?.prompt ?? null),
    fieldOf: (name) => fields.find((one) => one.name === name),
    keep: (name, value) => {
      if (!keeps) return;
      for (const [at, { text }] of sources.entries()) {
        const prompt = known[at]?.prompt?.prompt;
        if (prompt !== undefined && variablesIn(text).includes(name)) keepValue(prompt, name, value);
      }
    },
  };
}

const waiting = new Map<string, Map<string, string>>();
const saves = new DelayedSave<null>(
  async () => {
    const all = [...waiting];
    waiting.clear();
    for (const [prompt, values] of all)
      await unwrap(commands.promptsKeepValues(prompt, [...values]), { quiet: true });
  },
  // It stands in the field all the same; only next time it has to be typed again.
  () => undefined,
);

function keepValue(prompt: string, name: string, value: string): void {
  waiting.set(prompt, new Map(waiting.get(prompt)).set(name, value));
  saves.set(null);
}

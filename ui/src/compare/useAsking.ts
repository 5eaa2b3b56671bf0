// Asking from the page: which texts go out, with their variables filled, and why they cannot go out yet.
import type { AskedColumn, Comparison } from "../ipc/bindings";
import { filled, variablesIn } from "../playground";
import { type Comparing, useComparingState } from "./comparing";
import { labelsOf, messageOf, whyNot } from "./model";

export type Asking = {
  run: () => void;
  /** The variables of all messages, in the order they come. */
  variables: string[];
  /** Why nothing can be asked; null when it can. */
  reason: string | null;
};

export function useAsking(comparison: Comparison, comparing: Comparing): Asking {
  const state = useComparingState(comparing);
  const { setup } = comparison;
  const values = new Map(setup.variables);
  const messages = setup.columns.map((one) => messageOf(one, setup));
  const variables = [...new Set(messages.flatMap(variablesIn))];
  const reason = whyNot(setup, [...new Set(messages.flatMap((message) => filled(message, values).missing))]);
  const run = () => {
    if (reason !== null || state.phase !== "idle") return;
    const labels = labelsOf(setup);
    const columns: AskedColumn[] = setup.columns.map((one) => ({
      columnId: one.id,
      label: labels.get(one.id) ?? "",
      prompt: filled(messageOf(one, setup), values).prompt.trim(),
    }));
    void comparing.run(columns);
  };
  return { run, variables, reason };
}

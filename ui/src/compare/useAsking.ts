// Asking from the page: which texts go out, and why they cannot go out yet.
import type { AskedColumn, Comparison } from "../ipc/bindings";
import { type Comparing, useComparingState } from "./comparing";
import { labelsOf, messageOf, whyNot } from "./model";

export type Asking = {
  run: () => void;
  /** Why nothing can be asked; null when it can. */
  reason: string | null;
};

export function useAsking(comparison: Comparison, comparing: Comparing): Asking {
  const state = useComparingState(comparing);
  const { setup } = comparison;
  const reason = whyNot(setup, []);
  const run = () => {
    if (reason !== null || state.phase !== "idle") return;
    const labels = labelsOf(setup);
    const columns: AskedColumn[] = setup.columns.map((one) => ({
      columnId: one.id,
      label: labels.get(one.id) ?? "",
      prompt: messageOf(one, setup).trim(),
    }));
    void comparing.run(columns);
  };
  return { run, reason };
}

// First step: who answers. Shows the whole catalogue with the tasks each provider has; digits choose, Enter goes on.
// What was typed for a provider is only dropped on Continue, so looking around costs nothing. Used by Page.tsx.
import type { Provider, Task } from "../../ipc/bindings";
import { ProviderMark } from "../../kit/ProviderMark";
import { RadioCards } from "../../kit/RadioCards";
import { useKey } from "../../shell/keys";
import { listed, taskWord } from "../model";
import styles from "./Create.module.css";
import { FieldNote } from "./FieldNote";
import type { Flow } from "./flow";
import { StepHeading } from "./StepHeading";
import { fieldId } from "./validate";

type Props = {
  flow: Flow;
  picked: Provider | null;
  onPick: (provider: Provider) => void;
  onContinue: () => void;
};

const tasksInWords = (tasks: Task[]): string => {
  const words = listed(tasks.map((task) => taskWord(task).toLowerCase())).replace(" and ", ", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** Providers one can still sign up with; a retired one stays visible for drafts that use it. */
export function offered(catalogue: Provider[], inUse: string | null): Provider[] {
  return catalogue.filter((provider) => !provider.retired || provider.id === inUse);
}

export function ProviderStep({ flow, picked, onPick, onContinue }: Props) {
  const editing = flow.adding ? null : (flow.draft.entities[flow.current] ?? null);
  const providers = offered(flow.catalogue, editing?.provider ?? null);
  const choose = (place: number) => (): void => {
    const provider = providers[place];
    if (provider) onPick(provider);
  };
  useKey("1", choose(0));
  useKey("2", choose(1));
  useKey("3", choose(2));
  useKey("4", choose(3));
  useKey("5", choose(4));
  useKey("6", choose(5));
  useKey("7", choose(6));
  useKey("8", choose(7));
  useKey("9", choose(8));
  const loses =
    editing !== null && picked !== null && picked.id !== editing.provider && editing.values.length > 0;
  const first = flow.draft.entities.length === 0 || (!flow.adding && flow.current === 0);
  return (
    <>
      <StepHeading
        title={
          first
            ? "Which provider answers first?"
            : flow.adding
              ? "Which provider answers next?"
              : `Which provider is behind ${editing?.name}?`
        }
        detail={
          first
            ? "More can be added later. All models behind one endpoint do the same task."
            : `All models behind this endpoint do the same task: ${taskWord(flow.draft.task).toLowerCase()}.`
        }
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter on a card goes on, as the foot says */}
      <div
        id={fieldId(null, "provider")}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          onContinue();
        }}
      >
        <RadioCards
          className={styles.gallery}
          label="Provider"
          columns={2}
          value={picked?.id ?? null}
          onChange={(id) => {
            const provider = providers.find((one) => one.id === id);
            if (provider) onPick(provider);
          }}
          options={providers.map((provider) => ({
            value: provider.id,
            title: provider.name,
            mark: <ProviderMark mark={provider.mark} size="l" />,
            detail: provider.retired
              ? "Retired by its maker, kept to read old endpoints"
              : tasksInWords(provider.tasks),
          }))}
        />
      </div>
      {loses && (
        <FieldNote tone="warning">
          Continuing replaces the connection of {editing.name}. What was entered for the other provider goes;
          stored secrets stay where they are.
        </FieldNote>
      )}
      {flow.shown
        .filter((problem) => problem.step === "provider")
        .map((problem) => (
          <FieldNote key={problem.field} tone="failed">
            {problem.message}
          </FieldNote>
        ))}
    </>
  );
}

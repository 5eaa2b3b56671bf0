// What the list is narrowed to, one chip a value; pressing one takes it away. Loaded by Tools.tsx when there is one.
import { useQuery } from "@tanstack/react-query";
import { Icon } from "../kit/Icon";
import { LinkButton } from "../kit/LinkButton";
import { STATE_WORDS } from "../kit/StatePill";
import styles from "./Filters.module.css";
import { type Chosen, chosenOf, type Facet, NOTHING, tagText, toggled } from "./filters";
import { taskWord } from "./model";
import { type Asked, catalogueOptions } from "./queries";

type Props = { asked: Asked; change: (change: Partial<Asked>) => void };

export function Chips({ asked, change }: Props) {
  const catalogue = useQuery(catalogueOptions).data ?? [];
  const chip = <F extends Facet>(facet: F, kind: string, value: Chosen[F][number], word: string) => (
    <li key={`${facet} ${JSON.stringify(value)}`}>
      <button
        type="button"
        className={styles.chip}
        aria-label={`Remove the filter ${kind.toLowerCase()} ${word}`}
        onClick={() => change(toggled(chosenOf(asked), facet, value))}
      >
        <span className={styles.kind}>{kind}</span>
        <b title={word}>{word}</b>
        <Icon name="cross" size={12} />
      </button>
    </li>
  );
  const provider = (id: string): string => catalogue.find((one) => one.id === id)?.name ?? id;
  return (
    <ul className={styles.chips} aria-label="Active filters">
      {asked.states.map((one) => chip("states", "State", one, STATE_WORDS[one]))}
      {asked.providers.map((one) => chip("providers", "Provider", one, provider(one)))}
      {asked.tasks.map((one) => chip("tasks", "Task", one, taskWord(one === "" ? null : one)))}
      {asked.creators.map((one) => chip("creators", "Owner", one, one || "not known"))}
      {asked.tags.map((one) => chip("tags", "Tag", one, tagText(one)))}
      <li>
        <LinkButton size="s" onClick={() => change(NOTHING)}>
          Clear all
        </LinkButton>
      </li>
    </ul>
  );
}

// The panel that narrows the list: five lists of values, each with how many endpoints it would leave. The core counts; this
// shows and asks. Loaded by Tools.tsx when it is first opened.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactElement, useState } from "react";
import { commands } from "../ipc/bindings";
import { unwrap } from "../ipc/call";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { Popover } from "../kit/Popover";
import { Pulse } from "../kit/Spinner";
import { STATE_WORDS } from "../kit/StatePill";
import styles from "./Filters.module.css";
import { type Chosen, chosenOf, countChosen, type Facet, NOTHING, tagText, toggled } from "./filters";
import { taskWord } from "./model";
import { type Asked, endpointKeys, listQuery } from "./queries";

/** Values of one list shown before one asks for more. */
const SHOWN = 6;

type Props = {
  asked: Asked;
  change: (change: Partial<Asked>) => void;
  trigger: ReactElement;
  onClosed: () => void;
};

/** It appears because its button was pressed, so it begins open. */
export function Filters({ asked, change, trigger, onClosed }: Props) {
  const [open, setOpen] = useState(true);
  return (
    <Popover
      trigger={trigger}
      label="Filter the list"
      width={540}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setTimeout(onClosed, 0);
      }}
    >
      <Inside asked={asked} change={change} />
    </Popover>
  );
}

type Line = { facet: Facet; value: string; label: string; count: number; on: boolean; flip: () => void };

function Inside({ asked, change }: Pick<Props, "asked" | "change">) {
  const facets = useQuery({
    queryKey: endpointKeys.facets(asked),
    queryFn: () => unwrap(commands.endpointsFacets(listQuery(asked, 0, false))),
    placeholderData: keepPreviousData,
  });
  if (facets.isError) return <FailureNote failure={facets.error} onNext={() => void facets.refetch()} />;
  if (!facets.data) return <Pulse lines={6} />;
  const found = facets.data;
  const line = <F extends Facet>(facet: F, value: Chosen[F][number], label: string, count: number): Line => ({
    facet,
    value: JSON.stringify(value),
    label,
    count,
    on: asked[facet].some((one) => JSON.stringify(one) === JSON.stringify(value)),
    flip: () => change(toggled(chosenOf(asked), facet, value)),
  });
  const named = (facet: "creators" | "tasks", word: (value: string) => string) =>
    found[facet].map((one) => line(facet, one.value, word(one.value), one.count));
  return (
    <div className={styles.panel}>
      <Values
        title="State"
        lines={found.states.map((one) => line("states", one.state, STATE_WORDS[one.state], one.count))}
      />
      <Values
        title="Provider"
        lines={found.providers.map((one) => line("providers", one.value, one.label, one.count))}
      />
      <Values title="Task" lines={named("tasks", (value) => taskWord(value === "" ? null : value))} />
      <Values
        title="Owner"
        lines={named("creators", (value) => value || "Owner not known")}
        more={found.moreCreators}
      />
      <Values
        title="Tag"
        lines={found.tags.map((one) => line("tags", one.tag, tagText(one.tag), one.count))}
        more={found.moreTags}
      />
      {countChosen(asked) > 0 && (
        <Button size="s" variant="quiet" onClick={() => change(NOTHING)}>
          Clear the filters
        </Button>
      )}
    </div>
  );
}

function Values({ title, lines, more = 0 }: { title: string; lines: Line[]; more?: number }) {
  const [all, setAll] = useState(false);
  if (lines.length === 0) return null;
  // What is chosen stays in sight, wherever it stands in the list.
  const shown = all ? lines : lines.filter((line, index) => index < SHOWN || line.on);
  const hidden = lines.length - shown.length;
  return (
    <fieldset className={styles.values}>
      <legend>{title}</legend>
      {shown.map((line) => (
        <label key={line.value} data-none={line.count === 0 || undefined}>
          <input type="checkbox" checked={line.on} onChange={line.flip} />
          <span className={styles.word} title={line.label}>
            {line.label}
          </span>
          <span className={styles.count}>{line.count.toLocaleString("en")}</span>
        </label>
      ))}
      {hidden > 0 && (
        <Button size="s" variant="quiet" onClick={() => setAll(true)}>
          {`Show ${hidden.toLocaleString("en")} more`}
        </Button>
      )}
      {all && more > 0 && (
        <p className={styles.more}>
          {`${more.toLocaleString("en")} rarer ones are not listed. The filter field finds them by their text.`}
        </p>
      )}
    </fieldset>
  );
}

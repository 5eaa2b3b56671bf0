// How the columns answer: one set of options for all, or one of its own for a column. Says when chance is part of what the
// page shows.
import { useQuery } from "@tanstack/react-query";
import type { ChatOptions, Comparison } from "../ipc/bindings";
import { Drawer } from "../kit/Drawer";
import { Icon } from "../kit/Icon";
import { LinkButton } from "../kit/LinkButton";
import { endpointQuery, OptionsPanel } from "../playground";
import type { Comparing } from "./comparing";
import lists from "./Lists.module.css";
import { labelsOf, mayVary } from "./model";

export type OptionsOf = { of: "all" } | { of: "column"; id: string };

type Props = {
  comparison: Comparison;
  comparing: Comparing;
  of: OptionsOf | null;
  onClose: () => void;
};

export function OptionsDrawer({ comparison, comparing, of, onClose }: Props) {
  const { setup } = comparison;
  const column = of?.of === "column" ? setup.columns.find((one) => one.id === of.id) : undefined;
  const endpoint = useQuery({
    ...endpointQuery(column?.endpoint ?? setup.endpoint),
    enabled: of !== null,
  }).data;
  const own = (options: ChatOptions | null) =>
    comparing.change((now) => ({
      ...now,
      columns: now.columns.map((one) => (one.id === column?.id ? { ...one, options } : one)),
    }));
  const all = (options: ChatOptions) => comparing.change((now) => ({ ...now, options }));
  const title = column ? `Options of ${labelsOf(setup).get(column.id) ?? ""}` : "Options for all columns";
  return (
    <Drawer open={of !== null} onClose={onClose} title={title}>
      <div className={lists.options}>
        {column?.options && (
          <p className={lists.hint}>
            <span>
              These are for this column alone.{" "}
              <LinkButton size="s" onClick={() => own(null)}>
                Use the options for all
              </LinkButton>
            </span>
          </p>
        )}
        {!column && mayVary(setup) && (
          <p className={lists.hint}>
            <Icon name="info" size={14} />
            <span>
              Answers also differ by chance. With Creativity 0 (and the same seed, where a provider takes one)
              you see what the models make different.{" "}
              <LinkButton
                size="s"
                onClick={() =>
                  comparing.change((now) => ({
                    ...now,
                    options: { ...now.options, temperature: 0 },
                    columns: now.columns.map((one) =>
                      one.options === null ? one : { ...one, options: { ...one.options, temperature: 0 } },
                    ),
                  }))
                }
              >
                Set Creativity to 0
              </LinkButton>
            </span>
          </p>
        )}
        <OptionsPanel
          key={column?.id ?? "all"}
          options={column?.options ?? setup.options}
          endpoint={endpoint}
          onChange={column ? own : all}
        />
      </div>
    </Drawer>
  );
}

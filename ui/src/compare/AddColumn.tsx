// One more column: another entity of the endpoint, another endpoint, a saved prompt, or the same with options or a message of its own.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Column, Comparison } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Menu, MenuGroup, MenuItem, MenuSeparator } from "../kit/Menu";
import { Pulse } from "../kit/Spinner";
import { StateDot } from "../kit/StatePill";
import { TextInput } from "../kit/TextInput";
import { endpointQuery, endpointsQuery, PromptPicker } from "../playground";
import styles from "./Compare.module.css";
import type { Comparing } from "./comparing";
import lists from "./Lists.module.css";
import { column, MOST_COLUMNS, promptColumn } from "./model";
import type { OptionsOf } from "./OptionsDrawer";

type Props = {
  comparison: Comparison;
  comparing: Comparing;
  running: boolean;
  onOptions: (of: OptionsOf) => void;
};

export function AddColumn({ comparison, comparing, running, onOptions }: Props) {
  const { setup } = comparison;
  const [choosing, setChoosing] = useState<"endpoint" | "prompt" | null>(null);
  const endpoint = useQuery(endpointQuery(setup.endpoint)).data;
  const first = setup.columns.find((one) => one.id === setup.baseline) ?? setup.columns[0];
  const target = { endpoint: first?.endpoint ?? setup.endpoint, entity: first?.entity ?? null };
  const add = (one: Column) => comparing.change((now) => ({ ...now, columns: [...now.columns, one] }));
  const there = new Set(
    setup.columns
      .filter((one) => one.source === "entity" && one.endpoint === setup.endpoint)
      .map((one) => one.entity),
  );
  return (
    <>
      <Menu
        align="end"
        width={300}
        trigger={
          <Button icon="plus" disabledReason={whyNoMore(setup.columns.length, running)}>
            Add column
          </Button>
        }
      >
        <MenuGroup label={`Entities of ${setup.endpoint}`}>
          {(endpoint?.entities ?? []).map((entity) => (
            <MenuItem
              key={entity.name}
              disabledReason={there.has(entity.name) ? "Has a column already." : null}
              onSelect={() => add(column("entity", { endpoint: setup.endpoint, entity: entity.name }))}
            >
              {entity.name}
            </MenuItem>
          ))}
          <MenuItem onSelect={() => add(column("endpoint", { endpoint: setup.endpoint, entity: null }))}>
            The whole endpoint, by its split
          </MenuItem>
        </MenuGroup>
        <MenuSeparator />
        <MenuItem icon="endpoints" onSelect={() => setChoosing("endpoint")}>
          Another endpoint
        </MenuItem>
        <MenuItem icon="book" onSelect={() => setChoosing("prompt")}>
          A saved prompt
        </MenuItem>
        <MenuItem
          icon="sliders"
          onSelect={() => {
            const one = column("options", target, { options: first?.options ?? setup.options });
            add(one);
            onOptions({ of: "column", id: one.id });
          }}
        >
          The same with other options
        </MenuItem>
        <MenuItem
          icon="pencil"
          onSelect={() =>
            add(column("prompt", target, { message: setup.draft, options: first?.options ?? null }))
          }
        >
          The same with another message
        </MenuItem>
      </Menu>
      {choosing === "endpoint" && (
        <ChooseEndpoint
          onClose={() => setChoosing(null)}
          onChoose={(name) => {
            setChoosing(null);
            add(column("endpoint", { endpoint: name, entity: null }));
          }}
        />
      )}
      {choosing === "prompt" && (
        <PromptPicker
          onClose={() => setChoosing(null)}
          onTake={(prompt) => {
            setChoosing(null);
            add(promptColumn(prompt, target, setup.options));
          }}
        />
      )}
    </>
  );
}

function whyNoMore(columns: number, running: boolean): string | null {
  if (running) return "Columns are being answered.";
  return columns >= MOST_COLUMNS ? `Up to ${MOST_COLUMNS} columns fit. Remove one first.` : null;
}

function ChooseEndpoint({ onClose, onChoose }: { onClose: () => void; onChoose: (name: string) => void }) {
  const [search, setSearch] = useState("");
  const rows = useQuery({ ...endpointsQuery(search), placeholderData: (before) => before });
  return (
    <Dialog
      open
      onClose={onClose}
      title="Another endpoint"
      actions={<Button onClick={onClose}>Cancel</Button>}
    >
      <div className={lists.choose}>
        <TextInput
          type="text"
          role="searchbox"
          icon="search"
          size="m"
          label="Find an endpoint"
          placeholder="Find an endpoint"
          value={search}
          onChange={setSearch}
          autoFocus
        />
        {rows.isPending && <Pulse lines={4} />}
        {rows.data?.length === 0 && (
          <p className={styles.quiet}>No endpoint for chat has this in its name.</p>
        )}
        <ul>
          {rows.data?.map((row) => (
            <li key={row.name}>
              <button type="button" onClick={() => onChoose(row.name)}>
                <StateDot state={row.state} />
                <span>
                  <b>{row.name}</b>
                  <small>{row.models.join(", ")}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

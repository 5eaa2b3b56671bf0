// The head of the page: the endpoint whose entities are compared, the votes so far, earlier comparisons, one more column.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Comparison, ComparisonSetup } from "../ipc/bindings";
import { failureOf } from "../ipc/call";
import { Button } from "../kit/Button";
import { MiddleEllipsis } from "../kit/MiddleEllipsis";
import { StateDot } from "../kit/StatePill";
import { useToast } from "../kit/Toast";
import { endpointQuery, endpointsQuery, Picker } from "../playground";
import { AddColumn } from "./AddColumn";
import styles from "./Compare.module.css";
import type { Comparing } from "./comparing";
import { movedTo } from "./model";
import type { OptionsOf } from "./OptionsDrawer";
import { TallyButton } from "./TallyButton";

type Props = {
  comparison: Comparison;
  comparing: Comparing;
  running: boolean;
  onHistory: () => void;
  onOptions: (of: OptionsOf) => void;
};

export function Head({ comparison, comparing, running, onHistory, onOptions }: Props) {
  const { setup } = comparison;
  return (
    <header className={styles.head}>
      <h1>Compare</h1>
      <EndpointPick setup={setup} comparing={comparing} />
      <span className={styles.aside}>{asideOf(setup)}</span>
      <div className={styles.headEnd}>
        <TallyButton comparison={comparison} />
        <Button variant="quiet" icon="history" onClick={onHistory}>
          History
        </Button>
        <AddColumn comparison={comparison} comparing={comparing} running={running} onOptions={onOptions} />
      </div>
    </header>
  );
}

function asideOf(setup: ComparisonSetup): string {
  const direct = setup.columns.filter((one) => one.entity !== null).length;
  if (direct === setup.columns.length) return "asks each served entity directly, the split is not used";
  if (direct === 0) return "each endpoint’s split decides who answers";
  return "named entities are asked directly, past the split";
}

function EndpointPick({ setup, comparing }: { setup: ComparisonSetup; comparing: Comparing }) {
  const client = useQueryClient();
  const toast = useToast();
  const [search, setSearch] = useState("");
  const rows = useQuery({ ...endpointsQuery(search), placeholderData: (before) => before });
  const endpoint = useQuery(endpointQuery(setup.endpoint)).data;
  const move = (name: string) => {
    client.fetchQuery(endpointQuery(name)).then(
      (found) => comparing.change((now) => movedTo(now, found)),
      (error: unknown) => toast({ tone: "failed", title: failureOf(error).explanation.title, object: name }),
    );
  };
  return (
    <Picker
      label={`Endpoint ${setup.endpoint}. Choose another`}
      value={setup.endpoint}
      shown={
        <>
          <StateDot state={endpoint?.state ?? "unknown"} />
          <b className={styles.endpoint}>
            <MiddleEllipsis text={setup.endpoint} />
          </b>
        </>
      }
      search={{ value: search, onChange: setSearch }}
      onPick={move}
      picks={rows.data?.map((row) => ({
        value: row.name,
        label: row.name,
        detail: row.models.join(", "),
        mark: <StateDot state={row.state} />,
      }))}
      empty={
        search === ""
          ? "No endpoint here answers chat or completions."
          : `No endpoint to compare has “${search}” in its name.`
      }
    />
  );
}

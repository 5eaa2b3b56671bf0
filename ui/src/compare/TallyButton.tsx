// The votes of all messages of a comparison so far.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Comparison, TallyRow } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { Popover } from "../kit/Popover";
import { Pulse } from "../kit/Spinner";
import lists from "./Lists.module.css";
import { tallyQuery } from "./queries";
import { tallyWords } from "./words";

export function TallyButton({ comparison }: { comparison: Comparison }) {
  const [open, setOpen] = useState(false);
  const votes = comparison.runs.filter((run) => run.vote !== null).length;
  const tally = useQuery({ ...tallyQuery(comparison.id), enabled: open });
  if (votes === 0) return null;
  return (
    <Popover
      label="Votes"
      open={open}
      onOpenChange={setOpen}
      width={340}
      trigger={
        <Button variant="quiet" icon="check">
          Votes
        </Button>
      }
    >
      <div className={lists.tally}>
        {tally.isPending && <Pulse lines={3} />}
        {tally.error && <FailureNote failure={tally.error} />}
        {tally.data && (
          <table>
            <caption>{tallyWords(tally.data)}</caption>
            <thead>
              <tr>
                <th scope="col">Column</th>
                <th scope="col">Preferred</th>
                <th scope="col">With names hidden</th>
              </tr>
            </thead>
            <tbody>
              {tally.data.rows.map((row) => (
                <Row key={row.columnId} row={row} />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Popover>
  );
}

function Row({ row }: { row: TallyRow }) {
  return (
    <tr>
      <th scope="row">
        {row.label}
        {row.notes.map((note) => (
          <small key={note}>{note}</small>
        ))}
      </th>
      <td>
        {row.wins} of {row.of}
      </td>
      <td>{row.blindWins}</td>
    </tr>
  );
}

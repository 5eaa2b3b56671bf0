// The endpoint was changed elsewhere while it was being edited: what stood there, theirs and yours, line by line. Lines only
// one side touched go in by themselves; where both did, the person decides. Leads back to the draft. Used by Review.tsx.
import { useState } from "react";
import type { Conflict, Failure, ThreeWay } from "../../ipc/bindings";
import { failureOf } from "../../ipc/call";
import { Button } from "../../kit/Button";
import { FailureNote } from "../../kit/FailureNote";
import { Segmented } from "../../kit/Segmented";
import { SheetBody, SheetFoot } from "../../kit/Sheet";
import { useKey } from "../../shell/keys";
import { FieldNote } from "../create/FieldNote";
import look from "./Review.module.css";

type Side = "theirs" | "yours";
type Props = { conflict: Conflict; onDecide: (take: string[]) => Promise<void>; onBack: () => void };

/** Where only one side changed something, that side counts; where both did, yours, until the person says so. */
export const firstSide = (line: ThreeWay): Side =>
  line.yours === line.base && !line.clash ? "theirs" : "yours";

export function DecideBoth({ conflict, onDecide, onBack }: Props) {
  const [sides, setSides] = useState<ReadonlyMap<string, Side>>(
    () => new Map(conflict.lines.map((line) => [line.path, firstSide(line)])),
  );
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const put = (path: string, side: Side): void => setSides((now) => new Map(now).set(path, side));
  const decide = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await onDecide(
        conflict.lines
          .filter((line) => line.clash && sides.get(line.path) === "theirs")
          .map((line) => line.path),
      );
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
    }
  };
  useKey("mod+enter", () => void decide());
  const clashes = conflict.lines.filter((line) => line.clash).length;
  return (
    <>
      <SheetBody padded>
        <div className={look.decide}>
          <FieldNote tone="warning">
            {conflict.who ? `${conflict.who} changed this endpoint` : "This endpoint was changed"} since you
            began. Nothing was sent. {clashWords(clashes)}
          </FieldNote>
          <div className={look.scroll}>
            <table className={look.three} aria-label="Theirs and yours">
              <thead>
                <tr>
                  <th scope="col">Field</th>
                  <th scope="col">When you began</th>
                  <th scope="col">Theirs, live now</th>
                  <th scope="col">Yours</th>
                  <th scope="col">Take</th>
                </tr>
              </thead>
              <tbody>
                {conflict.lines.map((line) => (
                  <Line
                    key={line.path}
                    line={line}
                    side={sides.get(line.path) ?? "yours"}
                    onSide={(side) => put(line.path, side)}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </div>
      </SheetBody>
      <SheetFoot>
        {failure && <FailureNote failure={failure} />}
        <Button onClick={onBack}>Decide later</Button>
        <Button
          variant="primary"
          keyHint={["Ctrl", "↵"]}
          busy={busy}
          busyLabel="Taking over"
          onClick={() => void decide()}
        >
          Take over into the draft
        </Button>
      </SheetFoot>
    </>
  );
}

const clashWords = (count: number): string => {
  if (count === 0) return "You touched different fields, so both sides fit together.";
  return count === 1
    ? "Both of you changed one field; decide which value counts."
    : `Both of you changed ${count} fields; decide which values count.`;
};

function Line({ line, side, onSide }: { line: ThreeWay; side: Side; onSide: (side: Side) => void }) {
  const cell = (value: string | null) => (value === null ? <i>not there</i> : value);
  return (
    <tr data-clash={line.clash || undefined}>
      <th scope="row" title={line.path}>
        {line.label}
        {line.clash && <em> both changed it</em>}
      </th>
      <td>{cell(line.base)}</td>
      <td data-taken={side === "theirs" || undefined}>{cell(line.theirs)}</td>
      <td data-taken={side === "yours" || undefined}>{cell(line.yours)}</td>
      <td>
        {line.clash ? (
          <Segmented
            size="s"
            label={`Which value of ${line.label} counts`}
            value={side}
            onChange={onSide}
            options={[
              { value: "theirs", label: "Theirs" },
              { value: "yours", label: "Yours" },
            ]}
          />
        ) : (
          <i>{side === "theirs" ? "only theirs" : "only yours"}</i>
        )}
      </td>
    </tr>
  );
}

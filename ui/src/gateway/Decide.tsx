// The gateway was saved elsewhere while a draft of it was open: what stood there, theirs and yours, setting by setting. What only
// one side changed goes in by itself; where both did, the person decides. Shown by GatewayTab above the draft.
import { useState } from "react";
import type { GatewaySettings } from "../ipc/bindings";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { Segmented } from "../kit/Segmented";
import { type BothLine, linesOf, merged } from "./both";
import styles from "./Gateway.module.css";

type Props = {
  base: GatewaySettings;
  theirs: GatewaySettings;
  yours: GatewaySettings;
  onTake: (settings: GatewaySettings) => void;
  onDiscard: () => void;
};

export function Decide({ base, theirs, yours, onTake, onDiscard }: Props) {
  const [take, setTake] = useState<ReadonlySet<string>>(new Set());
  const lines = linesOf(base, theirs, yours);
  const choose = (path: string, side: "theirs" | "yours"): void =>
    setTake((now) => {
      const next = new Set(now);
      if (side === "theirs") next.add(path);
      else next.delete(path);
      return next;
    });
  return (
    <>
      <Banner
        tone="warning"
        title="The gateway was changed elsewhere since this draft was begun."
        actions={
          <>
            <Button size="s" onClick={onDiscard}>
              Take all of theirs
            </Button>
            <Button size="s" variant="primary" onClick={() => onTake(merged(base, theirs, yours, take))}>
              Take over into the draft
            </Button>
          </>
        }
      >
        {clashWords(lines.filter((line) => line.clash).length)}
      </Banner>
      <div className={styles.bothScroll}>
        <table className={styles.both} aria-label="Theirs and yours">
          <thead>
            <tr>
              <th scope="col">Setting</th>
              <th scope="col">When you began</th>
              <th scope="col">Theirs, live now</th>
              <th scope="col">Yours</th>
              <th scope="col">Take</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line
                key={line.path}
                line={line}
                side={line.only ?? (take.has(line.path) ? "theirs" : "yours")}
                onSide={(side) => choose(line.path, side)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

type LineProps = { line: BothLine; side: "theirs" | "yours"; onSide: (side: "theirs" | "yours") => void };

function Line({ line, side, onSide }: LineProps) {
  return (
    <tr data-clash={line.clash || undefined}>
      <th scope="row">{line.label}</th>
      <td>{line.base}</td>
      <td data-taken={side === "theirs" || undefined}>{line.theirs}</td>
      <td data-taken={side === "yours" || undefined}>{line.yours}</td>
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

const clashWords = (count: number): string => {
  if (count === 0) return "You touched different settings, so both sides fit together.";
  return count === 1
    ? "Both of you changed one setting; decide which value counts."
    : `Both of you changed ${count} settings; decide which values count.`;
};

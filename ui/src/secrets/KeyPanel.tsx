// One key: its reference, how old it is, who uses it, and what can be done with it. A missing one says who names it and
// how to bring it back. The value is nowhere: nobody can read it. Used by Side.tsx.
import { useState } from "react";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { IconButton } from "../kit/IconButton";
import { LiveRegion } from "../kit/LiveRegion";
import { Menu, MenuItem, MenuSeparator } from "../kit/Menu";
import { RelativeTime } from "../kit/RelativeTime";
import type { Task } from "./address";
import { DeleteKey } from "./Deleting";
import { counted, endpointsOf, isOld, type KeyRow, type ScopeItem, whyNotWrite } from "./model";
import { Note } from "./Note";
import { Panel } from "./Panel";
import styles from "./Panel.module.css";
import { useProof } from "./proving";
import { isMoving, useRotations } from "./queries";
import type { Overview } from "./types";
import { UsedBy } from "./UsedBy";
import { WhatHappens } from "./WhatHappens";

type Props = {
  row: KeyRow;
  item: ScopeItem;
  overview: Overview;
  onClose: () => void;
  onTask: (task: Task) => void;
};

export function KeyPanel(props: Props) {
  const { row, onClose } = props;
  return (
    <Panel title={row.key} named onClose={onClose}>
      <Reference reference={row.reference} />
      {row.missing ? <Missing {...props} /> : <Present {...props} />}
    </Panel>
  );
}

export function Reference({ reference }: { reference: string }) {
  return (
    <div className={styles.reference}>
      <code title={reference}>{reference}</code>
      <CopyButton iconOnly label="Copy the reference" text={reference} />
    </div>
  );
}

function Missing({ row, item, onTask }: Props) {
  const endpoints = endpointsOf(row.uses);
  const reason = item.scope === null ? null : whyNotWrite(item);
  return (
    <>
      <Note tone="failed">
        {endpoints.length === 1 ? "An endpoint names" : `${endpoints.length} endpoints name`} this key, but{" "}
        {item.scope === null
          ? `there is no scope ${row.scope} that you can see`
          : `${row.scope} does not hold it`}
        . Calls through {endpoints.length === 1 ? "it" : "them"} fail, and Databricks refuses changes to{" "}
        {endpoints.length === 1 ? "it" : "them"} until the key is there or another one is chosen.
      </Note>
      <div className={styles.acts}>
        {item.scope === null ? (
          <Button variant="primary" icon="folder" onClick={() => onTask("scope")}>
            Create the scope
          </Button>
        ) : (
          <Button variant="primary" icon="plus" onClick={() => onTask("add")} disabledReason={reason}>
            Add this key
          </Button>
        )}
      </div>
      <section className={styles.part}>
        <h3>Named by</h3>
        <UsedBy uses={row.uses} />
      </section>
    </>
  );
}

function Present({ row, item, overview, onTask }: Props) {
  const [deleting, setDeleting] = useState(false);
  const proof = useProof(row.reference, row.uses);
  const rotations = useRotations();
  const [now] = useState(() => Date.now());
  const reason = whyNotWrite(item);
  const underWay = rotations.data?.find(
    (one) =>
      one.scope === row.scope && (one.oldKey === row.key || one.newKey === row.key) && !isOver(one.state),
  );
  const unused = row.uses.length === 0;
  return (
    <>
      <p className={styles.fact}>
        Last changed <RelativeTime ms={row.updatedAt} never="at a time Databricks does not tell" />.
        {isOld(row, now) && " Older than a year: worth renewing."}
      </p>
      <div className={styles.acts}>
        <Button variant="primary" icon="refresh" onClick={() => onTask("rotate")} disabledReason={reason}>
          {underWay ? "Go on rotating" : "Rotate…"}
        </Button>
        <Button
          busy={proof.busy}
          busyLabel="Testing"
          onClick={() => void proof.prove()}
          disabledReason={
            unused ? "No endpoint uses this key, so there is nothing to call it through." : null
          }
        >
          Test it
        </Button>
        <Menu trigger={<IconButton label="More" icon="more" variant="quiet" />} width={240}>
          <MenuItem icon="pencil" onSelect={() => onTask("replace")} disabledReason={reason}>
            Replace its value
          </MenuItem>
          <MenuSeparator />
          <MenuItem icon="trash" danger onSelect={() => setDeleting(true)} disabledReason={reason}>
            Delete this key
          </MenuItem>
        </Menu>
      </div>
      {reason && <Note icon="lock">{reason}</Note>}
      {underWay && (
        <Note tone={isMoving(underWay) ? "info" : "warning"} icon="refresh">
          {underWay.oldKey === row.key
            ? `This key is being rotated: ${underWay.newKey} takes its place.`
            : `This key is taking the place of ${underWay.oldKey}.`}
        </Note>
      )}
      <section className={styles.part}>
        <h3>Used by</h3>
        {unused ? (
          <p className={styles.quiet}>
            No endpoint {overview.unreadEndpoints.length > 0 ? "that could be read " : ""}uses it. Notebooks
            and jobs may read it without anybody seeing that here.
          </p>
        ) : (
          <UsedBy uses={row.uses} proofs={proof.proofs} />
        )}
        <ProofSum proof={proof} />
      </section>
      {!unused && !reason && !underWay && (
        <section className={styles.part}>
          <h3>Rotate, what happens</h3>
          <WhatHappens endpoints={endpointsOf(row.uses)} />
        </section>
      )}
      {deleting && <DeleteKey row={row} overview={overview} onClose={() => setDeleting(false)} />}
    </>
  );
}

const isOver = (state: string): boolean => state === "finished" || state === "undone";

function ProofSum({ proof }: { proof: ReturnType<typeof useProof> }) {
  const done = !proof.busy && proof.works + proof.failed > 0;
  const words = !done
    ? ""
    : proof.failed === 0
      ? `The key works: ${counted(proof.works, "served entity", "served entities")} answered a one-token call.`
      : `${proof.failed} of ${counted(proof.works + proof.failed, "served entity", "served entities")} did not answer.`;
  return (
    <>
      {done && <p className={styles.quiet}>{words}</p>}
      <LiveRegion text={words} />
    </>
  );
}

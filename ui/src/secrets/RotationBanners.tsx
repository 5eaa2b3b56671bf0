// At the top of the room: a rotation that stopped half-way and waits for somebody to finish or undo it. Used by Page.tsx.
import { failureOf } from "../ipc/call";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { useNextStep } from "../shell/next";
import { Note } from "./Note";
import { useRotations } from "./queries";
import styles from "./Room.module.css";
import { needsDecision, useRotating } from "./rotating";
import type { Rotation } from "./types";

type Props = {
  /** "scope/key" whose rotation stands in the panel already. */
  looking: string | null;
  onLook: (scope: string, key: string) => void;
};

export function RotationBanners({ looking, onLook }: Props) {
  const rotations = useRotations();
  const waiting = (rotations.data ?? []).filter(
    // What somebody is just doing in the panel needs no banner; what was left from an earlier time does.
    (one) => needsDecision(one) && (one.state === "interrupted" || looking !== `${one.scope}/${one.oldKey}`),
  );
  const [first] = waiting;
  if (rotations.isError && rotations.data === undefined)
    return (
      <div className={styles.doubts}>
        <Note
          tone="warning"
          actions={
            <Button size="s" onClick={() => void rotations.refetch()}>
              Try again
            </Button>
          }
        >
          Whether a rotation was interrupted could not be read: {failureOf(rotations.error).explanation.title}
          .
        </Note>
      </div>
    );
  if (!first) return null;
  return (
    <OneRotation
      key={first.id}
      rotation={first}
      more={waiting.length - 1}
      onLook={() => onLook(first.scope, first.oldKey)}
    />
  );
}

const TITLES: Record<string, string> = {
  interrupted: "was interrupted.",
  failed: "stopped at a step that did not work.",
  stored: "has not been carried out yet.",
};

function OneRotation({ rotation, more, onLook }: { rotation: Rotation; more: number; onLook: () => void }) {
  const rotating = useRotating();
  const onNext = useNextStep();
  const { id, scope, oldKey, newKey, state } = rotation;
  return (
    <>
      <Banner
        tone="warning"
        title={`Rotating ${scope}/${oldKey} ${TITLES[state] ?? ""}`}
        actions={
          <>
            <Button
              size="s"
              busy={rotating.busy === "run"}
              busyLabel="Finishing"
              onClick={() => {
                onLook();
                void rotating.run(id);
              }}
            >
              Finish
            </Button>
            <Button
              size="s"
              busy={rotating.busy === "undo"}
              busyLabel="Undoing"
              onClick={() => {
                onLook();
                void rotating.undo(id);
              }}
            >
              Undo
            </Button>
            <Button size="s" variant="quiet" onClick={onLook}>
              Look at it
            </Button>
          </>
        }
      >
        {newKey} should take its place. Finish that, or undo it.
        {more > 0 &&
          ` ${more === 1 ? "One more rotation waits" : `${more} more rotations wait`} after this one.`}
      </Banner>
      {rotating.failure && (
        <div className={styles.doubts}>
          <FailureNote failure={rotating.failure} onNext={onNext} />
        </div>
      )}
    </>
  );
}

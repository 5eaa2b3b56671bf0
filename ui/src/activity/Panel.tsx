// One change in full: how it stands, its calls with results, what it changed, and the ways on: go on from where it stopped,
// leave it, or make a draft of what stood before or after. Nothing here writes to Databricks but going on.
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Change } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { ChangeSteps, stepsDone } from "../kit/ChangeSteps";
import { Dialog } from "../kit/Dialog";
import { FailureCard } from "../kit/FailureCard";
import { FailureNote } from "../kit/FailureNote";
import { FieldChanges } from "../kit/FieldChanges";
import { Glyph } from "../kit/Icon";
import { IconButton } from "../kit/IconButton";
import { LinkButton } from "../kit/LinkButton";
import { Pulse } from "../kit/Spinner";
import { absoluteTime, duration } from "../kit/time";
import { useNextStep } from "../shell/next";
import styles from "./Activity.module.css";
import { ORIGIN_WORDS, STATE_GLYPHS, STATE_WORDS, standing } from "./model";
import { useActing, useChangeDetail } from "./queries";

type Props = { id: string; showEndpoint: boolean; onClose: () => void };

export function ChangePanel({ id, showEndpoint, onClose }: Props) {
  const query = useChangeDetail(id);
  const acting = useActing(id);
  const onNext = useNextStep({ tryAgain: () => void query.refetch(), reload: () => void query.refetch() });
  const stepNext = useNextStep();
  const known = query.data;
  return (
    <section className={styles.panel} aria-label="The change">
      <header className={styles.panelHead}>
        <h2>{known?.change.title ?? "A change"}</h2>
        <IconButton label="Close the change" icon="cross" onClick={onClose} />
      </header>
      {!known && (query.isError ? <FailureCard failure={query.error} onNext={onNext} compact /> : <Pulse />)}
      {known && (
        <>
          <About change={known.change} showEndpoint={showEndpoint} />
          <Ways change={known.change} acting={acting} />
          <div className={styles.between}>
            <h3>Calls</h3>
            <span>{stepsDone(known.change.steps)}</span>
          </div>
          <ChangeSteps steps={known.change.steps} onNext={acting.doing === null ? stepNext : undefined} />
          {known.trimmed ? (
            <p className={styles.ask}>
              What stood there before and after is not kept any more. It is kept for a year, for the newest
              2,000 changes, up to 64 MB; a change that is not finished keeps it.
            </p>
          ) : (
            <FieldChanges
              fields={known.fields}
              before={known.before}
              after={known.after}
              title="What it changed"
            />
          )}
        </>
      )}
    </section>
  );
}

function About({ change, showEndpoint }: { change: Change; showEndpoint: boolean }) {
  const navigate = useNavigate();
  const took = change.endedAt === null ? "" : `, took ${duration(change.endedAt - change.startedAt)}`;
  return (
    <>
      <p className={styles.state} data-state={change.state}>
        <Glyph name={STATE_GLYPHS[change.state]} size={15} />
        <b>{STATE_WORDS[change.state]}.</b> {standing(change)}
      </p>
      <p className={styles.about}>
        {ORIGIN_WORDS[change.origin]} · {absoluteTime(change.startedAt)}
        {took}
        {change.who && ` · ${change.who}`}
        {showEndpoint && (
          <>
            {" · "}
            <LinkButton
              size="s"
              onClick={() =>
                void navigate({ to: "/endpoints/$name", params: { name: change.endpoint }, search: {} })
              }
            >
              {change.endpoint}
            </LinkButton>
          </>
        )}
      </p>
    </>
  );
}

type Acting = ReturnType<typeof useActing>;
type Asking = "before" | "after" | "abandon" | null;

function Ways({ change, acting }: { change: Change; acting: Acting }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>(null);
  const [lost, setLost] = useState<string[]>([]);
  const open = change.state === "interrupted" || change.state === "failed";
  const review = (): void =>
    void navigate({
      to: "/endpoints/$name/edit",
      params: { name: change.endpoint },
      search: { review: "yes" },
    });
  const restore = async (side: "before" | "after"): Promise<void> => {
    setAsking(null);
    const restored = await acting.restore(side);
    if (restored && restored.lost.length > 0) setLost(restored.lost);
    else if (restored) review();
  };
  const leave = async (): Promise<void> => {
    setAsking(null);
    await acting.abandon();
  };
  if (!open && !change.canRestore) return null;
  return (
    <div className={styles.ways}>
      {open && change.canResume && (
        <Button
          variant="primary"
          icon="refresh"
          busy={acting.doing === "resume"}
          busyLabel="Going on"
          onClick={() => void acting.resume()}
        >
          Go on from there
        </Button>
      )}
      {open && !change.canResume && (
        <p className={styles.note}>
          It cannot go on by itself: a key that was typed in plain text is not kept. Open an edit and apply
          again what is missing.
        </p>
      )}
      {change.canRestore && (
        <>
          <Button
            busy={acting.doing === "restore"}
            busyLabel="Making a draft"
            onClick={() => setAsking("before")}
          >
            Put back what was before
          </Button>
          {change.state !== "running" && (
            <Button
              variant="quiet"
              disabledReason={acting.doing === "restore" ? "A draft is being made." : null}
              onClick={() => setAsking("after")}
            >
              Use what this change wrote
            </Button>
          )}
        </>
      )}
      {open && (
        <Button variant="quiet" busy={acting.doing === "abandon"} onClick={() => setAsking("abandon")}>
          Leave it as it is
        </Button>
      )}
      {acting.failure && <FailureNote failure={acting.failure} />}
      <Restoring
        side={asking === "abandon" ? null : asking}
        change={change}
        onClose={() => setAsking(null)}
        onGo={(side) => void restore(side)}
      />
      <Dialog
        open={lost.length > 0}
        onClose={() => setLost([])}
        title="The draft is made, with what can come back"
        actions={
          <>
            <Button onClick={() => setLost([])}>Look at it later</Button>
            <Button variant="primary" onClick={review}>
              Review the draft
            </Button>
          </>
        }
      >
        <ul className={styles.lost}>
          {lost.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Dialog>
      <Dialog
        open={asking === "abandon"}
        onClose={() => setAsking(null)}
        title="Leave this change as it is?"
        actions={
          <>
            <Button onClick={() => setAsking(null)}>Decide later</Button>
            <Button variant="primary" onClick={() => void leave()}>
              Leave it as it is
            </Button>
          </>
        }
      >
        <p>
          What was done stays done, the rest is never sent, and the endpoint's page stops announcing it. The
          change stays in this list.
        </p>
      </Dialog>
    </div>
  );
}

type RestoringProps = {
  side: "before" | "after" | null;
  change: Change;
  onClose: () => void;
  onGo: (side: "before" | "after") => void;
};

function Restoring({ side, change, onClose, onGo }: RestoringProps) {
  return (
    <Dialog
      open={side !== null}
      onClose={onClose}
      title={side === "after" ? "Make a draft of what this wrote?" : "Make a draft of what was before?"}
      actions={
        <>
          <Button onClick={onClose}>Keep it as it is</Button>
          <Button variant="primary" onClick={() => side && onGo(side)}>
            Make the draft and review it
          </Button>
        </>
      }
    >
      <p className={styles.ask}>
        Nothing is sent yet: you see every field before it is applied. An unfinished edit of {change.endpoint}{" "}
        is replaced. Keys that nobody can read cannot be put back; you are told which.
      </p>
    </Dialog>
  );
}

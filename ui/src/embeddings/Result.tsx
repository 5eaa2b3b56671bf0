// What came out: nothing yet, on its way, a comparison with one or two models, or why it cannot be shown.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { EmbeddingRun, NextStepKind } from "../ipc/bindings";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureCard } from "../kit/FailureCard";
import { Icon } from "../kit/Icon";
import { LiveRegion } from "../kit/LiveRegion";
import { RelativeTime } from "../kit/RelativeTime";
import { Pulse } from "../kit/Spinner";
import { Tabs } from "../kit/Tabs";
import { useNextStep } from "../shell/next";
import styles from "./Embeddings.module.css";
import { Ramp } from "./Heat";
import { agreement, amount, twoModels } from "./model";
import { runQuery } from "./queries";
import { Side, type View } from "./Side";
import type { Comparing } from "./useComparing";
import type { Sheet } from "./useSheet";

type Props = {
  id: string | null;
  view: View;
  onView: (view: View) => void;
  chosen: number;
  onChoose: (at: number) => void;
  sheet: Sheet;
  comparing: Comparing;
  onStart: () => void;
  /** The comparison of the address is not there any more. */
  onGone: () => void;
};

export function Result(props: Props) {
  const { id, sheet, comparing, onStart, onGone } = props;
  const run = useQuery({ ...runQuery(id ?? ""), enabled: id !== null });
  const next = useNextStep({ tryAgain: onStart, waitAndRetry: onStart, reload: onStart });
  return (
    <section className={styles.right} aria-labelledby="embedding-result">
      <LiveRegion text={comparing.busy ? `Comparing ${amount(sheet.texts.length, "text", "texts")}` : ""} />
      {comparing.failure && <FailureCard failure={comparing.failure} onNext={next} />}
      {id !== null && run.data ? (
        <Shown {...props} run={run.data} onNext={next} />
      ) : (
        <h2 id="embedding-result">How alike they are</h2>
      )}
      {id !== null && run.error && (
        <>
          <FailureCard failure={run.error} />
          <Button onClick={onGone}>Back to the texts</Button>
        </>
      )}
      {id !== null && run.isPending && <Pulse lines={6} label="Opening the comparison" />}
      {id === null && comparing.busy && <Pulse lines={6} />}
      {id === null && !comparing.busy && <Nothing onStart={onStart} ready={sheet.texts.length > 0} />}
    </section>
  );
}

function Nothing({ onStart, ready }: { onStart: () => void; ready: boolean }) {
  return (
    <EmptyState
      drawing={<Icon name="table" size={40} />}
      title="See which texts mean the same"
      actions={
        <Button icon="play" onClick={onStart} disabledReason={ready ? null : "Type a text first."}>
          Compare texts
        </Button>
      }
    >
      Each pair of texts gets a number between 0, unrelated, and 1, the same. Search and recommendations work
      with it.
    </EmptyState>
  );
}

type ShownProps = Props & { run: EmbeddingRun; onNext: (kind: NextStepKind) => void };

function Shown({ run, view, onView, chosen, onChoose, sheet, comparing, onNext }: ShownProps) {
  const navigate = useNavigate();
  const own = Math.min(chosen, run.texts.length - 1);
  const changed =
    run.texts.length !== sheet.texts.length || run.texts.some((text, at) => text !== sheet.texts[at]);
  const two = twoModels(run.sides);
  const agreed = agreement(run.sides);
  const step = (kind: NextStepKind, endpoint: string) => {
    if (kind !== "chooseSecret" && kind !== "editEndpoint") return onNext(kind);
    void navigate({ to: "/endpoints/$name", params: { name: endpoint }, search: {} });
  };
  return (
    <>
      <div className={styles.between}>
        <h2 id="embedding-result">How alike they are</h2>
        <Tabs
          label="How it is shown"
          className={styles.tabs}
          value={view}
          onChange={onView}
          tabs={[
            { value: "table", label: "Table" },
            { value: "nearest", label: "Nearest" },
            { value: "map", label: "Map" },
          ]}
        />
        {view === "table" && <Ramp />}
      </div>
      {changed && !comparing.busy && (
        <p className={styles.note}>
          <Icon name="info" size={15} />
          <span>
            Compared <RelativeTime ms={run.at} /> with {amount(run.texts.length, "text", "texts")} that differ
            from those on the left.{" "}
          </span>
          <Button size="s" onClick={() => sheet.replace(run.texts)}>
            Take its texts
          </Button>
        </p>
      )}
      {two && (
        <p className={styles.note} data-tone={two.tone}>
          <Icon name={two.tone} size={15} />
          <span>{two.text}</span>
        </p>
      )}
      {agreed && <p className={styles.words}>{agreed}</p>}
      <div className={styles.sides} data-busy={comparing.busy || undefined}>
        {run.sides.map((side, at) => (
          <Side
            key={`${side.endpoint} ${side.entity ?? ""} ${at === 0 ? "first" : "second"}`}
            run={run}
            at={at}
            side={side}
            view={view}
            chosen={own}
            onChoose={onChoose}
            onNext={(kind) => step(kind, side.endpoint)}
          />
        ))}
      </div>
    </>
  );
}

// One comparison on the page: head with the endpoint, the message for all, the bar above the columns, and the columns. What
// the parts do together is decided here.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type CellAnswers, type Comparison, type ComparisonRun, commands } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { FailureCard } from "../kit/FailureCard";
import { LiveRegion } from "../kit/LiveRegion";
import { useToast } from "../kit/Toast";
import { useKey } from "../shell/keys";
import { useNextStep } from "../shell/next";
import { Bar } from "./Bar";
import { Columns } from "./Columns";
import styles from "./Compare.module.css";
import { type Comparing, useComparing, useComparingState } from "./comparing";
import { useEscape } from "./escape";
import { Head } from "./Head";
import { HistoryDrawer } from "./HistoryDrawer";
import { Message } from "./Message";
import { type Spread, spreadOf } from "./measure";
import { baselineOf, isHidden, measured, type Place, placesOf, shownRun } from "./model";
import { OptionsDrawer, type OptionsOf } from "./OptionsDrawer";
import { answersQuery, begin, changeComparison, compareKeys } from "./queries";
import { useAsking } from "./useAsking";

export function Compare({ comparison, wanted }: { comparison: Comparison; wanted: string | undefined }) {
  const comparing = useComparing(comparison.id);
  const state = useComparingState(comparing);
  const navigate = useNavigate();
  const area = useRef<HTMLTextAreaElement | null>(null);
  const [history, setHistory] = useState(false);
  const [options, setOptions] = useState<OptionsOf | null>(null);
  const { setup } = comparison;
  const run = shownRun(comparison, wanted);
  const places = placesOf(comparison, run);
  const hidden = isHidden(setup, run);
  const cells = useQuery({ ...answersQuery(run?.id ?? ""), enabled: run !== null });
  const spreads = useSpreads(cells.data, places);
  const asking = useAsking(comparison, comparing);
  const running = state.phase !== "idle";
  const vote = useVoting(comparison.id, run);
  const startNew = useNew(comparison);
  const next = useNextStep({ tryAgain: asking.run, waitAndRetry: asking.run, reload: asking.run });
  const show = (runId: string | undefined) =>
    void navigate({ to: "/compare", search: { compare: comparison.id, ...(runId ? { run: runId } : {}) } });
  useKey("mod+enter", () => asking.run(), { when: !running });
  useKey("n", startNew);
  useEscape(running, () => comparing.stop());
  useLeaving(comparing, area);
  useNewestRun(state.runId, running, wanted, show);

  return (
    <>
      <Head
        comparison={comparison}
        comparing={comparing}
        running={running}
        onHistory={() => setHistory(true)}
        onOptions={setOptions}
      />
      <Message
        comparison={comparison}
        comparing={comparing}
        asking={asking}
        spreads={spreads}
        area={area}
        onOptions={() => setOptions({ of: "all" })}
      />
      {state.failure && (
        <div className={styles.failure}>
          <FailureCard failure={state.failure} onNext={next} />
        </div>
      )}
      <Bar
        comparison={comparison}
        comparing={comparing}
        places={places}
        baseline={baselineOf(setup, places)}
        run={run}
        hidden={hidden}
        running={running}
        onShow={show}
        onSkip={() => vote(null, "")}
      />
      <Columns
        comparison={comparison}
        comparing={comparing}
        run={run}
        places={places}
        cells={cells.data}
        failure={cells.error ?? null}
        spreads={spreads}
        hidden={hidden}
        onVote={vote}
        onOptions={setOptions}
      />
      <LiveRegion text={saidOf(state.phase, places.length, spreads)} />
      <OptionsDrawer
        comparison={comparison}
        comparing={comparing}
        of={options}
        onClose={() => setOptions(null)}
      />
      <HistoryDrawer
        open={history}
        onClose={() => setHistory(false)}
        current={comparison.id}
        onNew={startNew}
        onOpen={(id) => {
          setHistory(false);
          void navigate({ to: "/compare", search: id === undefined ? {} : { compare: id } });
        }}
      />
    </>
  );
}

/** The numbers of each place. They change with the answers, not with every key that is typed. */
function useSpreads(cells: CellAnswers[] | undefined, places: Place[]): (Spread | null)[] {
  const known = useMemo(
    () => new Map((cells ?? []).map((cell) => [cell.columnId, spreadOf(cell.answers.map(measured))])),
    [cells],
  );
  return places.map((place) => {
    const spread = known.get(place.id);
    return spread && spread.asked > 0 ? spread : null;
  });
}

function saidOf(phase: string, columns: number, spreads: ({ complete: number } | null)[]): string {
  if (phase === "stopping") return "Stopping";
  if (phase === "running") return `${columns} columns are being answered`;
  const answered = spreads.filter((spread) => spread !== null && spread.complete > 0).length;
  if (spreads.every((spread) => spread === null)) return "";
  return answered === columns ? "All columns answered" : `${answered} of ${columns} columns answered`;
}

/** The cursor stands in the box when the page opens; what is set is saved when it closes. */
function useLeaving(comparing: Comparing, area: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const box = area.current;
    box?.focus();
    box?.setSelectionRange(box.value.length, box.value.length);
    return () => comparing.leave();
  }, [comparing, area]);
}

/** A new run is looked at, also when an earlier one was on the page. */
function useNewestRun(
  runId: string | null,
  running: boolean,
  wanted: string | undefined,
  show: (runId: string | undefined) => void,
): void {
  const latest = useRef(show);
  useEffect(() => {
    latest.current = show;
  }, [show]);
  const away = running && runId !== null && wanted !== undefined && wanted !== runId;
  useEffect(() => {
    if (away) latest.current(undefined);
  }, [away]);
}

function useNew(comparison: Comparison): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return () => {
    begin(client, comparison.setup.endpoint).then(
      (id) => void navigate({ to: "/compare", search: { compare: id } }),
      (error: unknown) => toast({ tone: "failed", title: failureOf(error).explanation.title }),
    );
  };
}

export type Voting = (columnId: string | null, note: string, back?: boolean) => void;

/** A vote for a column, for none, or taken back. */
function useVoting(id: string, run: ComparisonRun | null): Voting {
  const client = useQueryClient();
  const toast = useToast();
  return (column, note, back = false) => {
    if (run === null) return;
    unwrap(commands.compareVote(run.id, back ? null : { column, note })).then(
      (voted) => {
        changeComparison(client, id, (known) => ({ ...known, runs: voted.runs }));
        void client.invalidateQueries({ queryKey: compareKeys.tally(id) });
      },
      (error: unknown) => toast({ tone: "failed", title: failureOf(error).explanation.title }),
    );
  };
}

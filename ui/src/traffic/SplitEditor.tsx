// The split editor: one bar and one table on the same numbers, either may be ignored. It edits what it is given and hands
// every change back whole; drafts, review and writing are TrafficTab's or the create flow's. Shown by both of them.
import { type ReactNode, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Share } from "../ipc/bindings";
import { LinkButton } from "../kit/LinkButton";
import { LiveRegion } from "../kit/LiveRegion";
import { FallbackChain } from "./FallbackChain";
import { type Split, splitProblem } from "./model";
import { Presets } from "./Presets";
import { backToLive } from "./presets";
import { brokenOf, type Readings } from "./readings/health";
import { colourPlaces, rowsOfSplit, type SplitRow } from "./rows";
import { SplitBar } from "./SplitBar";
import styles from "./SplitEditor.module.css";
import { RefusalNote, SplitTable } from "./SplitTable";
import { StandbyTray } from "./StandbyTray";
import { useEditorActions, useEditorKeys } from "./useEditorActions";
import { useSplit } from "./useSplit";
import { useWidth } from "./useWidth";
import { BY_CHANCE, differences, requestPieces, sameOrder } from "./words";

export type SplitEditorProps = {
  /** In fallback order; the shares add up to 100. */
  rows: SplitRow[];
  onChange: (rows: SplitRow[]) => void;
  fallback: boolean;
  /** Without it the fallback switch is only shown as words. */
  onFallbackChange?: (on: boolean) => void;
  /** What answers now, for ghost lines and the way back; null for an endpoint that is not live. */
  live: Share[] | null;
  disabledReason?: string | null;
  /** Takes over speaking: called 400 ms after the last change. Without it the editor has a live region of its own. */
  onAnnounce?: (sentence: string) => void;
  /** What measurements say of each entity, for two more columns and the fallback line. */
  readings?: Readings | undefined;
  /** Leads to where entities are added and removed, when that is not around the editor already. */
  onEntities?: (() => void) | undefined;
  /** Leads to where fallback is switched. */
  onGateway?: (() => void) | undefined;
  /** What stands inside the fallback card, beside it and under it. Colours are handed on. */
  parts?: ((places: ReadonlyMap<string, number>) => EditorParts) | undefined;
};

export type EditorParts = { inFallback: ReactNode; beside: ReactNode; below: ReactNode };

/** Below this width of the editor the bar stands upright; the stylesheets say the same. */
const UPRIGHT_BELOW = 420;

export function SplitEditor({
  rows,
  onChange,
  fallback,
  onFallbackChange,
  live,
  disabledReason = null,
  onAnnounce,
  readings,
  onEntities,
  onGateway,
  parts,
}: SplitEditorProps) {
  const editing = useSplit(rows, onChange);
  const [preview, setPreview] = useState<Split | null>(null);
  const [root, width] = useWidth<HTMLDivElement>();
  const stage = useRef<HTMLDivElement>(null);
  const refusalId = useId();
  const { split, attempt, refusal } = editing;
  const shown = preview ?? split;
  // A drag never wakes or parks anybody, so these parts need not follow it.
  const waiting = useMemo(
    () => split.filter((share) => share.percent === 0).map((share) => share.entity),
    [split],
  );
  const problem = splitProblem(split);
  const places = useMemo(
    () =>
      colourPlaces(
        rows.map((row) => row.entity),
        live,
      ),
    [rows, live],
  );
  const upright = width > 0 && width < UPRIGHT_BELOW;
  const actions = useEditorActions(editing, root);
  const backHome = useCallback(() => {
    if (live) attempt((now) => backToLive(now, live));
  }, [attempt, live]);
  const keys = useEditorKeys(editing, disabledReason ? null : backHome);
  const broken = useMemo(() => (readings ? brokenOf(readings) : undefined), [readings]);
  // A drag repaints the split many times a second; what stands around it does not follow.
  const around = useMemo(() => parts?.(places) ?? null, [parts, places]);

  if (rows.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that work anywhere inside the editor.
    <div ref={root} className={styles.editor} onKeyDown={keys}>
      <div className={styles.head}>
        <h2>Traffic split</h2>
        {rows.length > 1 && (
          <Presets
            split={split}
            canUndo={editing.canUndo}
            canRedo={editing.canRedo}
            atLive={live && differences(live, split).length === 0 && sameOrder(live, split)}
            disabledReason={disabledReason}
            actions={actions}
            onUndo={editing.undo}
            onRedo={editing.redo}
            onBackToLive={backHome}
          />
        )}
      </div>
      <div className={styles.stage} data-tray={waiting.length > 0 || undefined}>
        <div ref={stage} className={styles.drop}>
          <SplitBar
            split={shown}
            places={places}
            live={live}
            upright={upright}
            disabledReason={disabledReason}
            onPreview={setPreview}
            onMove={actions.onMove}
          />
        </div>
        {waiting.length > 0 && (
          <StandbyTray
            entities={waiting}
            places={places}
            target={stage}
            disabledReason={disabledReason}
            onGive={actions.onGive}
          />
        )}
      </div>
      {problem && <p className={styles.problem}>{problem} Choose Even, or type the shares again.</p>}
      {refusal && refusal.about === null && (
        <div className={styles.refusal}>
          <RefusalNote id={refusalId} refusal={refusal} onUnlock={editing.unlockAndRetry} />
        </div>
      )}
      <Words split={shown} />
      <SplitTable
        rows={preview ? rowsOfSplit(rows, preview) : rows}
        places={places}
        showLive={live !== null}
        readings={readings}
        refusal={refusal}
        refusalId={refusalId}
        disabledReason={disabledReason}
        actions={actions}
        onUnlock={editing.unlockAndRetry}
      />
      {onEntities && (
        <div className={styles.entities}>
          <LinkButton size="s" onClick={onEntities}>
            Add or remove a served entity
          </LinkButton>
        </div>
      )}
      {(rows.length > 1 || around?.below) && (
        <div className={styles.foot} data-beside={(around?.beside && rows.length > 1) || undefined}>
          {rows.length > 1 && (
            <FallbackChain
              split={split}
              places={places}
              on={fallback}
              onChange={onFallbackChange}
              disabledReason={disabledReason}
              broken={broken}
              onGateway={onGateway}
            >
              {around?.inFallback}
            </FallbackChain>
          )}
          {rows.length > 1 && around?.beside}
          {around?.below && <div className={styles.below}>{around.below}</div>}
        </div>
      )}
      {onAnnounce ? (
        <Announce sentence={editing.said} to={onAnnounce} />
      ) : (
        <LiveRegion text={editing.said} delay={400} />
      )}
    </div>
  );
}

/** The guaranteed sentence under the bar. */
function Words({ split }: { split: Split }) {
  const many = split.filter((share) => share.percent > 0).length > 1;
  let at = 0;
  return (
    <p className={styles.words}>
      {requestPieces(split).map((piece) => {
        at += 1;
        return piece.strong ? <b key={at}>{piece.text}</b> : piece.text;
      })}{" "}
      {many && <span>{BY_CHANCE}</span>}
    </p>
  );
}

function Announce({ sentence, to }: { sentence: string; to: (sentence: string) => void }) {
  useEffect(() => {
    if (sentence === "") return;
    const timer = window.setTimeout(() => to(sentence), 400);
    return () => window.clearTimeout(timer);
  }, [sentence, to]);
  return null;
}

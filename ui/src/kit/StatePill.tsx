// The state of an endpoint: shape, colour and word, never colour alone. Counting states show how long they have lasted.
import type { EndpointState } from "../ipc/bindings";
import { Glyph, type GlyphName } from "./Icon";
import styles from "./StatePill.module.css";
import { clock } from "./time";
import { useNow } from "./useNow";

export const STATE_WORDS: Record<EndpointState, string> = {
  ready: "Ready",
  updating: "Updating",
  readyUpdateFailed: "Ready, update failed",
  creating: "Creating",
  notReady: "Not ready",
  failed: "Failed",
  unknown: "Not checked",
};

const SHAPES: Record<EndpointState, GlyphName> = {
  ready: "ready",
  updating: "updating",
  readyUpdateFailed: "ready",
  creating: "updating",
  notReady: "notReady",
  failed: "failed",
  unknown: "unknown",
};

type Props = { state: EndpointState; since?: number | null | undefined; reason?: string | null | undefined };

export function StatePill({ state, since, reason }: Props) {
  const counting = state === "updating" || state === "creating";
  const words = state === "readyUpdateFailed" ? STATE_WORDS.ready : STATE_WORDS[state];
  return (
    <span className={styles.state} data-state={state} title={reason ?? undefined}>
      <Glyph name={SHAPES[state]} className={styles.shape} />
      <span>
        {words}
        {counting && since ? <Elapsed since={since} /> : null}
      </span>
      {state === "readyUpdateFailed" && (
        <span className={styles.second}>
          <Glyph name="warning" size={12} />
          update failed
        </span>
      )}
    </span>
  );
}

function Elapsed({ since }: { since: number }) {
  const now = useNow(1_000);
  return <span className={styles.clock}>, {clock((now - since) / 1_000)}</span>;
}

/** The small mark of a state in lists of names. Named for readers, because it stands for the word. */
export function StateDot({ state }: { state: EndpointState }) {
  return (
    <span
      role="img"
      aria-label={STATE_WORDS[state]}
      title={STATE_WORDS[state]}
      className={styles.dot}
      data-state={state}
    />
  );
}

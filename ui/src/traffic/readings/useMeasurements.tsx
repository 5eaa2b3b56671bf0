// The measurements around the split of one endpoint: bench, observed split and drill with their latest results, and the
// parts that show them. Used by the Traffic tab only.
import { useCallback, useMemo } from "react";
import type { Endpoint } from "../../ipc/bindings";
import type { EditorParts } from "../SplitEditor";
import { BenchCard } from "./BenchCard";
import { DrillPart } from "./DrillPart";
import { type Readings, readingsOf } from "./health";
import { ObservedCard } from "./ObservedCard";
import { useBench, useDrill, useLeftovers, useObserved } from "./runs";

type Measurements = { readings: Readings; parts: (places: ReadonlyMap<string, number>) => EditorParts };

export function useMeasurements(endpoint: Endpoint): Measurements {
  const observing = useObserved(endpoint.name);
  const bench = useBench(endpoint.name);
  const drill = useDrill(endpoint.name);
  const left = useLeftovers();
  const readings = useMemo(
    () => readingsOf(bench.run?.news ?? null, observing.run?.news ?? null),
    [bench.run, observing.run],
  );
  const parts = useCallback(
    (places: ReadonlyMap<string, number>): EditorParts => ({
      inFallback: (
        <DrillPart endpoint={endpoint.name} drill={drill} left={left} disabledReason={whyNoDrill(endpoint)} />
      ),
      beside: (
        <ObservedCard
          live={endpoint.entities}
          endpoint={endpoint.name}
          places={places}
          observing={observing}
          disabledReason={whyNoCalls(endpoint)}
        />
      ),
      below: (
        <BenchCard
          count={endpoint.entities.length}
          places={places}
          bench={bench}
          disabledReason={whyNoCalls(endpoint)}
        />
      ),
    }),
    [endpoint, observing, bench, drill, left],
  );
  return { readings, parts };
}

/** Why no call can be sent; null when one can. */
function whyNoCalls({ name, state, permission }: Endpoint): string | null {
  if (permission === "view") return `You need CAN QUERY on ${name} to send calls.`;
  if (state === "creating" || state === "notReady" || state === "failed")
    return `${name} does not answer yet.`;
  return null;
}

function whyNoDrill(endpoint: Endpoint): string | null {
  if (endpoint.entities.length < 2) return "With one entity nobody can step in.";
  if (!endpoint.fallback) return "Fallback is off, so nobody would step in.";
  return whyNoCalls(endpoint);
}

// What an earlier run of the app left open in this workspace: ramps that were interrupted or stopped, copies of drills. One
// quiet banner with the ways to decide. Shown on the first page after a start; the deciding itself is the Traffic tab's.
import { useNavigate } from "@tanstack/react-router";
import type { Ramp } from "../ipc/bindings";
import { Banner } from "../kit/Banner";
import { Button } from "../kit/Button";
import { isMoving, useRamps } from "./ramp/runs";
import { useLeftovers } from "./readings/runs";

export function Unfinished() {
  const navigate = useNavigate();
  const ramps = (useRamps().data ?? []).filter((one) => !isMoving(one));
  const { leftovers } = useLeftovers();
  const open = (name: string) =>
    void navigate({ to: "/endpoints/$name", params: { name }, search: { tab: "traffic" } });
  return (
    <>
      {ramps.map((ramp) => (
        <Banner
          key={ramp.id}
          tone="warning"
          title={title(ramp)}
          actions={<Button onClick={() => open(ramp.endpoint)}>Decide how to go on</Button>}
        >
          {step(ramp)} The split stays there until you decide.
        </Banner>
      ))}
      {leftovers.map((drill) => (
        <Banner
          key={drill.id}
          tone="warning"
          title={`A copy of ${drill.endpoint} is left from a failover drill.`}
          actions={<Button onClick={() => open(drill.endpoint)}>Look at it</Button>}
        >
          {drill.clone} was to be removed and may still be there.
        </Banner>
      ))}
    </>
  );
}

function title({ endpoint, state }: Ramp): string {
  const what = state === "failed" ? "failed" : state === "stopped" ? "stopped" : "was interrupted";
  return `The ramp of ${endpoint} ${what}.`;
}

function step({ at, steps }: Ramp): string {
  return `It reached step ${Math.min(at + 1, steps.length)} of ${steps.length}.`;
}

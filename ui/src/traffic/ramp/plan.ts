// A ramp as numbers: which splits lie between what is live and what the draft wants, and how long it rests on each. Pure;
// the editor is RampPlan's, running it the core's.
import type { RampStep, Share } from "../../ipc/bindings";
import { apportion, percentOf } from "../model";

/** How far along the way a step is, in percent, and how long the ramp rests there before it goes on. */
export type Stage = { way: number; pauseMinutes: number };

export const USUAL_STAGES: readonly Stage[] = [
  { way: 10, pauseMinutes: 15 },
  { way: 25, pauseMinutes: 15 },
  { way: 50, pauseMinutes: 30 },
  { way: 100, pauseMinutes: 0 },
];

/** The split so far along the way: whole numbers, sum 100, in the order of the target. */
export function between(live: readonly Share[], target: readonly Share[], way: number): Share[] {
  const weights = target.map(
    ({ entity, percent }) => (percentOf([...live], entity) ?? 0) * (100 - way) + percent * way,
  );
  const percents = apportion(100, weights);
  return target.map(({ entity }, at) => ({ entity, percent: percents[at] ?? 0 }));
}

/** The steps the core is asked to make. Stages that would change nothing are left out; the last one is the target. */
export function stepsOf(
  live: readonly Share[],
  target: readonly Share[],
  stages: readonly Stage[],
): RampStep[] {
  const steps: RampStep[] = [];
  let before = key(live);
  for (const { way, pauseMinutes } of stages) {
    const shares = between(live, target, way);
    if (key(shares) === before) continue;
    before = key(shares);
    steps.push({ shares, pauseMinutes });
  }
  return steps.map((step, at) => (at === steps.length - 1 ? { ...step, pauseMinutes: 0 } : step));
}

/** What is wrong with the stages, in words; null when they can be run. */
export function stagesProblem(stages: readonly Stage[]): string | null {
  for (const [at, { way, pauseMinutes }] of stages.entries()) {
    if (!Number.isInteger(way) || way < 1 || way > 100) return "Each step goes 1 to 100 % of the way.";
    const before = stages[at - 1];
    if (before && way <= before.way) return `Step ${at + 1} must go further than step ${at}.`;
    if (!Number.isInteger(pauseMinutes) || pauseMinutes < 0 || pauseMinutes > 1_440)
      return "A pause is 0 to 1440 whole minutes.";
  }
  return stages.at(-1)?.way === 100 ? null : "The last step goes all the way, 100 %.";
}

/** Minutes of all pauses; the roll-outs come on top. */
export function pausesOf(steps: readonly RampStep[]): number {
  return steps.reduce((sum, step) => sum + step.pauseMinutes, 0);
}

/** "45 min", "2 h", "2 h 15 min". */
export function minutesInWords(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

function key(shares: readonly Share[]): string {
  return JSON.stringify(shares.map(({ entity, percent }) => [entity, percent]));
}

// Acting on a rotation the core keeps: switch, put back, finish, put away. What the core says while it works goes where
// every part of the room reads it. Also the words for a rotation and its steps. Called by the rotation's parts.
import { useQueryClient } from "@tanstack/react-query";
import { commands } from "../ipc/bindings";
import { channel } from "../ipc/host";
import type { Step } from "../kit/StepList";
import { noteRotation, secretKeys, useChange } from "./queries";
import type { Rotation, RotationStep } from "./types";

export function useRotating() {
  const client = useQueryClient();
  const change = useChange();
  const told = () => channel<Rotation>((rotation) => noteRotation(client, rotation));
  const after = (done: { answer: Rotation } | null): Rotation | null => {
    if (done) noteRotation(client, done.answer);
    // A failed step is a state of the rotation; what really is the case is the core's to say.
    else void client.invalidateQueries({ queryKey: secretKeys.rotations });
    return done?.answer ?? null;
  };
  return {
    busy: change.busy,
    failure: change.failure,
    begin: async (rotation: Parameters<typeof commands.secretsRotationBegin>[0]) =>
      after(
        await change.run("begin", "secrets_rotation_begin", () => commands.secretsRotationBegin(rotation)),
      ),
    run: async (id: string) =>
      after(await change.run("run", "secrets_rotation_run", () => commands.secretsRotationRun(id, told()))),
    undo: async (id: string) =>
      after(
        await change.run("undo", "secrets_rotation_undo", () => commands.secretsRotationUndo(id, told())),
      ),
    finish: async (id: string, deleteOld: boolean) =>
      after(
        await change.run("finish", "secrets_rotation_finish", () =>
          commands.secretsRotationFinish(id, deleteOld),
        ),
      ),
    forget: async (id: string): Promise<boolean> => {
      const done = await change.run("forget", "secrets_rotation_forget", () =>
        commands.secretsRotationForget(id),
      );
      if (done)
        client.setQueryData<Rotation[]>(secretKeys.rotations, (known = []) =>
          known.filter((one) => one.id !== id),
        );
      return done !== null;
    },
  };
}

/** What stands in the list of steps, for a person. */
export function stepTitle(step: RotationStep, { scope, oldKey, newKey }: Rotation): string {
  const endpoint = step.endpoint ?? "the endpoint";
  switch (step.kind) {
    case "storeKey":
      return `Store ${newKey} in ${scope}`;
    case "switchEndpoint":
      return `Switch ${endpoint} to ${newKey}`;
    case "waitReady":
      return `Wait until ${endpoint} has taken it over`;
    case "callEntity":
      return `Call ${step.entity ?? "the entity"} in ${endpoint} once`;
    case "putBack":
      return `Put ${endpoint} back to ${oldKey}`;
    case "deleteOld":
      return `Delete ${oldKey}`;
  }
}

const STATES: Record<RotationStep["state"], Step["state"]> = {
  waiting: "waiting",
  running: "running",
  done: "done",
  failed: "failed",
  skipped: "waiting",
  undone: "waiting",
};

export const stepState = (step: RotationStep): Step["state"] => STATES[step.state];

/** Behind the title: what the four shapes of the list cannot say. */
export function stepSuffix(step: RotationStep): string {
  if (step.state === "skipped") return ", not needed";
  if (step.state === "undone") return ", taken back";
  return "";
}

export const isOver = ({ state }: Rotation): boolean => state === "finished" || state === "undone";
/** Somebody has to decide: it stands between the old key and the new one. */
export const needsDecision = ({ state }: Rotation): boolean =>
  state === "interrupted" || state === "failed" || state === "stored";

export function rotationWords(rotation: Rotation): string {
  const { oldKey, newKey, scope } = rotation;
  switch (rotation.state) {
    case "stored":
      return `${newKey} is stored in ${scope}. Nothing uses it yet; everything still uses ${oldKey}.`;
    case "switching":
      return `The endpoints go over to ${newKey}, one after the other. This goes on when you leave this place.`;
    case "switched":
      return `Everything that used ${oldKey} uses ${newKey} now, and every served entity answered with it.`;
    case "failed":
      return "A step did not work. What was switched before it is as the steps below say.";
    case "undoing":
      return `The endpoints go back to ${oldKey}.`;
    case "undone":
      return `Everything uses ${oldKey} again, and ${newKey} is gone.`;
    case "finished":
      return `Done: ${newKey} is in use.`;
    case "interrupted":
      return `Gatewright was closed in the middle of it. Some endpoints may use ${newKey} already, others still ${oldKey}. The steps below are read from the workspace.`;
  }
}

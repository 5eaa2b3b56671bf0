// What the room asks of the core, with the keys of the answers. No value of a secret is ever part of a key or an answer.
import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Failure } from "../ipc/bindings";
import { commands } from "../ipc/bindings";
import { FailureError, failureOf, type Result, unwrap } from "../ipc/call";
import { changedBy } from "../ipc/freshness";
import type { Acl, Overview, Rotation } from "./types";

/** Each reading looks at the workspace; what happens here is told by the running command at once. */
const ROTATION_POLL_MS = 5_000;

export const secretKeys = {
  overview: ["secrets", "overview"] as const,
  rotations: ["secrets", "rotations"] as const,
  acls: (scope: string) => ["secrets", "acls", scope] as const,
};

export const overviewOptions = queryOptions({
  queryKey: secretKeys.overview,
  queryFn: (): Promise<Overview> => unwrap(commands.secretsOverview()),
  staleTime: 30_000,
});

export const aclsOptions = (scope: string) =>
  queryOptions({
    queryKey: secretKeys.acls(scope),
    queryFn: (): Promise<Acl[]> => unwrap(commands.secretsAcls(scope), { quiet: true }),
  });

/** True while the core is at work on it, in this window or in another one. */
export const isMoving = (rotation: Rotation): boolean =>
  rotation.state === "switching" || rotation.state === "undoing";

/** Every rotation kept for this workspace; read again while one is under way. */
export function useRotations() {
  return useQuery({
    queryKey: secretKeys.rotations,
    queryFn: (): Promise<Rotation[]> => unwrap(commands.secretsRotations()),
    refetchInterval: (query) => (query.state.data?.some(isMoving) ? ROTATION_POLL_MS : false),
  });
}

/** Puts what the core just said about one rotation where every part of the room reads it. */
export function noteRotation(client: QueryClient, rotation: Rotation): void {
  client.setQueryData<Rotation[]>(secretKeys.rotations, (known = []) =>
    known.some((one) => one.id === rotation.id)
      ? known.map((one) => (one.id === rotation.id ? rotation : one))
      : [rotation, ...known],
  );
}

/** One change at a time: what it is doing, how it failed, and that what it touched is read again. */
export function useChange() {
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<FailureError | null>(null);
  /** `what` tells the changes of one panel apart; `command` is the name in freshness.rs. */
  const run = async <T>(
    what: string,
    command: string,
    ask: () => Promise<Result<T, Failure>>,
  ): Promise<{ answer: T } | null> => {
    setBusy(what);
    setFailure(null);
    try {
      const answer = await unwrap(ask());
      changedBy(client, command);
      return { answer };
    } catch (error) {
      setFailure(error instanceof FailureError ? error : new FailureError(failureOf(error)));
      return null;
    } finally {
      setBusy(null);
    }
  };
  return { run, busy, failure, clear: () => setFailure(null) };
}

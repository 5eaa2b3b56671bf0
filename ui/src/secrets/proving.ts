// The proof that a key works: every served entity that uses it gets one small call, one after the other. Each answer is
// kept only as long as the panel is open. Called by the key panel and after a key was stored.
import { useEffect, useRef, useState } from "react";
import type { Explanation } from "../ipc/bindings";
import { commands } from "../ipc/bindings";
import { failureOf, unwrap } from "../ipc/call";
import { usedBy } from "./model";
import type { Use } from "./types";

export type Proven =
  | { state: "running" }
  | { state: "works"; milliseconds: number; servedBy: string | null }
  | { state: "failed"; explanation: Explanation | null };

export const proofKey = (endpoint: string, entity: string): string => `${endpoint}/${entity}`;

export function useProof(reference: string, uses: Use[]) {
  const [proofs, setProofs] = useState<Record<string, Proven>>({});
  const [busy, setBusy] = useState(false);
  const open = useRef(true);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);

  const prove = async (): Promise<void> => {
    setBusy(true);
    setProofs({});
    for (const { endpoint, entities } of usedBy(uses)) {
      for (const { entity } of entities) {
        if (!open.current) return;
        const note = (proven: Proven): void =>
          setProofs((known) => ({ ...known, [proofKey(endpoint, entity)]: proven }));
        note({ state: "running" });
        note(await one(reference, endpoint, entity));
      }
    }
    setBusy(false);
  };
  const all = Object.values(proofs);
  return {
    prove,
    busy,
    proofs,
    works: all.filter((proven) => proven.state === "works").length,
    failed: all.filter((proven) => proven.state === "failed").length,
  };
}

async function one(reference: string, endpoint: string, entity: string): Promise<Proven> {
  try {
    const proof = await unwrap(commands.secretsProve({ reference, endpoint, entity }), { quiet: true });
    return proof.ok
      ? { state: "works", milliseconds: proof.milliseconds, servedBy: proof.servedBy }
      : { state: "failed", explanation: proof.explanation };
  } catch (error) {
    return { state: "failed", explanation: failureOf(error).explanation };
  }
}

import { expect, test, vi } from "vitest";
import type { EndpointSplit } from "../ipc/bindings";
import { gatherSplits } from "./splits";

const split = (name: string): EndpointSplit => ({
  name,
  shares: [],
  pending: null,
  state: "ready",
  since: null,
  reason: null,
});

test("rows painted together are asked for in one call, each name once", async () => {
  const askAll = vi.fn(async (names: string[]) => names.filter((name) => name !== "gone").map(split));
  const ask = gatherSplits(askAll, 0);
  const answers = await Promise.all([ask("a"), ask("b"), ask("a"), ask("gone")]);
  expect(askAll.mock.calls).toEqual([[["a", "b", "gone"]]]);
  expect(answers.map((answer) => answer?.name ?? null)).toEqual(["a", "b", "a", null]);
});

test("a failure reaches every row that waited, and the next call is made again", async () => {
  const askAll = vi
    .fn<(names: string[]) => Promise<EndpointSplit[]>>()
    .mockRejectedValueOnce(new Error("offline"))
    .mockImplementation(async (names) => names.map(split));
  const ask = gatherSplits(askAll, 0);
  const both = await Promise.allSettled([ask("a"), ask("b")]);
  expect(both.map((one) => one.status)).toEqual(["rejected", "rejected"]);
  await expect(ask("a")).resolves.toMatchObject({ name: "a" });
});

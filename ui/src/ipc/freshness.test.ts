import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { changedBy, staleAfter } from "./freshness";

test("applying a split makes the readings of endpoints stale, and leaves those of secrets", async () => {
  const client = new QueryClient();
  client.setQueryData(["endpoints", "one", "a"], 1);
  client.setQueryData(["secrets", "scopes"], 2);
  changedBy(client, "traffic_apply");
  expect(client.getQueryState(["endpoints", "one", "a"])?.isInvalidated).toBe(true);
  expect(client.getQueryState(["secrets", "scopes"])?.isInvalidated).toBe(false);
});

test("a slip of the pen is noticed", () => {
  expect(() => staleAfter("trafic_aply")).toThrow("freshness.rs");
});

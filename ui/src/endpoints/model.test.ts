import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Endpoint, EndpointRow, EndpointSplit } from "../ipc/bindings";
import {
  endpointSentence,
  gatewayWords,
  moveBy,
  nextSorting,
  PAGE_SIZE,
  pagesFor,
  rowAt,
  rowSubline,
  splitText,
} from "./model";

const split = (shares: number[], pending: number[] | null = null): EndpointSplit => ({
  name: "e",
  state: "ready",
  since: null,
  reason: null,
  shares: shares.map((percent, index) => ({ entity: `e${index}`, percent })),
  pending: pending?.map((percent, index) => ({ entity: `e${index}`, percent })) ?? null,
});

describe("the endpoint list", () => {
  test("visible rows never need more than two pages, and those pages hold them", () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(PAGE_SIZE - 1), (first, more) => {
        const [a, b] = pagesFor(first, first + more);
        const held = (row: number) => [a, b].some((offset) => row >= offset && row < offset + PAGE_SIZE);
        expect(held(first) && held(first + more)).toBe(true);
      }),
    );
  });

  test("a row is found in the page that holds it and is null while that page is on its way", () => {
    const row = (name: string) => ({ name }) as EndpointRow;
    const page = { offset: 100, rows: [row("x"), row("y")] };
    expect(rowAt([undefined, page], 101)?.name).toBe("y");
    expect(rowAt([page], 99)).toBeNull();
    expect(rowAt([page], 102)).toBeNull();
  });

  test("keys move inside the list and stop at its ends", () => {
    expect(moveBy("ArrowDown", -1, 5, 3)).toBe(0);
    expect(moveBy("ArrowDown", 4, 5, 3)).toBe(4);
    expect(moveBy("PageUp", 2, 5, 3)).toBe(0);
    expect(moveBy("End", 0, 5, 3)).toBe(4);
    expect(moveBy("x", 0, 5, 3)).toBeNull();
    expect(moveBy("ArrowDown", 0, 0, 3)).toBeNull();
  });

  test("sorting by change starts with the newest and turns round on the second click", () => {
    const first = nextSorting({ sort: "name", descending: false }, "changed");
    expect(first).toEqual({ sort: "changed", descending: true });
    expect(nextSorting(first, "changed").descending).toBe(false);
  });

  test.each([
    [split([80, 20], [60, 40]), ["a", "b"], "80 / 20, going to 60 / 40"],
    [split([100]), ["gpt-4.1"], "gpt-4.1"],
    [split([100, 0]), ["a", "b"], "100 / 0"],
    [split([]), [], "Nothing is served"],
    [split([], [100]), [], "Going to 100"],
    [split([50, 50], [50, 50]), ["a", "b"], "50 / 50"],
  ])("a split is put into words", (one, models, words) => {
    expect(splitText(one, models)).toBe(words);
  });

  test("a row says what is wrong before it says whose it is", () => {
    const row = { reason: null, task: "llm/v1/chat", creator: "dana", state: "ready" } as EndpointRow;
    expect(rowSubline(row)).toEqual({ text: "Chat · dana", tone: "plain" });
    expect(rowSubline({ ...row, reason: "Missing key", state: "readyUpdateFailed" }).tone).toBe("warning");
    expect(rowSubline({ ...row, reason: "No access", state: "notReady" }).tone).toBe("failed");
  });

  test("gateway flags are readable without the icons", () => {
    expect(
      gatewayWords({ usage: true, table: false, limits: true, guardrails: false, fallback: false }),
    ).toBe("Gateway: Usage tracking, Rate limits");
    expect(
      gatewayWords({ usage: false, table: false, limits: false, guardrails: false, fallback: false }),
    ).toBe("Gateway: nothing switched on");
  });
});

describe("an endpoint in one sentence", () => {
  const entity = (name: string, share: number) => ({ name, share, model: name, providerName: "OpenAI" });
  const endpoint = (entities: object[], fallback = false) =>
    ({ task: "llm/v1/chat", entities, fallback }) as unknown as Endpoint;

  test("names the one model", () => {
    expect(endpointSentence(endpoint([entity("gpt-4o", 100)]))).toBe(
      "Every chat request to this endpoint goes to gpt-4o at OpenAI.",
    );
  });

  test("says the shares and what a standby does", () => {
    expect(endpointSentence(endpoint([entity("a", 80), entity("b", 20), entity("c", 0)], true))).toBe(
      "Out of 100 chat requests about 80 go to a at OpenAI and 20 to b at OpenAI. c stands by and steps in when another one answers 429 or 5xx.",
    );
  });

  test("does not count when one model gets everything and another stands by without fallback", () => {
    expect(endpointSentence(endpoint([entity("a", 100), entity("b", 0)]))).toBe(
      "Every chat request to this endpoint goes to a at OpenAI. b stands by at 0 % and gets no request while fallback is off.",
    );
  });

  test("says when nothing is served", () => {
    expect(endpointSentence(endpoint([]))).toContain("serves nothing yet");
  });
});

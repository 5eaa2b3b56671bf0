import { expect, test } from "vitest";
import { arrivedOtherwise, draftInWords, isLargeMove, listed, pointsMoved, requestsInWords } from "./words";

const shares = (...pairs: [string, number][]) => pairs.map(([entity, percent]) => ({ entity, percent }));
const live = shares(["openai", 70], ["azure", 20], ["claude", 10], ["cohere", 0]);

test("the split is said as what happens to 100 requests, leaving out who gets none", () => {
  expect(requestsInWords(live)).toBe(
    "Out of 100 requests about 70 go to openai, 20 to azure and 10 to claude.",
  );
  expect(requestsInWords(shares(["openai", 100], ["azure", 0]))).toBe("Every request goes to openai.");
  expect(requestsInWords([])).toBe("No served entity gets a request.");
});

test("a draft is said by how many shares changed and where the points come from", () => {
  const draft = shares(["openai", 60], ["azure", 25], ["claude", 15], ["cohere", 0]);
  expect(draftInWords(live, draft)).toBe(
    "3 shares changed, 10 points move away from openai. Nothing is live yet.",
  );
  expect(draftInWords(live, live)).toBeNull();
  expect(draftInWords(live, shares(["openai", 69], ["azure", 21], ["claude", 10], ["cohere", 0]))).toBe(
    "2 shares changed, 1 point moves away from openai. Nothing is live yet.",
  );
});

test("a draft that only reorders the fallback says so", () => {
  expect(draftInWords(shares(["a", 50], ["b", 50]), shares(["b", 50], ["a", 50]))).toBe(
    "The fallback order changed. Nothing is live yet.",
  );
});

test("points moved count each request that changes hands once, whoever is new or gone", () => {
  expect(pointsMoved(shares(["a", 60], ["b", 40]), shares(["a", 50], ["c", 50]))).toBe(50);
});

test("more than 25 points, or everything to one, is a large move", () => {
  expect(isLargeMove(shares(["a", 60], ["b", 40]), shares(["a", 35], ["b", 65]))).toBe(false);
  expect(isLargeMove(shares(["a", 60], ["b", 40]), shares(["a", 34], ["b", 66]))).toBe(true);
  expect(isLargeMove(shares(["a", 95], ["b", 5]), shares(["a", 100], ["b", 0]))).toBe(true);
  expect(isLargeMove(shares(["a", 100], ["b", 0]), shares(["a", 90], ["b", 10]))).toBe(false);
});

test("what came back differently is named, values before order", () => {
  const sent = shares(["a", 60], ["b", 40]);
  expect(arrivedOtherwise(sent, sent)).toBeNull();
  expect(arrivedOtherwise(sent, shares(["b", 40], ["a", 60]))).toBe(
    "The shares are right, but the fallback order came back as b, a.",
  );
  expect(arrivedOtherwise(sent, shares(["a", 70], ["b", 30]))).toBe(
    "The workspace came back with other shares: a has 70 % instead of 60 % and b has 30 % instead of 40 %.",
  );
});

test("lists read as a person would say them", () => {
  expect([listed([]), listed(["a"]), listed(["a", "b"], "or"), listed(["a", "b", "c"])]).toEqual([
    "",
    "a",
    "a or b",
    "a, b and c",
  ]);
});

import { afterEach, expect, test } from "vitest";
import { type FirstScreen, firstScreen } from "./firstScreen";

const answer = { list: null } as FirstScreen;

afterEach(() => {
  delete window.gatewrightFirstScreen;
});

test("the answer is taken once", async () => {
  window.gatewrightFirstScreen = Promise.resolve(answer);
  expect(await firstScreen(1_000)).toBe(answer);
  expect(await firstScreen(1_000)).toBeNull();
});

test("a failure and an answer that comes too late leave the asking to the frame", async () => {
  window.gatewrightFirstScreen = Promise.reject(new Error("no"));
  expect(await firstScreen(1_000)).toBeNull();
  window.gatewrightFirstScreen = new Promise(() => undefined);
  expect(await firstScreen(5)).toBeNull();
});

test("nobody asked", async () => {
  expect(await firstScreen(1_000)).toBeNull();
});

// Until when a sign-in holds, in words.
import { expect, test } from "vitest";
import { production } from "../ipc/testing";
import { endsSoon, expiryWords, whereItIs } from "./workspaceWords";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const signed = (signIn: "browser" | "accessToken", left: number | null) => ({
  ...production,
  signIn,
  expiresAt: left === null ? null : NOW + left,
});

test("what renews itself is not said to end", () => {
  expect(expiryWords(signed("browser", HOUR / 2), NOW)).toBe("renews itself, next in 30 min");
  expect(expiryWords(signed("browser", -1), NOW)).toBe("renews itself with the next call");
  expect(endsSoon(signed("browser", HOUR), NOW)).toBeNull();
  expect(whereItIs(signed("browser", -HOUR), NOW)).not.toBe("Sign-in expired");
});

test("a pasted token says when it ends, two days before as a warning", () => {
  expect(expiryWords(signed("accessToken", 72 * HOUR), NOW)).toBe("ends in 3 days");
  expect(endsSoon(signed("accessToken", 72 * HOUR), NOW)).toBeNull();
  expect(endsSoon(signed("accessToken", 20 * HOUR), NOW)).toBe("Sign-in ends in 20 h");
  expect(endsSoon(signed("accessToken", -1), NOW)).toBe("Sign-in has ended");
  expect(whereItIs(signed("accessToken", -1), NOW)).toBe("Sign-in expired");
  expect(expiryWords(signed("accessToken", null), NOW)).toBeNull();
});

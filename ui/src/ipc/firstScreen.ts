// What the first screen shows, asked for by public/first-paint.js while this code was still being loaded. Used once, by main.tsx.
import type { FirstScreen } from "./bindings";

export type { FirstScreen };

declare global {
  interface Window {
    gatewrightFirstScreen?: Promise<FirstScreen> | undefined;
  }
}

/** The answer; nothing when nobody asked, when it failed, or when it is not there within the time. */
export async function firstScreen(patienceMs: number): Promise<FirstScreen | null> {
  const asked = window.gatewrightFirstScreen;
  delete window.gatewrightFirstScreen;
  if (!asked) return null;
  const tooLate = new Promise<null>((done) => setTimeout(() => done(null), patienceMs));
  return Promise.race([asked.catch(() => null), tooLate]);
}

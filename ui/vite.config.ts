// How the UI is built and tested. The React Compiler runs inside the React plugin in its native form, because the Babel one
// needs a newer Node than 20; and only over what is drawn again and again, because what it adds to every component made the
// pages a quarter larger and nothing else faster. Nothing is inlined and no source map is made: the content security policy allows files of
// our own only. Used by vite and vitest; the core embeds ui/dist.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Drawn many times a second: an answer that streams, rows that are filtered while one types, a split that is dragged. */
const DRAWN_OFTEN = [
  /src\/playground\/(markdown\/\w+|Answer\w*|Turn\w*)\.tsx$/,
  /src\/endpoints\/(Row|List)\.tsx$/,
  /src\/traffic\/(Split|Share)\w*\.tsx$/,
];

export default defineConfig({
  base: "/",
  plugins: [react({ compiler: true, include: DRAWN_OFTEN })],
  build: {
    target: "safari17",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    // What the first screen needs is one file: each file of the start is a way to the core and back.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "start", tags: ["$initial"] }] } } },
  },
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  preview: { host: "127.0.0.1", port: 4173 },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/ipc/testSetup.ts"],
    css: { include: [], modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: false,
    testTimeout: 15_000,
  },
});

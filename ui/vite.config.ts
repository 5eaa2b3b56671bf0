// How the UI is built and tested. The React Compiler runs inside the React plugin (its native form: the Babel one needs a
// newer Node than 20). Where its package is missing the build works the same, only repaints more, and says so. Nothing is
// inlined and no source map is made, because the content security policy allows files of our own only.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

function reactCompiler(): boolean {
  try {
    import.meta.resolve("oxc-transform-react");
    return true;
  } catch {
    console.warn(
      "The React Compiler is off. Install it with: npm install -D --save-exact oxc-transform-react@0.156.0",
    );
    return false;
  }
}

export default defineConfig({
  base: "/",
  plugins: [react({ compiler: reactCompiler() })],
  build: {
    target: "safari17",
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
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

// How the UI is built and tested. The React Compiler runs through Babel where its two packages are installed; a build
// without them works the same, only with more repainting, and says so. Nothing is inlined and no source map is made,
// because the content security policy allows files of our own only. Used by vite and vitest; the core embeds ui/dist.
import react, { reactCompilerPreset } from "@vitejs/plugin-react";
import type { PluginOption } from "vite";
import { defineConfig } from "vitest/config";

async function reactCompiler(): Promise<PluginOption> {
  const name = "@rolldown/plugin-babel";
  try {
    const { default: babel } = await import(/* @vite-ignore */ name);
    return babel({ presets: [reactCompilerPreset()] }) as PluginOption;
  } catch {
    console.warn(
      "The React Compiler is off. Install it with: npm install -D @rolldown/plugin-babel @babel/core",
    );
    return null;
  }
}

export default defineConfig(async () => ({
  base: "/",
  plugins: [react(), await reactCompiler()],
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
    css: { include: [], modules: { classNameStrategy: "non-scoped" as const } },
    restoreMocks: false,
    testTimeout: 15_000,
  },
}));

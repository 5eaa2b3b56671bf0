// Builds the UI with the made-up core of this folder, into a folder named by --outDir. See kit/README.md.
import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The same policy as in the app's window (tauri.conf.json), so that what it forbids shows here already.
type Config = { app: { security: { csp: Record<string, string> } } };
const config: Config = JSON.parse(readFileSync(new URL("../../tauri.conf.json", import.meta.url), "utf8"));
const policy = Object.entries(config.app.security.csp)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join("; ");

export default defineConfig({
  root: import.meta.dirname,
  publicDir: "../public",
  plugins: [react()],
  build: { target: "safari17", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  preview: { host: "127.0.0.1", port: 4174, headers: { "Content-Security-Policy": policy } },
});

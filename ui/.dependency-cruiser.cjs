// Which way imports may point. Run by `npm run cruise` and `cargo xtask check`; each rule says how to fix what it found.
const rooms =
  "workspaces|endpoints|traffic|gateway|secrets|playground|compare|completions|embeddings|prompts|history|prices|" +
  "passport|usage|handoff|activity|settings";
const tests = "\\.test\\.tsx?$|(^|/)testing\\.tsx?$|testSetup\\.ts$|/axe\\.ts$";

// Without a TypeScript that can be called from here no .ts file is read, and the check would pass on nothing.
if (typeof require("typescript").transpileModule !== "function") {
  throw new Error(
    "dependency-cruiser cannot read TypeScript through this version of it. Run: npm install -D --save-exact typescript@6.0.3",
  );
}

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "rooms-keep-to-themselves",
      comment:
        "A room imports no other room's inside. Give what both need a noun and a home of its own (kit, charts, shell); " +
        "its public index.ts is what it lends: traffic, secrets, gateway, handoff, activity, playground, compare, prompts, history, " +
        "prices, passport; and what traffic left unfinished.",
      severity: "error",
      from: { path: `^src/(${rooms})/`, pathNot: tests },
      to: {
        path: `^src/(${rooms})/`,
        pathNot: [
          "^src/$1/",
          "^src/(traffic|secrets|gateway|handoff|activity|playground|compare|prompts|history|prices|passport)/index\\.ts$",
          "^src/traffic/Unfinished\\.tsx$",
        ],
      },
    },
    {
      name: "only-endpoints-shows-traffic",
      comment: "traffic/index.ts is there for endpoints only. Link to the endpoint's traffic tab instead.",
      severity: "error",
      from: { path: `^src/(${rooms})/`, pathNot: ["^src/(endpoints|traffic)/", tests] },
      to: { path: "^src/traffic/" },
    },
    {
      name: "kit-knows-nothing-of-ours",
      comment:
        "kit and charts take data as props. Move what knows rooms, routes or commands into the room or the shell.",
      severity: "error",
      from: { path: "^src/(kit|charts)/", pathNot: tests },
      to: {
        path: "^src/",
        pathNot: ["^src/(kit|theme)/", "^src/charts/", "^src/ipc/(bindings|call)\\.ts$"],
      },
    },
    {
      name: "kit-does-not-draw-charts",
      comment: "kit must not import charts: charts are built from the kit, not the other way round.",
      severity: "error",
      from: { path: "^src/kit/", pathNot: tests },
      to: { path: "^src/charts/" },
    },
    {
      name: "ipc-stays-below",
      comment: "ipc is the bottom layer: hand what it needs in from the shell.",
      severity: "error",
      from: { path: "^src/ipc/", pathNot: tests },
      to: { path: "^src/", pathNot: "^src/ipc/" },
    },
    {
      name: "tauri-only-in-ipc",
      comment: "Only src/ipc may import @tauri-apps/*. Use ipc/host.ts or the generated commands.",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/ipc/", tests] },
      to: { path: "@tauri-apps/" },
    },
    {
      name: "base-ui-only-in-kit",
      comment: "Only src/kit may import @base-ui/react. Use the kit's part, or add one to the kit.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/kit/" },
      to: { path: "@base-ui/" },
    },
    {
      name: "tests-stay-out-of-the-app",
      comment: "Code of the app must not import test helpers. Move what it needs out of the testing file.",
      severity: "error",
      from: { path: "^src/", pathNot: tests },
      to: { path: "(^|/)(testing|testSetup|axe)\\.tsx?$|\\.test\\.tsx?$" },
    },
    {
      name: "no-circles",
      comment: "Two files import each other. Move what both need into a third.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};

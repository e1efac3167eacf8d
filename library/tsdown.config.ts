// How the package chainrule is built: modules for Node and browsers, with types, valibot bundled in.
import { defineConfig, type UserConfig } from "tsdown";
import { leanModules } from "../tools/leanModules.ts";

/** Modules that are loaded when they are needed; everything else is one file, which compresses better than many. */
const onDemand = /[\\/](divergences[\\/](?!divergenceError)\w+|node[A-Z]\w*)\.ts$/;
const entries = /[\\/]src[\\/]\w+\.ts$/;

/** What all builds of the library have in common. */
export const common: UserConfig = {
  format: "esm",
  platform: "neutral",
  target: "es2023",
  sourcemap: true,
  // Node's modules stay imports, inside the chunks that are loaded on demand.
  external: [/^node:/],
  noExternal: ["valibot"],
  inlineOnly: ["valibot"],
  inputOptions: {
    // Numbers of instructions and the like are written where they are used.
    optimization: { inlineConst: { mode: "all" } },
    // A member that was renamed where it should not have been, say, is a warning; how long plugins take is none.
    onLog: (level, log, handle) => {
      if (level === "warn" && log.code !== "PLUGIN_TIMINGS") throw new Error(log.message);
      handle(level, log);
    },
  },
  outputOptions: {
    codeSplitting: {
      groups: [{ name: "library", test: (id) => /(?<!\.d)\.ts$/.test(id) && !onDemand.test(id) && !entries.test(id) }],
    },
  },
  tsconfig: "../tsconfig.json",
};

export default defineConfig([
  { ...common, entry: ["src/index.ts"], outDir: "dist", dts: false, plugins: [leanModules()] },
  // Both entries have the same types.
  { ...common, entry: ["src/index.ts", "src/slim.ts"], outDir: "dist", dts: { sourcemap: true, emitDtsOnly: true } },
]);

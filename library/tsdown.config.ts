// How the package chainrule is built: modules for Node and browsers, with types, valibot bundled in.
import { defineConfig } from "tsdown";
import { leanModules } from "../tools/leanModules.ts";

/** Modules that are loaded when they are needed; everything else is one file, which compresses better than many. */
const onDemand = /[\\/](divergences[\\/](?!divergenceError)\w+|node[A-Z]\w*)\.ts$/;
const entries = /[\\/]src[\\/]\w+\.ts$/;

export default defineConfig({
  entry: ["src/index.ts", "src/slim.ts"],
  outDir: "dist",
  format: "esm",
  platform: "neutral",
  target: "es2023",
  sourcemap: true,
  // Node's modules stay imports, inside the chunks that are loaded on demand.
  external: [/^node:/],
  noExternal: ["valibot"],
  inlineOnly: ["valibot"],
  plugins: [leanModules()],
  outputOptions: {
    advancedChunks: {
      groups: [{ name: "library", test: (id) => /(?<!\.d)\.ts$/.test(id) && !onDemand.test(id) && !entries.test(id) }],
    },
  },
  dts: { sourcemap: true },
  tsconfig: "../tsconfig.json",
});

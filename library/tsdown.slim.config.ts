// How chainrule/slim is built: for itself, after the main entry, because it leaves out what pages do not need.
import { defineConfig } from "tsdown";
import { leanModules, slimProperties } from "../tools/leanModules.ts";
import { shortNames } from "../tools/shortNames.ts";
import { common } from "./tsdown.config.ts";

export default defineConfig({
  ...common,
  entry: ["src/slim.ts"],
  outDir: "dist",
  // The main entry and the types are there already, by which names are kept.
  clean: false,
  dts: false,
  outputOptions: { ...common.outputOptions, chunkFileNames: "slim-[name]-[hash].js" },
  plugins: [leanModules(slimProperties), shortNames("library/dist")],
});

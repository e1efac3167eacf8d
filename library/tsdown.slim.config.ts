// How chainrule/slim is built: for itself, after the main entry, because it leaves out what pages do not need.

import { readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "tsdown";
import { describedFunctions, leanModules, undescribed } from "../tools/leanModules.ts";
import { listFiles, root } from "../tools/listFiles.ts";
import { shortNames } from "../tools/shortNames.ts";
import { common } from "./tsdown.config.ts";

const sources = listFiles("library/src").filter((file) => file.endsWith(".ts"));
const described = describedFunctions(sources.map((file) => readFileSync(path.join(root, file), "utf8")));

export default defineConfig({
  ...common,
  entry: ["src/slim.ts"],
  outDir: "dist",
  // The main entry and the types are there already, by which names are kept.
  clean: false,
  dts: false,
  outputOptions: { ...common.outputOptions, chunkFileNames: "slim-[name]-[hash].js" },
  plugins: [leanModules(undescribed(described)), shortNames("library/dist")],
});

// How the package @chainrule/cli is built: one module that runs in Node, its dependencies left outside.
import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/main.ts"],
  outDir: "dist",
  format: "esm",
  platform: "node",
  fixedExtension: false,
  target: "node20.19",
  sourcemap: true,
  dts: false,
  tsconfig: "../tsconfig.json",
});

// How the package chainrule is built: modules for Node and browsers, with types, valibot bundled in.
import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts"],
  outDir: "dist",
  format: "esm",
  platform: "neutral",
  target: "es2023",
  sourcemap: true,
  // Node's modules stay imports, inside the chunks that are loaded on demand.
  external: [/^node:/],
  noExternal: ["valibot"],
  inlineOnly: ["valibot"],
  dts: { sourcemap: true },
  tsconfig: "../tsconfig.json",
});

// bundled: programs over chainrule/slim as bundles, made as the library's build makes them but for short names.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { afterAll, beforeAll } from "vitest";
import { leanSource, slimOmissions } from "../../../tools/leanModules.ts";
import { listFiles, root } from "../../../tools/listFiles.ts";

let folder = "";
let context: esbuild.BuildContext<{ write: false }> | undefined;

/** Writes the library's sources as the build of chainrule/slim takes them, with their descriptions. */
function writeLeanSources(): void {
  for (const file of listFiles("library/src").filter((name) => name.endsWith(".ts"))) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, leanSource(readFileSync(path.join(root, file), "utf8"), slimOmissions(file)));
  }
  copyFileSync(path.join(root, "library/package.json"), path.join(folder, "library/package.json"));
}

beforeAll(async () => {
  mkdirSync(path.join(root, ".tmp"), { recursive: true });
  folder = mkdtempSync(path.join(root, ".tmp/slim-"));
  writeLeanSources();
  // A context reads the library once for all programs.
  context = await esbuild.context({
    entryPoints: { entry: path.join(folder, "entry.ts") },
    alias: { "chainrule/slim": path.join(folder, "library/src/slim.ts") },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: ["node:*"],
    minify: true,
    write: false,
    outdir: folder,
    logLevel: "silent",
  });
});
afterAll(async () => {
  await context?.dispose();
  rmSync(folder, { recursive: true });
});

/** Writes the bundle of a program; gives the address of its first chunk, and the text of all of them. */
export async function bundled(
  name: string,
  program: string,
): Promise<{ readonly address: string; readonly text: string }> {
  writeFileSync(path.join(folder, "entry.ts"), program);
  const output = (await context?.rebuild())?.outputFiles ?? [];
  const place = path.join(folder, name);
  mkdirSync(place);
  for (const file of output) writeFileSync(path.join(place, path.basename(file.path)), file.contents);
  const text = output.map((file) => file.text).join("\n");
  return { address: pathToFileURL(path.join(place, "entry.js")).href, text };
}

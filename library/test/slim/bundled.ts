// bundled: programs over chainrule/slim as bundles, made as the library's build makes them but for short names.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { afterAll, beforeAll } from "vitest";
import { leanSource, slimOmissions } from "../../../tools/leanModules.ts";
import { listFiles, root } from "../../../tools/listFiles.ts";

/** A bundle: the address of its first chunk, and the text of all of them. */
export interface ProgramBundle {
  readonly address: string;
  readonly text: string;
}

/** Writes the library's sources as the build of chainrule/slim takes them, with their descriptions. */
function writeLeanSources(folder: string): void {
  for (const file of listFiles("library/src").filter((name) => name.endsWith(".ts"))) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, leanSource(readFileSync(path.join(root, file), "utf8"), slimOmissions(file)));
  }
  copyFileSync(path.join(root, "library/package.json"), path.join(folder, "library/package.json"));
}

/** A context reads the library once for all programs. */
function openContext(folder: string): Promise<esbuild.BuildContext<{ write: false }>> {
  return esbuild.context({
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
}

/** Bundles programs for the tests of one file, in a folder that goes with them. */
export function createBundler(): (name: string, program: string) => Promise<ProgramBundle> {
  let folder = "";
  let context: esbuild.BuildContext<{ write: false }> | undefined;
  beforeAll(async () => {
    mkdirSync(path.join(root, ".tmp"), { recursive: true });
    folder = mkdtempSync(path.join(root, ".tmp/slim-"));
    writeLeanSources(folder);
    context = await openContext(folder);
  });
  afterAll(async () => {
    await context?.dispose();
    rmSync(folder, { recursive: true });
  });
  return async (name, program) => {
    writeFileSync(path.join(folder, "entry.ts"), program);
    const output = (await context?.rebuild())?.outputFiles ?? [];
    const place = path.join(folder, name);
    mkdirSync(place);
    for (const file of output) writeFileSync(path.join(place, path.basename(file.path)), file.contents);
    const text = output.map((file) => file.text).join("\n");
    return { address: pathToFileURL(path.join(place, "entry.js")).href, text };
  };
}

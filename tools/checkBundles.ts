// What bundlers make of the installed package: programs that train, with names where they are, and little else without.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import { Rolldown } from "tsdown";

/** Writes a bundle into a folder; its first chunk is `entry.js`. */
type Bundler = (entry: string, folder: string) => Promise<unknown>;

const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: (entry, folder) =>
    esbuild.build({
      entryPoints: { entry },
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "browser",
    }),
  rolldown: async (entry, folder) => {
    const bundle = await Rolldown.rolldown({ input: { entry }, platform: "browser" });
    return bundle.write({ dir: folder, format: "esm" });
  },
};

/** Something that only the definition of another component says. */
const foreign = /name: ?"lstm"/;

/** Bundles one program and runs it; gives the loss that it ends with. */
async function checkBundle(folder: string, bundler: string, program: string, holdsAll: boolean): Promise<number> {
  const output = path.join(folder, `${bundler}-${program}`);
  await bundlers[bundler]?.(path.join(folder, `${program}.ts`), output);
  const files = readdirSync(output).filter((file) => file.endsWith(".js"));
  const text = files.map((file) => readFileSync(path.join(output, file), "utf8")).join("\n");
  if (foreign.test(text) !== holdsAll) {
    throw new Error(
      `${bundler}: the bundle of ${program} ${holdsAll ? "lacks" : "holds"} components that it does not name`,
    );
  }
  const { run }: { run(): Promise<{ before: number; after: number }> } = await import(
    pathToFileURL(path.join(output, "entry.js")).href
  );
  const { before, after } = await run();
  console.log(`${bundler}: ${program} ${(text.length / 1000).toFixed(0)} kB, loss ${before} -> ${after}`);
  if (!(after < before / 2)) throw new Error(`${bundler}: the bundle of ${program} does not train`);
  return after;
}

/** Bundles the pages that the size is measured of, in a folder in which the package is installed, and runs them. */
export async function checkBundles(folder: string): Promise<void> {
  const losses = new Map<string, number>();
  for (const bundler of Object.keys(bundlers)) {
    for (const [program, holdsAll] of [
      ["browserSlim", false],
      ["browserFeatures", false],
      ["browserMlp", true],
    ] as const) {
      const source = readFileSync(new URL(`./${program}.ts`, import.meta.url), "utf8");
      writeFileSync(path.join(folder, `${program}.ts`), source);
      losses.set(program, await checkBundle(folder, bundler, program, holdsAll));
    }
    if (losses.get("browserSlim") !== losses.get("browserMlp")) {
      throw new Error(`${bundler}: chainrule/slim gives other numbers than chainrule`);
    }
  }
}

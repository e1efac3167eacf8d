// npm run size [-- --save]: how large a page's bundle is that builds and trains a network; fails when it is larger than
// promised. With --save the sizes go to bench/results/bundle-size.json, from which the README has them.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { Rolldown } from "tsdown";
import { type Bundle, bundleBrowser, type Chunk, loadableInBrowser, loadedAtOnce } from "./bundleBrowser.ts";
import { bundleRolldown } from "./bundleRolldown.ts";

/** What a page loads less than, in kB of gzip, that trains a network of components imported from chainrule/slim. */
const promised = 60;
/** What such a page may load besides, when something goes wrong: nothing else waits to be loaded. */
const promisedOnDemand = 3;

const kilobytes = (chunks: readonly Chunk[], size: (bytes: Uint8Array) => number): number =>
  chunks.reduce((sum, chunk) => sum + size(chunk.bytes), 0) / 1000;
const gzipped = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length;
const figure = (value: number): string => value.toFixed(1).padStart(7);

/** What a page loads, in kB of gzip. */
interface Sizes {
  /** With the page: all that it takes to build, train, judge and ask a network. */
  readonly atOnce: number;
  /** Later, where a training fails: what traces the first number that is not finite. */
  readonly onDemand: number;
}

/** Prints the chunks of a bundle. */
function report(title: string, bundle: Bundle): Sizes {
  const [atOnce, all] = [loadedAtOnce(bundle), loadableInBrowser(bundle)];
  console.log(`\n${title}`);
  for (const chunk of all) {
    const sizes = `${figure(kilobytes([chunk], (bytes) => bytes.length))} kB ${figure(kilobytes([chunk], gzipped))}`;
    const later = atOnce.includes(chunk) ? "" : "  (on demand)";
    console.log(`  ${chunk.name.replace(/-[\w-]{8}(?=[-.])/g, "").padEnd(36)} ${sizes} kB gzip${later}`);
  }
  const sizes = { atOnce: kilobytes(atOnce, gzipped), onDemand: kilobytes(all, gzipped) - kilobytes(atOnce, gzipped) };
  for (const { nodeModules } of atOnce) {
    if (nodeModules.length > 0) fail(`${title}: the page would load modules of Node: ${nodeModules.join(", ")}`);
  }
  return sizes;
}

function fail(message: string): void {
  console.error(`error: ${message}`);
  process.exitCode = 1;
}

const bundlers: Readonly<Record<string, (entry: string) => Promise<Bundle>>> = {
  "Rolldown (as in Vite)": bundleRolldown,
  esbuild: (entry) => bundleBrowser(entry, { minify: true, built: true }),
};
const programs = {
  "chainrule/slim": "./browserSlim.ts",
  "chainrule/slim with every feature": "./browserFeatures.ts",
  "chainrule, everything by name": "./browserMlp.ts",
};

console.log("A network that trains (sequential, dense, adam, fit, evaluate, predict), built, bundled and minified:");
const lines: string[] = [];
const results: object[] = [];
for (const [bundler, bundle] of Object.entries(bundlers)) {
  for (const [program, file] of Object.entries(programs)) {
    const { atOnce, onDemand } = report(
      `${program}, ${bundler}`,
      await bundle(fileURLToPath(new URL(file, import.meta.url))),
    );
    results.push({ program, bundler, kilobytesAtOnce: atOnce, kilobytesOnDemand: onDemand });
    const further = `and ${onDemand.toFixed(1)} kB where a training fails`;
    lines.push(`bundle size: ${atOnce.toFixed(1).padStart(5)} kB gzip, ${further}: ${program}, ${bundler}`);
    if (program !== "chainrule/slim") continue;
    if (atOnce >= promised) fail(`${atOnce.toFixed(2)} kB gzip is not less than ${promised} kB (${bundler})`);
    if (onDemand > promisedOnDemand) fail(`${onDemand.toFixed(2)} kB on demand is more than ${promisedOnDemand} kB`);
  }
}
console.log(`\n${lines.join("\n")}\npromised: less than ${promised} kB for chainrule/slim`);

if (process.argv.includes("--save")) {
  const versions = { node: process.version, rolldown: Rolldown.VERSION, esbuild: esbuild.version };
  const saved = { name: "bundle-size", date: new Date().toISOString().slice(0, 10), versions, promised, results };
  writeFileSync(
    new URL("../bench/results/bundle-size.json", import.meta.url),
    `${JSON.stringify(saved, undefined, 2)}\n`,
  );
}

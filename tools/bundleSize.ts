// npm run size: how large a page's bundle is that builds and trains a network; fails when it is larger than promised.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Bundle, bundleBrowser, type Chunk, loadableInBrowser, loadedAtOnce } from "./bundleBrowser.ts";

/** What a page loads at most, in kB, that imports the components it uses from chainrule/slim. */
const limit = 60;

const kilobytes = (chunks: readonly Chunk[], size: (bytes: Uint8Array) => number): number =>
  chunks.reduce((sum, chunk) => sum + size(chunk.bytes), 0) / 1000;
const gzipped = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length;
const figure = (value: number): string => value.toFixed(1).padStart(7);

/** Prints the chunks that a browser can load, and gives what they take together, in kB of gzip. */
function report(title: string, bundle: Bundle): number {
  const loadable = loadableInBrowser(bundle);
  console.log(`\n${title}`);
  for (const chunk of bundle.chunks.values()) {
    const note = loadable.includes(chunk) ? "" : "  (no browser loads it: not counted)";
    const sizes = `${figure(kilobytes([chunk], (bytes) => bytes.length))} kB ${figure(kilobytes([chunk], gzipped))}`;
    console.log(`  ${chunk.name.padEnd(36)} ${sizes} kB gzip${note}`);
  }
  return kilobytes(loadable, gzipped);
}

function fail(message: string): void {
  console.error(`error: ${message}`);
  process.exitCode = 1;
}

const bundleOf = (name: string): Promise<Bundle> =>
  bundleBrowser(fileURLToPath(new URL(name, import.meta.url)), { minify: true, built: true });

console.log(
  "A network that trains (sequential, dense, adam, fit), in the built package, bundled and minified by esbuild:",
);
const [slim, named] = [await bundleOf("./browserSlim.ts"), await bundleOf("./browserMlp.ts")];
const size = report('its components from "chainrule/slim"; with evaluate, predict and saving', slim);
const namedSize = report('from "chainrule", which holds all components by name', named);

console.log(`\nbundle size: ${size.toFixed(1)} kB gzip with chainrule/slim, at most ${limit} kB`);
console.log(`             ${namedSize.toFixed(1)} kB gzip with chainrule`);
for (const bundle of [slim, named]) {
  const nodeModules = loadedAtOnce(bundle).flatMap((chunk) => chunk.nodeModules);
  if (nodeModules.length > 0) fail(`the page would load modules of Node: ${nodeModules.join(", ")}`);
}
if (size > limit) fail(`${size.toFixed(1)} kB gzip is more than ${limit} kB`);

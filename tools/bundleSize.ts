// npm run size: how large a page's bundle is that builds and trains a network; fails when it is larger than promised.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type Bundle, bundleBrowser, type Chunk, loadableInBrowser, loadedAtOnce } from "./bundleBrowser.ts";

/** What a page should load at most, in kB, that imports the components it uses from chainrule/slim; not reached yet. */
const goal = 60;
/** What it may load at most today, everything on demand included, rounded up: nothing may make it larger. */
const limit = 73;

const kilobytes = (chunks: readonly Chunk[], size: (bytes: Uint8Array) => number): number =>
  chunks.reduce((sum, chunk) => sum + size(chunk.bytes), 0) / 1000;
const gzipped = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length;
const figure = (value: number): string => value.toFixed(1).padStart(7);

/** What a page loads, in kB of gzip. */
interface Sizes {
  /** With the page. */
  readonly atOnce: number;
  /** That and everything that it may load later. */
  readonly all: number;
}

/** Prints the chunks of a bundle. */
function report(title: string, bundle: Bundle): Sizes {
  const [atOnce, all] = [loadedAtOnce(bundle), loadableInBrowser(bundle)];
  console.log(`\n${title}`);
  for (const chunk of bundle.chunks.values()) {
    const later = all.includes(chunk) ? "  (on demand)" : "  (no browser loads it: not counted)";
    const sizes = `${figure(kilobytes([chunk], (bytes) => bytes.length))} kB ${figure(kilobytes([chunk], gzipped))}`;
    console.log(`  ${chunk.name.padEnd(36)} ${sizes} kB gzip${atOnce.includes(chunk) ? "" : later}`);
  }
  return { atOnce: kilobytes(atOnce, gzipped), all: kilobytes(all, gzipped) };
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
const summary = ({ atOnce, all }: Sizes): string =>
  `${all.toFixed(1)} kB gzip, of which ${atOnce.toFixed(1)} kB load with the page`;

console.log(`\nbundle size with chainrule/slim: ${summary(size)}; goal ${goal} kB, at most ${limit} kB`);
console.log(`bundle size with chainrule:      ${summary(namedSize)}`);
for (const bundle of [slim, named]) {
  const nodeModules = loadedAtOnce(bundle).flatMap((chunk) => chunk.nodeModules);
  if (nodeModules.length > 0) fail(`the page would load modules of Node: ${nodeModules.join(", ")}`);
}
if (size.all > limit) fail(`${size.all.toFixed(1)} kB gzip is more than ${limit} kB`);

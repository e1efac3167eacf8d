// npm run size: how large a page's bundle is that builds and trains a network; fails when it grows.
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { bundleBrowser, type Chunk, loadableInBrowser, loadedAtOnce } from "./bundleBrowser.ts";

/** What a page should load at most, in kB; not reached yet. */
const goal = 60;
/** What it loads today, rounded up: nothing may make it larger. */
const limit = 69;
const kilobytes = (chunks: readonly Chunk[], size: (bytes: Uint8Array) => number): number =>
  chunks.reduce((sum, chunk) => sum + size(chunk.bytes), 0) / 1000;
const gzipped = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length;

const bundle = await bundleBrowser(fileURLToPath(new URL("./browserMlp.ts", import.meta.url)), { minify: true });
const nodeModules = loadedAtOnce(bundle).flatMap((chunk) => chunk.nodeModules);
const loadable = loadableInBrowser(bundle);
const total = kilobytes(loadable, gzipped);

console.log("Browser bundle of a network that trains (sequential, dense, adam, fit), minified:");
for (const chunk of bundle.chunks.values()) {
  const kind = loadable.includes(chunk) ? "" : "  (only Node loads it: not counted)";
  const raw = kilobytes([chunk], (bytes) => bytes.length).toFixed(1);
  console.log(
    `  ${chunk.name.padEnd(28)} ${raw.padStart(7)} kB ${kilobytes([chunk], gzipped).toFixed(1).padStart(7)} kB gzip${kind}`,
  );
}
console.log(`bundle size: ${total.toFixed(1)} kB gzip; goal ${goal} kB, at most ${limit} kB`);
if (nodeModules.length > 0) {
  console.error(`error: the page would load modules of Node: ${nodeModules.join(", ")}`);
  process.exitCode = 1;
}
if (total > limit) {
  console.error(`error: ${total.toFixed(1)} kB gzip is more than ${limit} kB`);
  process.exitCode = 1;
}

// Bundles a TypeScript entry for browsers, out of the sources of the workspaces or out of what is published.
import path from "node:path";
import * as esbuild from "esbuild";

/** One file of a bundle. */
export interface Chunk {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The chunks that it loads at once. */
  readonly imports: readonly string[];
  /** The chunks that it may load on demand. */
  readonly later: readonly string[];
  /** The modules of Node that it loads at once: a browser cannot load this chunk. */
  readonly nodeModules: readonly string[];
}

/** A bundle: its first chunk and all chunks by name. */
export interface Bundle {
  readonly entry: string;
  readonly chunks: ReadonlyMap<string, Chunk>;
}

/** How a bundle is made. */
export interface BundleOptions {
  readonly minify: boolean;
  /** Whether the workspaces' built packages are bundled, as their users do; by default their sources are. */
  readonly built?: boolean;
}

/** Bundles `entry` as ES modules that are split where the source imports dynamically. */
export async function bundleBrowser(entry: string, options: BundleOptions): Promise<Bundle> {
  const result = await esbuild.build({
    entryPoints: { entry },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: options.built === true ? [] : ["chainrule-source"],
    external: ["node:*"],
    minify: options.minify,
    sourcemap: options.minify ? false : "inline",
    metafile: true,
    write: false,
    outdir: "bundle",
    logLevel: "silent",
  });
  const chunks = Object.entries(result.metafile.outputs).map(([name, output]) => {
    const bytes = result.outputFiles.find((file) => file.path === path.resolve(name))?.contents ?? new Uint8Array();
    return chunkOf(path.basename(name), bytes, output.imports);
  });
  return { entry: "entry.js", chunks: new Map(chunks.map((chunk) => [chunk.name, chunk])) };
}

function chunkOf(name: string, bytes: Uint8Array, imports: esbuild.Metafile["outputs"][string]["imports"]): Chunk {
  const named = (kind: string, external: boolean): string[] =>
    imports.filter((found) => found.kind === kind && (found.external ?? false) === external).map((found) => found.path);
  const taken = [...new TextDecoder().decode(bytes).matchAll(/getBuiltinModule\("(node:[^"]*)"\)/g)];
  return {
    name,
    bytes,
    imports: named("import-statement", false).map((file) => path.basename(file)),
    later: named("dynamic-import", false).map((file) => path.basename(file)),
    nodeModules: [...named("import-statement", true), ...taken.map((match) => match[1] ?? "")],
  };
}

/** The chunks that load with the first one, that one included. */
export function loadedAtOnce(bundle: Bundle): Chunk[] {
  const loaded = new Set([bundle.entry]);
  for (const name of loaded) for (const next of bundle.chunks.get(name)?.imports ?? []) loaded.add(next);
  return [...loaded].flatMap((name) => bundle.chunks.get(name) ?? []);
}

/** The chunks that a browser can ever load: all that are imported anywhere, but those that need a module of Node. */
export function loadableInBrowser(bundle: Bundle): Chunk[] {
  const found = new Set<Chunk>();
  const follow = (name: string): void => {
    const all = loadedAtOnce({ entry: name, chunks: bundle.chunks });
    if (all.some((part) => part.nodeModules.length > 0)) return;
    const fresh = all.filter((chunk) => !found.has(chunk));
    for (const chunk of fresh) found.add(chunk);
    for (const chunk of fresh) for (const next of chunk.later) follow(next);
  };
  follow(bundle.entry);
  return [...found];
}

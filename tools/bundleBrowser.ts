// Bundles a TypeScript entry for browsers, out of the sources of the workspaces.
import path from "node:path";
import * as esbuild from "esbuild";

/** One file of a bundle. */
export interface Chunk {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The chunks that it loads at once. */
  readonly imports: readonly string[];
  /** The modules of Node that it loads at once: a browser cannot load this chunk. */
  readonly nodeModules: readonly string[];
}

/** A bundle: its first chunk and all chunks by name. */
export interface Bundle {
  readonly entry: string;
  readonly chunks: ReadonlyMap<string, Chunk>;
}

/** Bundles `entry` as ES modules that are split where the source imports dynamically. */
export async function bundleBrowser(entry: string, options: { readonly minify: boolean }): Promise<Bundle> {
  const result = await esbuild.build({
    entryPoints: { entry },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["chainrule-source"],
    external: ["node:*"],
    minify: options.minify,
    sourcemap: options.minify ? false : "inline",
    metafile: true,
    write: false,
    outdir: "bundle",
    logLevel: "silent",
  });
  const outputs = Object.entries(result.metafile.outputs);
  const chunks = outputs.map(([name, output]): [string, Chunk] => {
    const bytes = result.outputFiles.find((file) => file.path === path.resolve(name))?.contents ?? new Uint8Array();
    const loaded = output.imports.filter((found) => found.kind === "import-statement");
    return [
      path.basename(name),
      {
        name: path.basename(name),
        bytes,
        imports: loaded.filter((found) => found.external !== true).map((found) => path.basename(found.path)),
        nodeModules: loaded.filter((found) => found.external === true).map((found) => found.path),
      },
    ];
  });
  return { entry: "entry.js", chunks: new Map(chunks) };
}

/** The chunks that load with the first one, that one included. */
export function loadedAtOnce(bundle: Bundle): Chunk[] {
  const loaded = new Set([bundle.entry]);
  for (const name of loaded) for (const next of bundle.chunks.get(name)?.imports ?? []) loaded.add(next);
  return [...loaded].flatMap((name) => bundle.chunks.get(name) ?? []);
}

/** The chunks that a browser can ever load: all but those that need a module of Node. */
export function loadableInBrowser(bundle: Bundle): Chunk[] {
  const needsNode = (chunk: Chunk): boolean => {
    const all = loadedAtOnce({ entry: chunk.name, chunks: bundle.chunks });
    return all.some((part) => part.nodeModules.length > 0);
  };
  return [...bundle.chunks.values()].filter((chunk) => !needsNode(chunk));
}

// Bundles a TypeScript entry for browsers with Rolldown, as Vite does, out of what is published.
import { Rolldown } from "tsdown";
import type { Bundle, Chunk } from "./bundleBrowser.ts";

function chunkOf({ fileName, code, imports, dynamicImports }: Rolldown.OutputChunk): Chunk {
  const isNode = (name: string): boolean => name.startsWith("node:");
  const taken = [...code.matchAll(/getBuiltinModule\([`"'](node:[^`"']*)[`"']\)/g)];
  return {
    name: fileName,
    bytes: new TextEncoder().encode(code),
    imports: imports.filter((name) => !isNode(name)),
    later: dynamicImports.filter((name) => !isNode(name)),
    nodeModules: [...imports.filter(isNode), ...taken.map((match) => match[1] ?? "")],
  };
}

/** Bundles and minifies `entry` as ES modules that are split where the source imports dynamically. */
export async function bundleRolldown(entry: string): Promise<Bundle> {
  const bundle = await Rolldown.rolldown({ input: { entry }, platform: "browser", external: [/^node:/] });
  const { output } = await bundle.generate({ format: "esm", minify: true });
  await bundle.close();
  const chunks = output.flatMap((file) => (file.type === "chunk" ? [chunkOf(file)] : []));
  return { entry: "entry.js", chunks: new Map(chunks.map((chunk) => [chunk.name, chunk])) };
}

// bundled: programs over chainrule/slim as bundles, made as the library's build makes them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll } from "vitest";
import { bundleBrowser } from "../../../tools/bundleBrowser.ts";
import { root } from "../../../tools/listFiles.ts";

let folder = "";
beforeAll(() => {
  mkdirSync(path.join(root, ".tmp"), { recursive: true });
  folder = mkdtempSync(path.join(root, ".tmp/slim-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes the bundle of a program; gives the address of its first chunk, and the text of all of them. */
export async function bundled(
  name: string,
  program: string,
): Promise<{ readonly address: string; readonly text: string }> {
  const entry = path.join(folder, `${name}.ts`);
  writeFileSync(entry, program);
  const { chunks, entry: first } = await bundleBrowser(entry, { minify: true, lean: true });
  mkdirSync(path.join(folder, name));
  for (const chunk of chunks.values()) writeFileSync(path.join(folder, name, chunk.name), chunk.bytes);
  const text = [...chunks.values()].map(({ bytes }) => new TextDecoder().decode(bytes)).join("\n");
  return { address: pathToFileURL(path.join(folder, name, first)).href, text };
}

// The measure of the browser bundle counts what a browser loads, and notices modules of Node.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bundle, bundleBrowser, loadableInBrowser, loadedAtOnce } from "../bundleBrowser.ts";
import { root } from "../listFiles.ts";

let folder = "";
beforeAll(() => {
  mkdirSync(path.join(root, ".tmp"), { recursive: true });
  folder = mkdtempSync(path.join(root, ".tmp/bundle-"));
  write("nodeFiles.ts", 'import { readFile } from "node:fs/promises"; export const read = readFile;');
  write("later.ts", 'export const later = "loaded on demand";');
  write("lazy.ts", 'export const read = async () => (await import("./nodeFiles.ts")).read; import("./later.ts");');
  write("eager.ts", 'export { read } from "./nodeFiles.ts";');
  write("package.ts", 'export * from "chainrule";');
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);
const bundle = (name: string): Promise<Bundle> => bundleBrowser(path.join(folder, name), { minify: true });

test("a module of Node that loads at once is noticed", async () => {
  expect(loadedAtOnce(await bundle("eager.ts")).flatMap((chunk) => chunk.nodeModules)).toEqual(["node:fs/promises"]);
});
test("a module of Node behind a dynamic import is not loaded at once, and its chunk is not counted", async () => {
  const lazy = await bundle("lazy.ts");
  expect(loadedAtOnce(lazy).flatMap((chunk) => chunk.nodeModules)).toEqual([]);
  expect([...lazy.chunks.values()].flatMap((chunk) => chunk.nodeModules)).toEqual(["node:fs/promises"]);
  expect(loadableInBrowser(lazy).flatMap((chunk) => chunk.nodeModules)).toEqual([]);
});
test("what a browser loads on demand is counted", async () => {
  const texts = loadableInBrowser(await bundle("lazy.ts")).map((chunk) => new TextDecoder().decode(chunk.bytes));
  expect(texts.join("")).toContain("loaded on demand");
});
test("the package's name leads to its sources", async () => {
  expect((await bundle("package.ts")).chunks.has("entry.js")).toBe(true);
});

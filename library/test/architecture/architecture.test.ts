// The house as it stands keeps the rules of its architecture.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { listFiles, root } from "../../../tools/listFiles.ts";
import { undocumentedNames } from "./documentationRules.ts";
import { defaultExports, emptyNames, fileLengths, functionLengths, headComments, outsidePaths } from "./fileRules.ts";
import * as imports from "./importRules.ts";
import { documentPaths, indexLists } from "./listRules.ts";
import { readSources } from "./sources.ts";

const workspaces = ["library", "cli", "bench", "examples", "tools"];
const sources = readSources(workspaces);
const files = listFiles();

describe("imports", () => {
  test("the sources are found at all", () => {
    expect(sources.map((source) => source.path)).toContain("library/src/index.ts");
    expect(sources.filter((source) => source.path.startsWith("library/src/tensor/")).length).toBeGreaterThan(3);
  });
  test("folders of the library import each other in one direction only", () => {
    expect(imports.importDirections(sources)).toEqual([]);
  });
  test("no file of a concrete backend is imported from outside the backends", () => {
    expect(imports.concreteBackends(sources)).toEqual([]);
  });
  test("no file imports the index.ts above it", () => {
    expect(imports.ownIndex(sources)).toEqual([]);
  });
  test("there is no cycle between folders", () => {
    expect(imports.folderCycles(sources)).toEqual([]);
  });
  test("the library imports no package but those bundled into it", () => {
    expect(imports.packageImports(sources)).toEqual([]);
  });
  test("Node's modules are imported only in files named node*.ts, loaded by dynamic import", () => {
    expect(imports.nodeImports(sources)).toEqual([]);
  });
  test("the command and the examples import the library by its name", () => {
    expect(imports.deepImports(sources)).toEqual([]);
  });
});

describe("files", () => {
  test("files have at most 400 lines, tests 600", () => {
    expect(fileLengths(sources)).toEqual([]);
  });
  test("functions have at most 60 lines", () => {
    expect(functionLengths(sources)).toEqual([]);
  });
  test("every file begins with a comment that says what it holds", () => {
    expect(headComments(sources)).toEqual([]);
  });
  test("no file or folder has an empty name", () => {
    expect(emptyNames(sources)).toEqual([]);
  });
  test("exports are named", () => {
    expect(defaultExports(sources)).toEqual([]);
  });
  test("every public name is documented", () => {
    expect(undocumentedNames(sources)).toEqual([]);
  });
  test("nothing names a path outside the repository", () => {
    expect(outsidePaths(sources, files)).toEqual([]);
  });
});

describe("lists", () => {
  test("every index.ts lists its folder", () => {
    expect(indexLists(sources)).toEqual([]);
  });
  test("every path in ARCHITECTURE.md exists", () => {
    const text = readFileSync(path.join(root, "ARCHITECTURE.md"), "utf8");
    expect(documentPaths({ path: "ARCHITECTURE.md", text }, files)).toEqual([]);
  });
});

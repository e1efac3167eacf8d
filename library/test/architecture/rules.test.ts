// Each rule of the architecture can fail: a source that breaks it is reported, one that keeps it is not.
import { describe, expect, test } from "vitest";
import { undocumentedNames } from "./documentationRules.ts";
import * as files from "./fileRules.ts";
import * as imports from "./importRules.ts";
import * as lists from "./listRules.ts";
import type { Source } from "./sources.ts";

/** A file of library/src. */
const library = (path: string, text: string): Source => ({ path: `library/src/${path}`, text });
/** Written apart, since no string of the repository may climb to a file that does not exist. */
const up = "..";
const lines = (count: number): string => "// line\n".repeat(count);

describe("importDirections", () => {
  const check = (path: string, text: string): string[] => imports.importDirections([library(path, text)]);

  test.each([
    ["tensor/shape.ts", 'import { add } from "../ops/add.ts";'],
    ["ops/add.ts", 'import { plan } from "../graph/plan.ts";'],
    ["nn/dense.ts", 'import { wasm } from "../backends/index.ts";'],
    ["nn/layers/dense.ts", 'import { graph } from "../../graph/index.ts";'],
    ["backends/wasm/matmul.ts", 'import type { Layer } from "../../nn/layer.ts";'],
    ["data/table.ts", 'export * from "../ops/index.ts";'],
    ["formats/npy.ts", 'const read = await import("../training/fit.ts");'],
    ["graph/plan.ts", 'type Layer = import("../nn/layer.ts").Layer;'],
    ["ops/add.ts", 'import * as all from "../index.ts";'],
    ["ops/add.ts", 'import { bench } from "../../../bench/steps.ts";'],
    ["novelties/add.ts", 'import { spec } from "../tensor/spec.ts";'],
  ])("%s with %s is reported", (path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });
  test.each([
    ["ops/add.ts", 'import { spec } from "../tensor/spec.ts"; import { sum } from "./sum.ts";'],
    ["training/fit.ts", 'import { adam } from "./optimizers/adam.ts"; import { plan } from "../graph/index.ts";'],
    ["index.ts", 'export * from "./training/index.ts";'],
  ])("%s with %s is allowed", (path, text) => {
    expect(check(path, text)).toEqual([]);
  });
});

describe("other rules on imports", () => {
  test("concreteBackends: the training never imports the wasm backend's files", () => {
    const from = (specifier: string): Source[] => [library("training/fit.ts", `import { b } from "${specifier}";`)];
    expect(imports.concreteBackends(from(`${up}/backends/wasm/wasmBackend.ts`))).toHaveLength(1);
    expect(imports.concreteBackends(from(`${up}/backends/backend.ts`))).toEqual([]);
  });
  test("ownIndex: a file does not import the index.ts of its folder or above", () => {
    expect(imports.ownIndex([library("ops/add.ts", 'import { sum } from "./index.ts";')])).toHaveLength(1);
    expect(imports.ownIndex([library("nn/layers/dense.ts", 'import { x } from "../index.ts";')])).toHaveLength(1);
    expect(imports.ownIndex([library("nn/dense.ts", 'import { sum } from "../ops/index.ts";')])).toEqual([]);
  });
  test("folderCycles: two folders that need each other, also around a third", () => {
    const a = library("nn/layers/dense.ts", 'import { l2 } from "../losses/l2.ts";');
    const b = library("nn/losses/l2.ts", 'import type { M } from "../models/model.ts";');
    const c = library("nn/models/model.ts", 'import { dense } from "../layers/dense.ts";');
    expect(imports.folderCycles([a, b, c]).length).toBeGreaterThan(0);
    expect(imports.folderCycles([a, b])).toEqual([]);
  });
  test("packageImports: no package but valibot", () => {
    expect(imports.packageImports([library("data/csv.ts", 'import { parse } from "csv-parse";')])).toHaveLength(1);
    expect(imports.packageImports([library("nn/config.ts", 'import * as v from "valibot";')])).toEqual([]);
  });
  test("nodeImports: Node's modules only in node*.ts, and those only lazily", () => {
    const check = (path: string, text: string): string[] => imports.nodeImports([library(path, text)]);
    expect(check("formats/files.ts", 'import { readFile } from "node:fs/promises";')).toHaveLength(1);
    expect(check("graph/nodes.ts", 'import { readFile } from "node:fs/promises";')).toHaveLength(1);
    expect(check("formats/files.ts", 'const fs = await import("node:fs");')).toHaveLength(1);
    expect(check("formats/files.ts", 'import { read } from "./nodeFiles.ts";')).toHaveLength(1);
    expect(check("formats/files.ts", 'const { read } = await import("./nodeFiles.ts");')).toEqual([]);
    expect(check("formats/nodeFiles.ts", 'import { readFile } from "node:fs/promises";')).toEqual([]);
  });
  test("deepImports: the command imports the library by its name", () => {
    const check = (text: string): string[] => imports.deepImports([{ path: "cli/src/commands/train.ts", text }]);
    expect(check('import { fit } from "../../../library/src/training/fit.ts";')).toHaveLength(1);
    expect(check('import { sequential } from "chainrule"; import { print } from "../print.ts";')).toEqual([]);
  });
});

describe("rules on files", () => {
  test("fileLengths: 400 lines, 600 in tests", () => {
    expect(files.fileLengths([{ path: "cli/src/a.ts", text: lines(401) }])).toHaveLength(1);
    expect(files.fileLengths([{ path: "cli/src/a.ts", text: lines(400) }])).toEqual([]);
    expect(files.fileLengths([{ path: "cli/test/a.test.ts", text: lines(601) }])).toHaveLength(1);
    expect(files.fileLengths([{ path: "cli/test/a.test.ts", text: lines(600) }])).toEqual([]);
  });
  test.each([
    ["function f() {", "}"],
    ["const f = () => {", "};"],
    ["class C { method() {", "} }"],
    ["const o = { get size() {", "} };"],
    ["test('title', async () => {", "});"],
  ])("functionLengths: %s ... %s of 61 lines is reported, of 60 not", (head, tail) => {
    const check = (count: number): string[] =>
      files.functionLengths([{ path: "cli/src/a.ts", text: `${head}\n${lines(count - 2)}${tail}` }]);
    expect(check(61)).toHaveLength(1);
    expect(check(60)).toEqual([]);
  });
  test("functionLengths: a suite of tests may be longer", () => {
    const text = `describe("suite", () => {\n${lines(80)}});`;
    expect(files.functionLengths([{ path: "cli/test/a.test.ts", text }])).toEqual([]);
  });
  test("headComments: the first line says what the file holds", () => {
    expect(files.headComments([{ path: "a.ts", text: "export const a = 1;" }])).toHaveLength(1);
    expect(files.headComments([{ path: "a.ts", text: "#!/usr/bin/env node\n// The way in.\n" }])).toEqual([]);
  });
  test("emptyNames: utils, helpers, core, misc, manager say nothing", () => {
    const check = (path: string): string[] => files.emptyNames([{ path, text: "" }]);
    expect(check("library/src/utils/shape.ts")).toHaveLength(1);
    expect(check("library/src/tensor/helpers.ts")).toHaveLength(1);
    expect(check("library/src/tensor/shape.ts")).toEqual([]);
  });
  test.each(["export default 1;", "export default function f() {}", "const a = 1; export { a as default };"])(
    "defaultExports: %s is reported",
    (text) => {
      expect(files.defaultExports([{ path: "cli/src/a.ts", text }])).toHaveLength(1);
      expect(files.defaultExports([{ path: "cli/tsdown.config.ts", text }])).toEqual([]);
    },
  );
  test("outsidePaths: strings and comments stay in the repository", () => {
    const check = (text: string): string[] =>
      files.outsidePaths([{ path: "library/test/a.test.ts", text }], ["library/test/golden/a.json"]);
    expect(check(`// see ${"/home"}/me/notes`)).toHaveLength(1);
    expect(check('read("../../../shared/golden");')).toHaveLength(1);
    expect(check('read("../shared/golden");')).toHaveLength(1);
    const bench = [{ path: "bench/src/a.ts", text: 'read("../../../outside"); write("../results/");' }];
    expect(files.outsidePaths(bench, [])).toHaveLength(1);
    expect(check('read("../test/golden/a.json"); const url = "https://example.org/home/a";')).toEqual([]);
  });
});

describe("rules on lists", () => {
  test("indexLists: every file and folder, but those only Node loads", () => {
    const listed = library("ops/index.ts", 'export * from "./add.ts";');
    const above = library("index.ts", 'export { add } from "./ops/index.ts";');
    const add = library("ops/add.ts", "");
    expect(lists.indexLists([above, listed, add, library("ops/nodeFiles.ts", "")])).toEqual([]);
    expect(lists.indexLists([above, listed, add, library("ops/sum.ts", "")])).toHaveLength(1);
    expect(lists.indexLists([above, add])).toHaveLength(1);
    expect(lists.indexLists([library("index.ts", ""), listed, add])).toHaveLength(1);
  });
  test("documentPaths: every path in backticks exists", () => {
    const known = ["library/src/ops/add.ts", "library/src/backends/wasm/index.ts", "README.md"];
    const check = (text: string): string[] => lists.documentPaths({ path: "ARCHITECTURE.md", text }, known);
    expect(check("`library/src/ops/sum.ts` adds")).toHaveLength(1);
    expect(check("the folder `nn/`")).toHaveLength(1);
    expect(check("the file `sum.ts`")).toHaveLength(1);
    expect(check("files like `library/src/nn/<layer>.ts`")).toHaveLength(1);
    expect(check("`library/src/ops/`, `ops/`, `add.ts`, `backends/*/index.ts`, `ops/<name>.ts`, `README.md`")).toEqual(
      [],
    );
    expect(check("`a + b`, `fit`, `z = xW`\n\n```ts\nimport `nowhere/at.ts`\n```\n")).toEqual([]);
  });
});

describe("undocumentedNames", () => {
  const check = (index: string, add: string): string[] =>
    undocumentedNames([
      library("index.ts", index),
      library("ops/index.ts", 'export * from "./add.ts";'),
      library("ops/add.ts", add),
    ]);
  const all = 'export * from "./ops/index.ts";';

  test.each([
    "export const add = 1;",
    "export function add() {}",
    "export class Add {}",
    "export interface Add { a: 1 }",
    "export type Add = 1;",
    "// Not a documentation comment.\nexport const add = 1;",
  ])("%s without a documentation comment is reported", (text) => {
    expect(check(all, text)).toHaveLength(1);
    expect(check(all, `/** Adds. */\n${text.replace(/^\/\/.*\n/, "")}`)).toEqual([]);
  });
  test("what the package does not offer may do without", () => {
    const text = "/** Adds. */ export const add = 1; export const inside = 2;";
    expect(check('export { add } from "./ops/index.ts";', text)).toEqual([]);
    expect(check('export { add, inside as sum } from "./ops/index.ts";', text)).toHaveLength(1);
  });
  test("one documented overload is enough", () => {
    const text =
      "/** Adds. */ export function add(a: 1): 1; export function add(a: 2): 2; export function add(a: unknown) {}";
    expect(check(all, text)).toEqual([]);
  });
});

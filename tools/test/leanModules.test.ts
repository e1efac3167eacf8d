// The build marks calls that only make constants, and leaves out the samples of operations: what works stays the same.
import { readFileSync } from "node:fs";
import path from "node:path";
import * as esbuild from "esbuild";
import { describe, expect, test } from "vitest";
import { describedFunctions, leanSource } from "../leanModules.ts";
import { listFiles, root } from "../listFiles.ts";

const lines = (text: string): number => text.split("\n").length;

describe("calls", () => {
  test("that make a module's constants are marked, those inside functions and classes are not", () => {
    const code = "export const a = f(new Map([[1, g()]]), () => h());\nclass A { b = i(); }\nstart();";
    expect(leanSource(code)).toBe(
      "export const a = /* @__PURE__ */ f(/* @__PURE__ */ new Map([[1, /* @__PURE__ */ g()]]), () => h());\n" +
        "class A { b = i(); }\nstart();",
    );
  });
  test("with arguments that may have effects are put into a function that is marked", () => {
    const wrapped = (text: string): string => `/* @__PURE__ */ ((_: unknown) => (${text}))(0)`;
    for (const text of ["f({ ...a, b: g() })", "({ ...a })", "f(2 ** 32)", "a.b", "f(() => 1, c ? 1 : 2)"]) {
      expect(leanSource(`const x = ${text};`)).toBe(`const x = ${wrapped(text)};`);
    }
    for (const text of ["1", "-1", "[1, a]", "{ a, b: [2] }", "(x) => ({ ...x })", "2 ** 32", "class { a = f(); }"]) {
      expect(leanSource(`const x = ${text};`)).toBe(`const x = ${text};`);
    }
  });
  test("that are marked are dropped by a bundler when nobody uses them", async () => {
    const code =
      'const used = f({ a: g() }); const idle = f({ a: g() }); export { used }; import { f, g } from "other";';
    const options: esbuild.TransformOptions = { loader: "ts", treeShaking: true, format: "esm" };
    expect((await esbuild.transform(code, options)).code).toContain("idle");
    expect((await esbuild.transform(leanSource(code), options)).code).not.toContain("idle");
  });
});

describe("properties", () => {
  test.each([
    ["const o = { a: 1, samples: (random) => [random], b: 2 };", "const o = { a: 1,  b: 2 };"],
    ["const o = { a: 1, samples };", "const o = { a: 1,  };"],
    ["const o = { samples() { return [f()]; }, a: 1 };", "const o = {  a: 1 };"],
    ["const o = { a: { samples: [1,\n2] }, samples: [\n] };", "const o = { a: { \n }, \n };"],
    ["const samples = 1; const o = { notSamples: samples, ['samples2']: 2 };", undefined],
  ])("%#: are left out, lines stay", (code, lean = code) => {
    expect(leanSource(code, { properties: ["samples"] })).toBe(lean);
    expect(lines(leanSource(code, { properties: ["samples"] }))).toBe(lines(code));
  });
});

describe("descriptions", () => {
  const described = describedFunctions([
    "export function flag(description: string): Field { return f(description); }",
    "const threshold = (minimum: number, description = 'nothing') => g(description);",
    "interface Registry { field(description: string): Field; }",
    "function other(name: string): void {}",
  ]);
  test("are found where functions take them", () => {
    expect([...described]).toEqual([
      ["flag", 0],
      ["threshold", 1],
      ["field", 0],
    ]);
  });
  test.each([
    ['const a = flag("Whether it is so");', 'const a = /* @__PURE__ */ flag("");'],
    ["f(threshold(1, `more\nthan this`), flag(text));", 'f(threshold(1, ""\n), flag(text));'],
    ['layers.field("A layer");', 'layers.field("");'],
    ['const o = { description: "Long", name: "short" };', 'const o = { description: "", name: "short" };'],
    ["f({ description, other: range.description });", undefined],
    ['function f(description = "How far") {}', 'function f(description = "") {}'],
    ['other("name"); error("description");', undefined],
  ])("%#: become empty, lines stay", (code, lean = code) => {
    expect(leanSource(code, { properties: [], described })).toBe(lean);
    expect(lines(leanSource(code, { properties: [], described }))).toBe(lines(code));
  });
});

test("every module of the library stays one, and has no samples if it is an operation's", async () => {
  const files = listFiles().filter((file) => file.startsWith("library/src/") && file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const code = readFileSync(path.join(root, file), "utf8");
    const isOperation = file.startsWith("library/src/ops/");
    const lean = leanSource(code, { properties: isOperation ? ["samples"] : [] });
    expect(lines(lean), file).toBe(lines(code));
    const { code: built } = await esbuild.transform(lean, { loader: "ts", minifySyntax: true });
    if (isOperation) expect(built, file).not.toMatch(/^\s*samples[,:(]/m);
  }
});

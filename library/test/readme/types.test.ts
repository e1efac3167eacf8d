// The code in the documents and in documentation comments has no type error, under the repository's own settings.
import { writeFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { root } from "../../../tools/listFiles.ts";
import { type Block, codeBlocks, documentedExamples, documents, makeWorkFolder } from "./blocks.ts";

/** Type-checks blocks of code as modules; returns each error with the place of its block. */
function typeErrors(blocks: readonly Block[]): string[] {
  const { folder, remove } = makeWorkFolder("types");
  const files = blocks.map((block, index) => {
    const file = path.join(folder, `block${index}.ts`);
    writeFileSync(file, block.code);
    return { file, where: block.where };
  });
  const { config } = ts.readConfigFile(path.join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const shown = { noUnusedLocals: false, incremental: false, moduleDetection: ts.ModuleDetectionKind.Force };
  const { tsBuildInfoFile: _, ...rest } = options;
  const program = ts.createProgram(
    files.map(({ file }) => file),
    { ...rest, ...shown },
  );
  const errors = files.flatMap(({ file, where }) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (error) => `${where}: ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`,
    );
  });
  remove();
  return errors;
}

test("an error of type in a block is found", () => {
  const block = (code: string): Block => ({ where: "page.md:1", language: "ts", code });
  expect(typeErrors([block('const a: number = "text";'), block('import { nothing } from "chainrule";')])).toEqual([
    expect.stringContaining("not assignable to type 'number'"),
    expect.stringContaining("no exported member 'nothing'"),
  ]);
});
test("examples in comments have no type error", () => {
  expect(typeErrors(documentedExamples())).toEqual([]);
});
test("README.md and the pages of docs have no type error", () => {
  const blocks = documents().flatMap(({ file, text }) => codeBlocks(text, file));
  expect(typeErrors(blocks.filter(({ language }) => language === "ts"))).toEqual([]);
});

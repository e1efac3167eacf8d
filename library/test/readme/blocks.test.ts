// The code of documents is found where it stands, and a process that fails is noticed.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { chainruleCommands, codeBlocks, commentBlocks, makeWorkFolder, wantedFiles } from "./blocks.ts";
import { runTypeScript } from "./process.ts";

test("codeBlocks finds fenced blocks with language and line, also indented ones", () => {
  const text = "# Title\n\n```ts\nconst a = 1;\n```\n\n- item\n\n  ```sh\n  npx chainrule\n  ```\n";
  expect(codeBlocks(text, "page.md")).toEqual([
    { where: "page.md:3", language: "ts", code: "const a = 1;\n" },
    { where: "page.md:9", language: "sh", code: "npx chainrule\n" },
  ]);
});
test("commentBlocks finds the blocks of documentation comments", () => {
  const text = [
    "// head",
    "/**",
    " * Adds.",
    " *",
    " * @example",
    " * ```ts",
    " * add(1,",
    " *   2);",
    " * ```",
    " */",
    "export const add = 1; /** Short. */",
  ].join("\n");
  expect(commentBlocks(text, "add.ts")).toEqual([{ where: "add.ts:6", language: "ts", code: "add(1,\n  2);\n" }]);
});
test("chainruleCommands takes the commands only, without prompts, with continued lines joined", () => {
  const code =
    "$ npx chainrule train a.csv \\\n    --target y\nnpm start\nAccuracy 0.97\nnpx chainrule predict r > o.csv\n";
  expect(chainruleCommands({ where: "", language: "console", code })).toEqual([
    "npx chainrule train a.csv --target y",
    "npx chainrule predict r > o.csv",
  ]);
});
test("wantedFiles finds what a document asks for", () => {
  expect(wantedFiles("a\n<!-- with library/a.csv -->\n<!-- other -->")).toEqual(["library/a.csv"]);
});
test("a block runs with the sources, in its folder, and its failure is seen", async () => {
  const { folder, remove } = makeWorkFolder("blocks");
  writeFileSync(
    path.join(folder, "good.ts"),
    'import * as all from "chainrule"; console.log(typeof all, process.cwd());',
  );
  writeFileSync(path.join(folder, "bad.ts"), 'await Promise.resolve(); throw new Error("as it should");');
  const good = await runTypeScript(path.join(folder, "good.ts"), folder);
  expect(good).toEqual({ code: 0, output: `object ${folder}\n` });
  const bad = await runTypeScript(path.join(folder, "bad.ts"), folder);
  expect(bad.code).toBe(1);
  expect(bad.output).toContain("as it should");
  remove();
});

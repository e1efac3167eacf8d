// What README.md and the pages of docs show works: each block of TypeScript and each command is run as it stands.
import { copyFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { root } from "../../../tools/listFiles.ts";
import { chainruleCommands, codeBlocks, documents, makeWorkFolder, wantedFiles } from "./blocks.ts";
import { runProcess, runTypeScript } from "./process.ts";

const shells = ["sh", "bash", "shell", "console"];

describe.each(documents().map(({ file, text }) => [file, text] as const))("%s", (file, text) => {
  const blocks = codeBlocks(text, file);
  const work = makeWorkFolder("commands");
  afterAll(work.remove);
  for (const wanted of wantedFiles(text))
    copyFileSync(path.join(root, wanted), path.join(work.folder, path.basename(wanted)));

  for (const block of blocks.filter(({ language }) => language === "ts")) {
    test(`the code at ${block.where} runs`, async () => {
      const { folder, remove } = makeWorkFolder("block");
      writeFileSync(path.join(folder, "block.ts"), block.code);
      const { code, output } = await runTypeScript(path.join(folder, "block.ts"), folder);
      expect(code, output).toBe(0);
      remove();
    }, 120_000);
  }
  for (const block of blocks.filter(({ language }) => shells.includes(language))) {
    test.each(chainruleCommands(block))(
      `${block.where}: %s`,
      async (command) => {
        const { code, output } = await runProcess("bash", ["-o", "pipefail", "-c", command], work.folder);
        expect(code, output).toBe(0);
      },
      120_000,
    );
  }
});

test("README.md shows code and the command", () => {
  const blocks = documents().flatMap(({ file, text }) => codeBlocks(text, file));
  const readme = blocks.filter((block) => block.where.startsWith("README.md"));
  expect(readme.filter(({ language }) => language === "ts")).not.toEqual([]);
  expect(readme.filter(({ language }) => shells.includes(language)).flatMap(chainruleCommands)).not.toEqual([]);
});

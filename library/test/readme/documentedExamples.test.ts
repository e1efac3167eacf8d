// Every example in a documentation comment of the library runs, and every file of examples does.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listFiles, root } from "../../../tools/listFiles.ts";
import { documentedExamples, makeWorkFolder } from "./blocks.ts";
import { runTypeScript } from "./process.ts";

describe("examples in comments", () => {
  const examples = documentedExamples();
  const { folder, remove } = makeWorkFolder("examples");
  const before = process.cwd();
  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(before);
    remove();
  });

  test("are found at all", () => {
    expect(examples.length).toBeGreaterThan(10);
  });
  examples.forEach(({ where, code }, index) => {
    test(`${where} runs`, async () => {
      const file = path.join(folder, `example${index}.ts`);
      writeFileSync(file, code);
      await import(file);
    }, 60_000);
  });
});

describe("the folder examples", () => {
  const files = listFiles("examples").filter((file) => /^examples\/[^/]+\.ts$/.test(file));

  test("has examples", () => {
    expect(files).not.toEqual([]);
  });
  test.each(files)(
    "%s runs",
    async (file) => {
      const { folder, remove } = makeWorkFolder("example");
      const { code, output } = await runTypeScript(path.join(root, file), folder);
      expect(code, output).toBe(0);
      remove();
    },
    120_000,
  );
});

// What npm start runs: the digits, from nothing to a saved network, in seconds.
import { readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { Folder, repository } from "./command.ts";

const folder = new Folder();
afterAll(() => folder.remove());

test("the example of the digits reaches 97 % within 20 seconds and shows what it has learned", async () => {
  const started = performance.now();
  const { code, stdout, stderr } = await folder.runSources(["example", "digits"]);
  expect((performance.now() - started) / 1000).toBeLessThan(20);
  expect(code).toBe(0);
  expect(stderr).toContain("Rows: 1,293 to train, 144 to validate, 360 to test, stratified, seed 42\n");
  expect(stderr).toMatch(/\nBaseline \(always "\d"\): accuracy 0\.1\d\d\n/);
  expect(stderr).toContain("\nNext:  ");
  const accuracy = /^Test accuracy (\d\.\d{3}) \(95 % interval /.exec(stdout)?.[1];
  expect(Number(accuracy)).toBeGreaterThanOrEqual(0.97);
  expect(stdout).toContain("Confusion matrix (rows: truth, columns: prediction)\n");
  expect(stdout.match(/says \d {2}\d+\.\d %/g)).toHaveLength(6);
  expect(stdout.match(/truth \d {2}[✓✗]/g)).toHaveLength(6);
  expect(stdout).toContain("██");
  expect(stdout).toMatch(/\nSaved runs\/[\d-]+-[0-9a-f]{3}\n$/);
  const run = readdirSync(folder.at("runs")).find((name) => name !== "latest") ?? "";
  const said = await folder.run([
    "evaluate",
    path.join("runs", run),
    path.join(repository, "library/datasets/digits.csv"),
    "-q",
  ]);
  // The table holds the rows of the training too, so the score is at least that of the test part.
  expect(said.stdout).toMatch(/^1797 rows: accuracy (0\.9[789]\d|1\.000) /);
});
